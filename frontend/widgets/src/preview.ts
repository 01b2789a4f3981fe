// The preview: the newest picture, what it is compared with, its numbers, and a say in its colours.
import { Columns2, Contrast, Keyboard, Maximize, Minus, Plus } from "lucide";
import { type Bytes, blob, copied } from "./bytes.ts";
import { connect, type Handlers, type Model, type Send } from "./connect.ts";
import { button, context, make } from "./elements.ts";
import { makeFigures } from "./figures.ts";
import { mount } from "./ground.ts";
import { makeMenu } from "./menu.ts";
import type { Beside, Frame, Gray, PreviewState, Words } from "./messages.ts";
import { obey, onPicked, tell } from "./page.ts";
import { part } from "./part.ts";
import { presenting } from "./present.ts";
import { revealed } from "./reveal.ts";
import { makeSharp, type Sharp } from "./sharp.ts";
import { makeStage, type Stage } from "./stage.ts";
import { hideStill } from "./still.ts";
import { makeTools } from "./tools.ts";
import { held, keyList, viewKeys } from "./viewing.ts";
import { newestFirst, Painted } from "./window.ts";

const ACKNOWLEDGE_MS = 100;
const ZOOM = 1.5;
const AS_IT_IS: ImageBitmapOptions = { colorSpaceConversion: "none", premultiplyAlpha: "none" };

/** Whether a choice is another run: its number. */
const isRun = (what: string) => /^\d+$/.test(what);

/** Draw a picture in the middle of a canvas of another shape. */
export function drawWithin(canvas: HTMLCanvasElement, picture: ImageBitmap | HTMLCanvasElement): void {
  const paper = context(canvas);
  const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  paper.fillStyle = "#888";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
}

/** What the picture is compared with: a list to choose from, and the picture itself. */
function makeComparison(words: Words, stage: Stage, sharp: Sharp, choose: (what: string) => void) {
  const { before, after, gray, leftTag, rightTag } = stage.screen;
  const list = make("select", { "aria-label": words.compare_with, onchange: () => choose(list.value) });
  let shown: { what: string; inked: boolean; bitmap: ImageBitmap } | null = null;
  let listed = "";

  function show({ choices, beside, name }: PreviewState): void {
    const all: [string, string][] = [
      ["content", words.before_content],
      ["start", words.before_start],
      ["reference", words.before_reference],
      ...choices,
    ];
    // Only if they are others: a list that is open would close.
    if (String(all) !== listed) list.replaceChildren(...all.map(([value, text]) => make("option", { value }, text)));
    listed = String(all);
    list.value = beside;
    leftTag.textContent = all.find(([value]) => value === list.value)?.[1] ?? "";
    rightTag.textContent = name ?? "";
  }
  /** Draw it with as many pixels as what it is compared with. */
  function draw(): void {
    if (!shown) return;
    const { what, inked, bitmap } = shown;
    if (inked && sharp.serves(bitmap)) {
      sharp.carry(bitmap, before, !stage.moves());
      return;
    }
    const picture = what === "content" && gray.width > 1 ? gray : bitmap;
    const large = picture === gray ? gray : after;
    Object.assign(before, { width: large.width, height: large.height });
    drawWithin(before, picture);
  }
  async function paint({ what, inked }: Beside, bytes: Bytes): Promise<void> {
    const bitmap = await createImageBitmap(blob(bytes, "image/*"), AS_IT_IS);
    if (!stage.shows()) stage.resize(bitmap); // the start is about to come in the same size
    if (!isRun(what)) {
      if (isRun(shown?.what ?? "")) stage.wipeTo(0); // no longer another run: the picture itself is what is looked at
    } else if (!stage.isWiped()) stage.wipeTo(0.5); // another run: show both at once
    shown = { what, inked, bitmap };
    draw();
    stage.put();
  }
  return { list, show, paint, draw };
}

