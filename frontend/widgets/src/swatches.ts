// The inks of a reference as swatches: to take their colours, or to print them in others.
import { Undo2 } from "lucide";
import { button, make } from "./elements.ts";
import type { Colours, Inks, Words } from "./messages.ts";
import { fill, percent } from "./numbers.ts";

const PICKING_MS = 200; // while a native colour picker is open, the print follows at this pace

/** A share of null: the ink is of no reference on the screen. */
type Ink = [ink: string, share: number | null];
type Palette = Colours["palette"];

export type Heard = {
  /** A swatch was clicked. */
  take: (colour: string) => void;
  /** An ink was changed; `amend` goes on with the last change. */
  change: (ink: string, becomes: string | null, amend: boolean) => void;
};

/** Return the inks to show for a reference: its own, and those changed that are of none. */
export function shownInks(inks: Inks["inks"], number: number, palette: Palette): Ink[] {
  const known = new Set(inks.flat().map(([ink]) => ink));
  const foreign = palette.filter(([ink]) => !known.has(ink)).map(([ink]): Ink => [ink, null]);
  return [...(inks[number - 1] ?? []), ...foreign];
}

export function makeSwatches(words: Words, { take, change }: Heard) {
  const element = make("div", { className: "uw-swatches", role: "group", "aria-label": words.inks });
  let inks: Inks["inks"] = [];
  let palette: Palette = [];
  let number = 1;
  let changing = false;

  function alter(ink: string, becomes: string | null, amend: boolean): void {
    const others = palette.filter(([changed]) => changed !== ink);
    // Seen before the kernel answers.
    palette = becomes && becomes !== ink ? [...others, [ink, becomes]] : others;
    change(ink, becomes, amend);
    draw();
  }

  function draw(): void {
    if (element.querySelector("input:focus")) return; // its picker is open
    element.replaceChildren(...shownInks(inks, number, palette).map(swatch));
  }

  function swatch([ink, share]: Ink): HTMLElement {
    const becomes = palette.find(([changed]) => changed === ink)?.[1] ?? ink;
    const changed = becomes !== ink;
    const part = share === null ? "" : percent(share);
    const name = fill(changed ? words.ink_changed : words.ink, { ink, becomes, share: part });
    const about = { title: name, "aria-label": name, style: `--ink:${ink}` };
    const old = make("button", { type: "button", className: "uw-ink", ...about });
    const picker = makePicker(ink, becomes);
    old.addEventListener("click", () => {
      if (changing) picker.showPicker?.();
      else take(changed ? becomes : ink);
    });
    picker.hidden = !changing && !changed; // old and new stand side by side
    old.hidden = changing && !changed;
    picker.disabled = !changing;
    const undo = () => alter(ink, null, false);
    const back = button(fill(words.ink_back, { ink }), { icon: Undo2, kind: "small bare", onclick: undo });
    back.hidden = !changed;
    return make(
      "div",
      { className: `uw-swatch${changed ? " changed" : ""}`, "data-ink": ink },
      make("span", { className: "uw-inks" }, old, picker),
      make("span", { className: "uw-share" }, part),
      back,
    );
  }

  function makePicker(ink: string, becomes: string): HTMLInputElement {
    const picker = make("input", { type: "color", value: becomes });
    picker.setAttribute("aria-label", fill(words.ink_other, { ink }));
    let timer = 0;
    let sent = 0;
    const send = () => {
      clearTimeout(timer);
      timer = 0;
      if (picker.value !== becomes || sent) alter(ink, picker.value, sent++ > 0);
    };
    picker.addEventListener("input", () => {
      timer ||= setTimeout(send, PICKING_MS);
    });
    picker.addEventListener("change", () => {
      send();
      picker.blur();
    });
    picker.addEventListener("blur", () => setTimeout(() => draw(), 0));
    return picker;
  }

  return {
    element,
    /** Show the inks of another reference. */
    turn(to: number) {
      number = to;
      draw();
    },
    setInks(found: Inks["inks"]) {
      inks = found;
      draw();
    },
    setPalette(changes: Palette) {
      if (JSON.stringify(changes) === JSON.stringify(palette)) return;
      palette = changes;
      draw();
    },
    /** Say whether a click on a swatch changes the ink, or takes its colour. */
    setChanging(yes: boolean) {
      changing = yes;
      draw();
    },
  };
}
