// A say in the colours: brush, eyedropper, regions and inks, on the picture and beside it.
import type { Bytes } from "./bytes.ts";
import { colourAt } from "./colour.ts";
import type { Handlers, Send } from "./connect.ts";
import { hit, isApart, labelled, type Side, unheard } from "./edits.ts";
import { make } from "./elements.ts";
import { area, inside, isOn, simplified } from "./geometry.ts";
import { keyed, type Steered } from "./keys.ts";
import type { Colours, Dab, Inks, Outline, Point, ShownReference, Words } from "./messages.ts";
import { fill } from "./numbers.ts";
import { type Drawing, type Lens, makeSheet, type Sheet, type Where } from "./sheet.ts";
import { makeSource } from "./source.ts";
import { makeToolbar, type Tool } from "./toolbar.ts";

const LEAST_AREA = 2e-4; // of a region: less is a slip of the hand

const SIDES = ["picture", "reference"] as const;
type Drawn = Partial<Record<Side, Outline>>;
const CENTRE: Point = [0.5, 0.5];

type Options = {
  words: Words;
  root: HTMLElement;
  picture: HTMLCanvasElement;
  /** Tells the picture's place on the stage. */
  where: () => Where;
  send: Send<"preview">;
};

/** Make the tools: `toggle` is for the row, `glass` for the stage, and `drawer` stands beside it, with the reference. */
export function makeTools({ words, root, picture, where, send }: Options) {
  const source = makeSource(words, {
    take: (colour) => takeColour(colour),
    change: (ink, becomes, amend) => send("ink", { ink, becomes, amend }),
    turned: () => draw(),
  });
  const sheets: Record<Side, Sheet> = { picture: makeSheet(words.paint_here, where), reference: source.sheet };
  const canvases: Record<Side, HTMLCanvasElement> = { picture, reference: source.picture };
  const bar = makeToolbar(words);
  const drawer = make("div", { className: "uw-drawer", hidden: true }, bar.panel, source.pane);
  let isOpen = false;
  let tool: Tool | null = null;
  let hints: Dab[] = [];
  let regions: Colours["regions"] = [];
  let undoable = false;
  let fresh: Dab[] = []; // dabs that the kernel has not heard of yet
  let drawn: Drawn = {}; // the two lines of a region
  let stroke: Dab[] | null = null;
  let line: { on: Side; points: Outline } | null = null;
  let hover: Point | null = null;
  let lens: { on: Side; at: Lens } | null = null;
  let cursor: { on: Side; point: Point } | null = null;

  function draw(): void {
    if (!isOpen) {
      sheets.picture.draw({});
      return;
    }
    const painting = tool === "brush" && hover && !stroke;
    sheets.picture.draw({
      ...on("picture"),
      dabs: [...hints, ...fresh, ...(stroke ?? [])],
      brush: painting && hover ? dabAt(hover) : null,
      outlines: outlines("picture"),
    });
    source.sheet.draw({ ...on("reference"), outlines: outlines("reference") });
  }

  /** Drop what the kernel has refused. */
  function refused(): void {
    fresh = [];
    draw();
  }

  // ---------------------------------------------------------------- what is on the screen

  function open(yes: boolean): void {
    isOpen = yes;
    drawer.hidden = !yes;
    root.closest(".uw-studio")?.classList.toggle("uw-tools-open", yes);
    bar.toggle.setAttribute("aria-expanded", String(yes));
    bar.toggle.setAttribute("aria-pressed", String(yes));
    if (yes) tellAtOnce();
    choose(yes ? "brush" : null);
  }

  function choose(chosen: Tool | null): void {
    tool = chosen;
    drawn = {};
    stroke = line = hover = lens = cursor = null;
    for (const [name, each] of bar.choices) each.setAttribute("aria-pressed", String(name === tool));
    bar.brushes.hidden = tool !== "brush" && tool !== "pick";
    for (const side of SIDES) {
      const { glass } = sheets[side];
      const active = tool !== null && tool !== "inks";
      glass.classList.toggle("active", active);
      glass.tabIndex = active ? 0 : -1; // there is nothing to do on it without a tool
      glass.dataset.tool = side === "reference" && tool === "brush" ? "pick" : (tool ?? "");
    }
    source.swatches.setChanging(tool === "inks");
    advise();
    draw();
  }

  function advise(text?: string): void {
    const half = drawn.picture ? "region_reference" : drawn.reference ? "region_picture" : "region_help";
    const about = tool === "region" ? half : (`${tool ?? "no_tool"}_help` as const);
    bar.hint.textContent = text ?? words[about];
  }

  /** Return what a hand is doing on a side. */
  function on(side: Side): Drawing {
    return {
      line: line?.on === side ? line.points : null,
      cursor: cursor?.on === side ? cursor.point : null,
      lens: lens?.on === side ? lens.at : null,
    };
  }

  function outlines(side: Side): [Outline, string][] {
    return labelled(side, regions, { reference: source.number(), half: drawn[side] });
  }

  function colours(message: Colours): void {
    const { palette } = message;
    ({ hints, regions, undo: undoable } = message);
    fresh = unheard(fresh, hints);
    bar.atOnce.checked = message.at_once;
    bar.undo.disabled = !undoable;
    const edits = { dabs: hints.length, regions: regions.length, inks: palette.length };
    const all = edits.dabs + edits.regions + edits.inks;
    bar.clear.disabled = !all;
    bar.count.textContent = all ? String(all) : "";
    bar.toggle.title = all ? fill(words.edits, edits) : words.colour;
    source.swatches.setPalette(palette);
    draw();
  }

  // ---------------------------------------------------------------- acts

  function radius(): number {
    return Number(bar.size.value) / 100;
  }

  function dabAt(point: Point): Dab {
    return [...inside(point), bar.chip.value, radius()];
  }

  function tellAtOnce(): void {
    send("tools", { at_once: bar.atOnce.checked });
  }

  function takeColour(colour: string): void {
    const { chip } = bar;
    chip.value = colour;
    chip.classList.remove("taken");
    void chip.offsetWidth; // begins its animation anew
    chip.classList.add("taken");
    if (tool !== "brush") choose("brush");
  }

  function takeColourAt(side: Side, point: Point): void {
    takeColour(colourAt(canvases[side], point));
  }

  function lay(dabs: Dab[]): void {
    fresh.push(...dabs);
    send("dabs", { dabs });
    draw();
  }

  function eraseAt(point: Point): void {
    const found = hit(point, { hints, regions }, where());
    if (found) send("erase", found);
  }

  function takeBack(): void {
    if (fresh.length || undoable) send("undo");
    fresh = [];
  }

  /** Take up a line that was drawn around a part; with both a region is there. */
  function enclose(side: Side, points: Outline): void {
    const outline = simplified(points.map(inside));
    if (outline.length < 3 || area(outline) < LEAST_AREA) {
      advise(words.too_small);
      return;
    }
    drawn[side] = outline;
    const { picture: content, reference } = drawn;
    if (content && reference) {
      const number = source.number();
      send("region", { content, reference, number });
      regions = [...regions, [content, reference, number]];
      drawn = {};
    }
    advise();
  }

  function cancel(): void {
    if (line || stroke) line = stroke = null;
    else if (drawn.picture || drawn.reference) drawn = {};
    else {
      if (tool) choose(tool === "pick" ? "brush" : null);
      else open(false);
      return;
    }
    advise();
    draw();
  }

  // ---------------------------------------------------------------- pointer

  function listenOn(side: Side): void {
    const { glass } = sheets[side];
    glass.addEventListener("pointerdown", (event) => down(side, event));
    glass.addEventListener("pointermove", (event) => move(side, event));
    glass.addEventListener("pointerup", () => {
      if (line?.on === side) enclose(side, line.points);
      if (stroke) lay(stroke);
      stroke = line = null;
      draw();
    });
    for (const kind of ["pointercancel", "pointerleave"]) {
      glass.addEventListener(kind, () => {
        hover = lens = null;
        if (kind === "pointercancel") stroke = line = null;
        draw();
      });
    }
    glass.addEventListener("dblclick", (event) => event.stopPropagation()); // two quick dabs are no "fit"
  }

  function picks(side: Side): boolean {
    return tool === "pick" || (tool === "brush" && side === "reference");
  }

  function down(side: Side, event: PointerEvent): void {
    const sheet = sheets[side];
    const point = sheet.point(event);
    const elsewhere = !isOn(point) && tool !== "region";
    if (event.button !== 0 || event.shiftKey || elsewhere) return; // the stage moves the picture
    event.stopPropagation();
    sheet.glass.focus({ preventScroll: true });
    cursor = null;
    if (picks(side)) takeColourAt(side, point);
    else if (event.altKey) eraseAt(point);
    else begin(side, point, event.pointerId);
  }

  /** Begin a stroke or a line. */
  function begin(side: Side, point: Point, pointerId: number): void {
    sheets[side].glass.setPointerCapture(pointerId);
    if (tool === "region") line = { on: side, points: [inside(point)] };
    else stroke = [dabAt(point)];
    draw();
  }

  function move(side: Side, event: PointerEvent): void {
    const point = sheets[side].point(event);
    hover = side === "picture" && isOn(point) ? point : null;
    const aims = picks(side) && isOn(point);
    lens = aims ? { on: side, at: [...point, colourAt(canvases[side], point)] } : null;
    if (line?.on === side && event.buttons) line.points.push(inside(point));
    if (stroke && hover) goOn(stroke, point);
    draw();
  }

  /** Add a dab to a stroke, if the pointer is far enough from the last one. */
  function goOn(dabs: Dab[], point: Point): void {
    const last = dabs.at(-1);
    if (last && isApart(point, last, radius(), where())) dabs.push(dabAt(point));
  }

  // ---------------------------------------------------------------- keys

  /** Point without a pointer: arrows move a cross, Enter acts there; around a region, the space bar sets corners. */
  function steer(target: EventTarget | undefined, { key, by }: Steered): boolean {
    const side = SIDES.find((each) => sheets[each].glass === target);
    if (!side || !tool) return false;
    const point = cursor?.on === side ? cursor.point : CENTRE;
    const corners = line?.on === side ? line.points : [];
    if (by) cursor = { on: side, point: inside([point[0] + by[0], point[1] + by[1]]) };
    else if (key === " " && tool === "region") line = { on: side, points: [...corners, point] };
    else if (key === "Enter" && tool === "region" && corners.length) {
      enclose(side, corners);
      line = null;
    } else if (side === "picture" && tool === "brush" && (key === "Delete" || key === "Backspace")) eraseAt(point);
    else if (key !== "Enter" && key !== " ") return false;
    else if (tool === "brush" && side === "picture") lay([dabAt(point)]);
    else if (tool !== "region") takeColourAt(side, point);
    draw();
    return true;
  }

  // ---------------------------------------------------------------- listeners
  const { toggle, choices, size, atOnce, undo, clear } = bar;
  toggle.addEventListener("click", () => open(!isOpen));
  for (const [name, each] of choices) {
    each.addEventListener("click", () => choose(tool === name ? null : name));
  }
  size.addEventListener("input", () => draw());
  atOnce.addEventListener("change", () => tellAtOnce());
  undo.addEventListener("click", () => takeBack());
  clear.addEventListener("click", () => {
    fresh = [];
    send("clear");
  });
  for (const side of SIDES) listenOn(side);
  const unkey = keyed(root, { listens: () => isOpen, choose, cancel, takeBack, steer });
  const sizes = new ResizeObserver(draw);
  sizes.observe(source.sheet.glass);
  open(false);
  return {
    toggle,
    drawer,
    glass: sheets.picture.glass,
    draw,
    refused,
    handlers: {
      colours,
      reference: (message: ShownReference, [bytes]: Bytes[]) => bytes && source.reference(message, bytes),
      inks: ({ inks }: Inks) => source.swatches.setInks(inks),
    } satisfies Partial<Handlers<"preview">>,
    end() {
      unkey();
      sizes.disconnect();
    },
  };
}