/** Paint frames, the newest first, and tell Python which were painted. */
function makeFrames(stage: Stage, sharp: Sharp, send: Send<"preview">) {
  const { after, sharp: canvas, element } = stage.screen;
  const painted = new Painted();
  let inked = false;
  let fine: Int16Array | null = null; // a* and b* of the picture that is shown
  let timer = 0;

  function acknowledge(): void {
    timer = 0;
    const number = painted.tell();
    if (number !== null) send("ack", { number });
  }
  /** Show the scan's own lightness where it is known and the run keeps it. */
  function sharpen(): void {
    const serves = inked && sharp.serves(after);
    if (serves) sharp.carry(after, canvas, !stage.moves(), fine);
    canvas.hidden = !serves;
  }
  const paint = newestFirst(async ([{ number, index, format, take }, bytes, ab]: [Frame, Bytes, Bytes | undefined]) => {
    try {
      const bitmap = await createImageBitmap(blob(bytes, `image/${format}`), AS_IT_IS);
      stage.resize(bitmap);
      context(after).drawImage(bitmap, 0, 0);
      bitmap.close();
      Object.assign(element.dataset, { index, format, take });
      fine = ab ? new Int16Array(copied(ab)) : null;
      sharpen();
      stage.await(false);
    } catch {
      // A picture that cannot be decoded is skipped; the next one comes.
    }
    painted.done(number);
    timer ||= setTimeout(acknowledge, ACKNOWLEDGE_MS);
  });
  return {
    take(message: Frame, bytes: Bytes, ab?: Bytes) {
      painted.came(message.number);
      paint([message, bytes, ab]);
    },
    /** Say whether the run keeps the lightness of its gray print. */
    setInked(yes: boolean) {
      if (yes === inked) return;
      inked = yes;
      sharpen();
    },
    sharpen,
    end: () => clearTimeout(timer),
  };
}

function zoomRow(words: Words, stage: Stage): HTMLElement {
  const kind = "small";
  return make(
    "div",
    { className: "uw-zoom" },
    button(words.zoom_out, { icon: Minus, kind, onclick: () => stage.zoomBy(1 / ZOOM) }),
    button(words.zoom_in, { icon: Plus, kind, onclick: () => stage.zoomBy(ZOOM) }),
    button(words.fit, { text: words.fit, kind, onclick: stage.showAll }),
    button(words.actual, { text: words.actual, kind, onclick: stage.actual }),
  );
}

