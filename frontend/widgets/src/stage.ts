// The stage: the picture on a canvas, a wipe over what it is compared with, zoom and pan.
import { context, make } from "./elements.ts";
import type { Words } from "./messages.ts";
import { drag } from "./pointer.ts";
import { fitted, GAP, place, type Size, type View, zoomed } from "./view.ts";

const WHEEL_PX = 400; // so much turning of the wheel zooms by e
const EDGE = 0.02; // a wipe so near to the edge is out of the way
const TAG_FROM = 0.12; // left of that there is no room for a name
const HANDLE_PX = 15; // half of the wipe's handle
const CLOSE = 6; // from so many pixels of the screen on, single pixels of the picture are shown
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -0.02,
  ArrowRight: 0.02,
  PageDown: -0.2,
  PageUp: 0.2,
  Home: -1,
  End: 1,
};

function makeScreen(words: Words) {
  const after = make("canvas");
  const before = make("canvas", { className: "uw-before" });
  const sharp = make("canvas", { className: "uw-sharp", hidden: true });
  const gray = make("canvas", { className: "uw-gray", hidden: true });
  const board = make("div", { className: "uw-board" }, after, sharp, before, gray);
  const range = { "aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": "0" };
  const wipe = make("div", { className: "uw-wipe", role: "slider", tabIndex: 0, "aria-label": words.wipe, ...range });
  const leftTag = make("div", { className: "uw-tag left" });
  const rightTag = make("div", { className: "uw-tag right" });
  const empty = make("div", { className: "uw-empty" }, words.empty);
  const about = { role: "group", "aria-label": words.preview, "data-testid": "preview", tabIndex: -1 };
  const element = make("div", { className: "uw-stage", ...about }, board, wipe, leftTag, rightTag, empty);
  return { element, board, after, sharp, before, gray, wipe, leftTag, rightTag, empty };
}

export type Stage = ReturnType<typeof makeStage>;

/** Make the stage. `moved()` is called when the picture stands elsewhere. */
export function makeStage(words: Words, moved: () => void) {
  const screen = makeScreen(words);
  const { element, board, before, after, sharp, gray, wipe, leftTag, rightTag } = screen;
  let view: View = { scale: 1, x: 0, y: 0, fitted: true, side: false, width: 0, height: 0 };
  let wiped = 0;
  let held = false;
  let waits = false;

  /** Return how many pixels of what is seen lie on one of the run's. */
  function detail(): number {
    return sharp.hidden || !view.width ? 1 : sharp.width / view.width;
  }
  /** Return from where to where the picture is seen on the stage: there the wipe's line goes. */
  function extent(): [left: number, right: number] {
    return [Math.max(0, view.x), Math.min(element.clientWidth, view.x + view.scale * view.width)];
  }
  /** Put everything where the view says. */
  function put(): void {
    const { scale, x, y, side, width } = view;
    const [left, right] = extent();
    const line = left + wiped * (right - left);
    const edge = (line - x) / scale;
    board.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    board.classList.toggle("close", (scale * devicePixelRatio) / detail() > CLOSE);
    before.style.clipPath = side ? "none" : `inset(0 ${Math.max(0, width - edge)}px 0 0)`;
    for (const each of [after, sharp, gray]) each.style.left = side ? `${width * (1 + GAP)}px` : "0";
    wipe.style.left = `${line}px`;
    // The handle stays whole where the line is at the stage's edge.
    const middle = Math.min(Math.max(line, HANDLE_PX), element.clientWidth - HANDLE_PX);
    wipe.style.setProperty("--uw-aside", `${middle - line}px`);
    wipe.classList.toggle("edge", wiped < EDGE);
    wipe.setAttribute("aria-valuenow", String(Math.round(100 * wiped)));
    leftTag.hidden = !leftTag.textContent || (!side && wiped < TAG_FROM);
    rightTag.hidden = leftTag.hidden;
    wipe.hidden = !width || side;
    moved();
  }
  function look(changed: Partial<View>): void {
    view = { ...view, ...changed };
    put();
  }
  function size(): Size {
    return { width: element.clientWidth, height: element.clientHeight };
  }
  function showAll(): void {
    if (!view.width) return;
    look(fitted(view, size()));
  }
  /** Zoom about a place on the stage, by default its middle. */
  function zoomBy(factor: number, x = size().width / 2, y = size().height / 2): void {
    look(zoomed(view, factor, x, y));
  }
  function wipeTo(share: number): void {
    wiped = Math.min(1, Math.max(0, share));
    put();
  }

  // ---------------------------------------------------------------- pointer and keys
  function wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey && view.fitted) return; // the page scrolls; Ctrl and the wheel zoom
    event.preventDefault();
    const box = element.getBoundingClientRect();
    zoomBy(Math.exp(-event.deltaY / WHEEL_PX), event.clientX - box.left, event.clientY - box.top);
  }
  element.addEventListener("wheel", wheel, { passive: false });
  element.addEventListener("dblclick", showAll);
  drag(element, (event, last) => {
    if (view.fitted) return;
    look({ x: view.x + event.clientX - last.clientX, y: view.y + event.clientY - last.clientY });
  });
  drag(wipe, (event) => {
    const [left, right] = extent();
    wipeTo((event.clientX - element.getBoundingClientRect().left - left) / Math.max(1, right - left));
  });
  element.addEventListener("pointerdown", () => element.focus({ preventScroll: true })); // for its keys
  wipe.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    wipeTo(wiped + step);
  });
  const sizes = new ResizeObserver(() => (view.fitted ? showAll() : put()));
  sizes.observe(element);

  return {
    screen,
    put,
    showAll,
    zoomBy,
    wipeTo,
    /** Show a pixel of the picture as a pixel of the screen. */
    actual: () => zoomBy(detail() / devicePixelRatio / view.scale),
    /** Whether a lossy picture is shown: a better one comes when the run rests. */
    moves: () => element.dataset.format === "jpeg",
    /** Whether there is a picture. */
    shows: () => view.width > 0,
    isWiped: () => wiped > 0,
    isSideBySide: () => view.side,
    turnSideBySide() {
      view.side = !view.side;
      showAll();
    },
    /** Show the gray print instead of the picture, as long as a key or a button is held. */
    peek(yes: boolean) {
      held = yes;
      gray.hidden = !(held || waits);
    },
    /** Show the gray print until the first picture of its run comes. */
    await(yes: boolean) {
      waits = yes;
      gray.hidden = !(held || waits);
    },
    /** Whether it waits for that picture. */
    awaits: () => waits,
    /** Tell where the picture stands on the stage, in CSS pixels. */
    where: () => place(view),
    /** Make room for a picture of such a size. */
    resize({ width, height }: Size) {
      if (width === view.width && height === view.height) return;
      for (const each of [view, after]) Object.assign(each, { width, height });
      // The others may have more pixels than the run.
      for (const each of [sharp, before, gray])
        Object.assign(each.style, { width: `${width}px`, height: `${height}px` });
      showAll();
    },
    clear() {
      waits = false;
      sharp.hidden = true;
      for (const canvas of [after, before, gray]) context(canvas).clearRect(0, 0, canvas.width, canvas.height);
      Object.assign(view, { width: 0, height: 0 });
      wiped = 0;
      for (const name of ["index", "format", "take"]) delete element.dataset[name];
    },
    end: () => sizes.disconnect(),
  };
}
