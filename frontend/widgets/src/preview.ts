// The preview: the newest picture, what it is compared with, its numbers, and a say in its colours.
import { Minus, Plus } from "lucide";
import { type Bytes, blob } from "./bytes.ts";
import { connect, type Handlers, type Model, type Send } from "./connect.ts";
import { button, context, make } from "./elements.ts";
import { makeFigures } from "./figures.ts";
import type { Beside, Frame, PreviewState, Words } from "./messages.ts";
import { tell } from "./page.ts";
import { makeStage, type Stage } from "./stage.ts";
import { hideStill } from "./still.ts";
import { makeTools } from "./tools.ts";
import { newestFirst, Painted } from "./window.ts";

const ACKNOWLEDGE_MS = 100;
const ZOOM = 1.5;

/** Whether a choice is another run: its number. */
const isRun = (what: string) => /^\d+$/.test(what);

/** What the picture is compared with: a list to choose from, and the picture itself. */
function makeComparison(words: Words, stage: Stage, choose: (what: string) => void) {
  const { before, leftTag, rightTag } = stage.screen;
  const list = make("select", { "aria-label": words.compare_with, onchange: () => choose(list.value) });
  let painted = "content";
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
  async function paint({ what }: Beside, bytes: Bytes): Promise<void> {
    const bitmap = await createImageBitmap(blob(bytes, "image/*"));
    if (!stage.shows()) stage.resize(bitmap); // the start is about to come in the same size
    const paper = context(before);
    paper.clearRect(0, 0, before.width, before.height);
    const scale = Math.min(before.width / bitmap.width, before.height / bitmap.height);
    const [width, height] = [bitmap.width * scale, bitmap.height * scale];
    paper.fillStyle = "#888";
    paper.fillRect(0, 0, before.width, before.height);
    paper.drawImage(bitmap, (before.width - width) / 2, (before.height - height) / 2, width, height);
    if (!isRun(what)) {
      if (isRun(painted)) stage.wipeTo(0); // no longer another run: the picture itself is what is looked at
    } else if (!stage.isWiped()) stage.wipeTo(0.5); // another run: show both at once
    painted = what;
    stage.put();
  }
  return { list, show, paint };
}

/** Paint frames, the newest first, and tell Python which were painted. */
function makeFrames({ screen, resize }: Stage, send: Send<"preview">) {
  const painted = new Painted();
  let timer = 0;

  function acknowledge(): void {
    timer = 0;
    const number = painted.tell();
    if (number !== null) send("ack", { number });
  }
  const paint = newestFirst(async ([{ number, index, format, take }, bytes]: [Frame, Bytes]) => {
    try {
      const bitmap = await createImageBitmap(blob(bytes, `image/${format}`));
      resize(bitmap);
      context(screen.after).drawImage(bitmap, 0, 0);
      bitmap.close();
      Object.assign(screen.element.dataset, { index, format, take });
    } catch {
      // A picture that cannot be decoded is skipped; the next one comes.
    }
    painted.done(number);
    timer ||= setTimeout(acknowledge, ACKNOWLEDGE_MS);
  });
  return {
    take(message: Frame, bytes: Bytes) {
      painted.came(message.number);
      paint([message, bytes]);
    },
    end: () => clearTimeout(timer),
  };
}

function zoomRow(words: Words, stage: Stage): HTMLElement {
  const kind = "small";
  return make(
    "div",
    { className: "uw-row" },
    button(words.zoom_out, { icon: Minus, kind, onclick: () => stage.zoomBy(1 / ZOOM) }),
    button(words.zoom_in, { icon: Plus, kind, onclick: () => stage.zoomBy(ZOOM) }),
    button(words.fit, { text: words.fit, kind, onclick: stage.showAll }),
    button(words.actual, { text: words.actual, kind, onclick: stage.actual }),
  );
}

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const words = model.get("words");
  const root = make("div", { className: "uw uw-preview" });
  const side = button(words.side_by_side, { text: words.side_by_side, kind: "small" });
  const stage = makeStage(words, () => {
    side.setAttribute("aria-pressed", String(stage.isSideBySide()));
    tools.draw();
  });
  side.addEventListener("click", stage.turnSideBySide);
  const comparison = makeComparison(words, stage, (what) => send("beside", { what }));
  const figures = makeFigures(words);
  const note = make("p", { className: "uw-note" });
  const error = make("p", { className: "uw-error", role: "alert" });
  const { element, board, after, empty, busy } = stage.screen;
  const say: Send<"preview"> = (kind, ...content) => send(kind, ...content);
  const tools = makeTools({ words, root, picture: after, where: stage.where, send: say });
  board.after(tools.glass);
  const compare = make("label", { className: "uw-row" }, make("span", {}, words.compare_with), comparison.list);
  const left = make("span", { className: "uw-row" }, compare, side, tools.toggle);
  const under = make("div", { className: "uw-row uw-under" }, left, zoomRow(words, stage));
  const desk = make("div", { className: "uw-desk" }, element, under, tools.panel, tools.pane);
  root.append(desk, figures.numbers, figures.progress, note, error);
  el.append(root);

  function state(message: PreviewState): void {
    if (message.status === "empty" && !message.busy) stage.clear();
    error.textContent = message.error;
    if (message.error) tools.refused();
    busy.hidden = !message.busy;
    note.textContent = message.note ?? "";
    const waits = message.busy && !stage.shows() ? words[message.busy] : "";
    empty.textContent = waits || (message.status === "empty" ? words.empty : "");
    comparison.show(message);
    figures.show(message);
    stage.put();
    tell({ part: root, state: message });
  }
  const handlers = {
    state,
    frame: (message: Frame, [bytes]: Bytes[]) => bytes && frames.take(message, bytes),
    beside: (message: Beside, [bytes]: Bytes[]) => bytes && comparison.paint(message, bytes),
    ...tools.handlers,
  } satisfies Handlers<"preview">;
  const { send, end } = connect<"preview">(model, handlers, (lost) => {
    error.textContent = lost ? words.gone : "";
    busy.hidden = true;
    if (lost) tell({ part: root, state: null });
  });
  const frames = makeFrames(stage, send);
  const showStill = hideStill(el);
  return () => {
    end();
    tell({ part: root, state: null });
    frames.end();
    stage.end();
    tools.end();
    showStill();
  };
}

export default { render };