/** Make the row above the picture: what it is compared with, and the ways to look at it. */
function makeHead(words: Words, list: HTMLElement, colour: HTMLElement) {
  const kind = "small";
  const side = button(words.side_by_side, { icon: Columns2, kind });
  const gray = button(words.hold_gray, { icon: Contrast, text: words.gray, kind });
  const present = button(words.present, { icon: Maximize, kind });
  const keys = button(words.keys, { icon: Keyboard, kind });
  const menu = makeMenu(keys, words.keys, keyList(words));
  const compare = make("label", { className: "uw-compare" }, make("span", {}, words.compare_with), list);
  const grow = make("span", { className: "uw-grow" });
  const element = make(
    "div",
    { className: "uw-head-row" },
    gray,
    compare,
    side,
    grow,
    colour,
    present,
    keys,
    menu.sheet,
  );
  return { element, side, gray, present, keys };
}

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const words = model.get("words");
  const root = make("div", { className: "uw uw-preview" });
  const stage = makeStage(words, () => {
    head.side.setAttribute("aria-pressed", String(stage.isSideBySide()));
    tools.draw();
  });
  const sharp = makeSharp();
  const comparison = makeComparison(words, stage, sharp, (what) => send("beside", { what }));
  const figures = makeFigures(words);
  const note = make("p", { className: "uw-note" });
  const error = make("p", { className: "uw-error", role: "alert" });
  const busy = make("p", { className: "uw-busy", role: "status" });
  const { element, board, after, empty, gray: grayCanvas } = stage.screen;
  element.append(make("div", { className: "uw-over" }, busy, note, error));
  const say: Send<"preview"> = (kind, ...content) => send(kind, ...content);
  const tools = makeTools({ words, root, picture: after, where: stage.where, send: say });
  board.after(tools.glass);
  const head = makeHead(words, comparison.list, tools.toggle);
  head.side.addEventListener("click", stage.turnSideBySide);
  held(head.gray, stage.peek);
  obey(root, { present: () => head.present.click() });
  const desk = make("div", { className: "uw-desk" }, element, tools.drawer);
  const foot = make("div", { className: "uw-foot" }, figures.element, zoomRow(words, stage));
  root.append(head.element, desk, foot);
  mount(el, root);

  let guessed = false; // what is shown is a guess
  function state(message: PreviewState): void {
    if (message.status === "empty" && !message.busy) stage.clear();
    error.textContent = message.error;
    if (message.error) tools.refused();
    guessed &&= Boolean(message.busy);
    const waits = guessed ? words.guess : message.busy ? words[message.busy] : "";
    busy.textContent = stage.shows() ? waits : "";
    const begins = message.status === "ready" && !message.busy && stage.shows();
    tellNote(begins ? words.press_play : (message.note ?? ""), begins);
    empty.textContent = stage.shows() ? "" : waits || (message.status === "empty" ? words.empty : "");
    // A run that could not be prepared: the picture before stays.
    if (!message.busy && String(message.take) === element.dataset.take) stage.await(false);
    frames.setInked(message.inked ?? false);
    comparison.show(message);
    figures.show(message);
    stage.put();
    tell({ part: root, state: message });
  }
  /** Say something over the picture; what is no invitation fades, for it covers a part. */
  function tellNote(text: string, stays: boolean): void {
    if (note.textContent === text) return;
    note.textContent = text;
    note.classList.remove("passing");
    void note.offsetWidth; // begins its animation anew
    note.classList.toggle("passing", !stays);
  }
  async function gray({ take }: Gray, [bytes, own]: Bytes[]): Promise<void> {
    if (!bytes) return;
    const large = await createImageBitmap(blob(bytes, "image/png"), AS_IT_IS);
    Object.assign(grayCanvas, { width: large.width, height: large.height });
    context(grayCanvas).drawImage(large, 0, 0);
    sharp.setScan(large, own ? new Float32Array(copied(own)) : null);
    if (!take || !stage.shows()) stage.resize(large);
    if (!take) stage.await(true); // the print was picked, its run is being prepared
    empty.textContent = "";
    frames.sharpen();
    comparison.draw();
    stage.put();
  }
  /** Show a first guess of the colours until the run has its first picture. */
  async function guess([bytes]: Bytes[]): Promise<void> {
    if (!bytes) return;
    const picture = await createImageBitmap(blob(bytes, "image/jpeg"), AS_IT_IS);
    if (!stage.awaits()) return;
    Object.assign(grayCanvas, { width: picture.width, height: picture.height });
    context(grayCanvas).drawImage(picture, 0, 0);
    guessed = true;
    busy.textContent = words.guess;
  }
  /** Show a thumbnail until the kernel sends the print itself. */
  async function picked(address: string): Promise<void> {
    const thumbnail = make("img", { src: address, alt: "" });
    await thumbnail.decode().catch(() => undefined);
    const { naturalWidth: width, naturalHeight: height } = thumbnail;
    if (!width) return;
    Object.assign(grayCanvas, { width, height });
    context(grayCanvas).drawImage(thumbnail, 0, 0);
    stage.resize({ width, height });
    stage.await(true);
  }
  const handlers = {
    state,
    gray,
    guess: (_: unknown, buffers: Bytes[]) => guess(buffers),
    frame: (message: Frame, [bytes, ab]: Bytes[]) => bytes && frames.take(message, bytes, ab),
    beside: (message: Beside, [bytes]: Bytes[]) => bytes && comparison.paint(message, bytes),
    ...tools.handlers,
  } satisfies Handlers<"preview">;
  const { send, end } = connect<"preview">(model, handlers, (lost) => {
    error.textContent = lost ? words.gone : "";
    busy.textContent = "";
    if (lost) tell({ part: root, state: null });
  });
  const frames = makeFrames(stage, sharp, send);
  const ends = [
    end,
    frames.end,
    sharp.end,
    stage.end,
    tools.end,
    hideStill(el),
    presenting(el, head.present, words, stage.showAll),
    viewKeys(root, { zoomBy: stage.zoomBy, fit: stage.showAll, peek: stage.peek, list: () => head.keys.click() }),
    revealed(el),
    onPicked(root, picked),
  ];
  return () => {
    tell({ part: root, state: null });
    for (const each of ends) each();
  };
}

export default part(render);
