// Where colours come from: the references, one at a time, and their inks as swatches.
import { blob, button, fill, make } from "./shared.js";
import { makeSheet } from "./sheet.js";

const PICKING_MS = 200; // while a native colour picker is open, the print follows at this pace

/**
 * Make the pane. `take(colour)` is called for a swatch that is clicked, `change(ink, becomes, amend)` for one that is changed;
 * `turned()` when another reference is shown.
 */
export function makeSource(words, { take, change, turned }) {
  const picture = make("canvas", { className: "uw-reference" });
  const sheet = makeSheet(words.reference, () => ({ x: 0, y: 0, width: picture.clientWidth, height: picture.clientHeight }));
  const numbers = make("div", { className: "uw-row", role: "group", "aria-label": words.reference });
  const swatches = make("div", { className: "uw-swatches", role: "group", "aria-label": words.inks });
  const frame = make("div", { className: "uw-source-picture" }, picture, sheet.glass);
  const pane = make(
    "div", { className: "uw-source", "data-testid": "reference", hidden: true },
    make("div", { className: "uw-row uw-source-head" }, make("b", {}, words.reference), numbers),
    frame, swatches,
  );
  const self = { pane, picture, sheet, number: 1, changing: false };
  let bitmaps = [], inks = [], palette = [];

  self.reference = async (message, buffer) => {
    const bitmap = await createImageBitmap(blob(buffer, "image/png"));
    bitmaps.length = message.of;
    bitmaps[message.number - 1] = bitmap;
    if (self.number > message.of) self.number = 1;
    show();
  };
  self.inks = (message) => {
    inks = message.inks;
    drawSwatches();
  };
  self.palette = (changes) => {
    if (JSON.stringify(changes) === JSON.stringify(palette)) return;
    palette = changes;
    drawSwatches();
  };
  /** Say whether a click on a swatch changes the ink, or takes its colour. */
  self.setChanging = (changing) => {
    self.changing = changing;
    drawSwatches();
  };

  function alter(ink, becomes, amend) {
    const others = palette.filter(([changed]) => changed !== ink);
    palette = becomes && becomes !== ink ? [...others, [ink, becomes]] : others; // seen before the kernel answers
    change(ink, becomes, amend);
    drawSwatches();
  }
  function show() {
    const bitmap = bitmaps[self.number - 1];
    if (bitmap) {
      Object.assign(picture, { width: bitmap.width, height: bitmap.height });
      frame.style.width = `min(100%, calc(var(--uw-tall) * ${bitmap.width / bitmap.height}))`;
      picture.getContext("2d", { willReadFrequently: true }).drawImage(bitmap, 0, 0);
    }
    const several = bitmaps.length > 1;
    numbers.replaceChildren(...(several ? bitmaps : []).map((_, i) => {
      const turn = button(fill(words.reference_n, { n: i + 1 }), { text: String(i + 1), kind: "small", onclick: () => { self.number = i + 1; show(); } });
      turn.setAttribute("aria-pressed", String(self.number === i + 1));
      return turn;
    }));
    drawSwatches();
    turned();
  }
  function drawSwatches() {
    if (swatches.querySelector("input:focus")) return; // its picker is open
    const own = (inks[self.number - 1] ?? []).map(([ink, share]) => [ink, share]);
    const known = new Set(inks.flat().map(([ink]) => ink));
    const foreign = palette.filter(([ink]) => !known.has(ink)).map(([ink]) => [ink, null]);
    swatches.replaceChildren(...[...own, ...foreign].map(swatch));
  }
  function swatch([ink, share]) {
    const becomes = palette.find(([changed]) => changed === ink)?.[1] ?? ink;
    const changed = becomes !== ink;
    const percent = share === null ? "" : share < 0.01 ? "<1 %" : `${Math.round(100 * share)} %`;
    const name = fill(changed ? words.ink_changed : words.ink, { ink, becomes, share: percent });
    const old = make("button", {
      type: "button", className: "uw-ink", title: name, "aria-label": name, style: `--ink:${ink}`,
      onclick: () => (self.changing ? picker.showPicker?.() : take(changed ? becomes : ink)),
    });
    const picker = makePicker(ink, becomes);
    picker.hidden = !self.changing && !changed; // old and new stand side by side
    old.hidden = self.changing && !changed;
    picker.disabled = !self.changing;
    const back = button(fill(words.ink_back, { ink }), { shape: "undo", kind: "small bare", onclick: () => alter(ink, null, false) });
    back.hidden = !changed;
    return make("div", { className: `uw-swatch${changed ? " changed" : ""}`, "data-ink": ink }, make("span", { className: "uw-inks" }, old, picker), make("span", { className: "uw-share" }, percent), back);
  }
  function makePicker(ink, becomes) {
    let timer = 0, sent = 0;
    const send = () => {
      clearTimeout(timer);
      timer = 0;
      if (picker.value !== becomes || sent) alter(ink, picker.value, sent++ > 0);
    };
    const picker = make("input", {
      type: "color", value: becomes, "aria-label": fill(words.ink_other, { ink }),
      oninput: () => (timer ||= setTimeout(send, PICKING_MS)),
      onchange: () => { send(); picker.blur(); },
      onblur: () => setTimeout(drawSwatches, 0),
    });
    return picker;
  }
  return self;
}
