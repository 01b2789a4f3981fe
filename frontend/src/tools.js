// A say in the colours: brush, eyedropper, regions and inks, on the picture and beside it.
import { area, colourAt, inside, simplified, within } from "./geometry.js";
import { button, fill, make } from "./shared.js";
import { makeSheet } from "./sheet.js";
import { makeSource } from "./source.js";

const KEYS = { b: "brush", p: "pick", r: "region", i: "inks" };
const LEAST_AREA = 2e-4; // of a region: less is a slip of the hand
const SPACING = 1.3; // of the dabs of a stroke, in their radii
const CURSOR_STEP = 0.02;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Make the tools. `where()` tells the picture's place on the stage, `picture` is its canvas, `send` goes to Python.
 * Returns `toggle` and `panel` for the rows, `glass` for the stage, `pane` to stand beside it, and handlers of messages.
 */
export function makeTools({ words, root, picture, where, send }) {
  const now = { open: false, tool: null, hints: [], regions: [], palette: [], undo: false };
  const drawn = { picture: null, reference: null }; // the two lines of a region
  let fresh = []; // dabs that the kernel has not heard of yet
  let stroke = null, line = null, hover = null, lens = null, cursor = null;

  // ---------------------------------------------------------------- what is on the screen
  const front = makeSheet(words.paint_here, where);
  const source = makeSource(words, {
    take: (colour) => takeColour(colour),
    change: (ink, becomes, amend) => send("ink", { ink, becomes, amend }),
    turned: draw,
  });
  const sheets = { picture: front, reference: source.sheet };
  const count = make("span", { className: "uw-count" });
  const toggle = button(words.colour, { shape: "drop", text: words.colour, kind: "small", onclick: () => open(!now.open) });
  toggle.append(count);
  const choices = Object.fromEntries([["brush", "brush"], ["pick", "pick_colour"], ["region", "region"], ["inks", "inks"]].map(([tool, word]) =>
    [tool, button(words[word], { shape: tool, text: words[word], kind: "small", onclick: () => choose(now.tool === tool ? null : tool) })]));
  const chip = make("input", { type: "color", value: "#b23a2e", "aria-label": words.brush_colour, title: words.brush_colour });
  const size = make("input", { type: "range", min: 0.5, max: 10, step: 0.1, value: 1.5, "aria-label": words.brush_size, title: words.brush_size, oninput: () => draw() });
  const atOnce = make("input", { type: "checkbox", checked: true, onchange: () => send("tools", { at_once: atOnce.checked }) });
  const undo = button(words.undo, { shape: "undo", text: words.undo, kind: "small", onclick: takeBack });
  const clear = button(words.clear, { shape: "trash", text: words.clear, kind: "small", onclick: () => { fresh = []; send("clear"); } });
  const hint = make("p", { className: "uw-advice", role: "status", "data-testid": "advice" });
  const brushes = make("span", { className: "uw-row uw-brushes" }, chip, make("label", { className: "uw-row" }, `${words.brush_size} `, size));
  const panel = make(
    "div", { className: "uw-tools", role: "toolbar", "aria-label": words.colour, "data-testid": "tools", hidden: true },
    make("div", { className: "uw-row" }, make("span", { className: "uw-toolset", role: "group" }, ...Object.values(choices)), brushes,
      make("span", { className: "uw-grow" }), undo, clear),
    make("div", { className: "uw-row" }, hint,
      make("label", { className: "uw-row", title: words.at_once_help }, atOnce, words.at_once)),
  );

  function open(yes) {
    now.open = yes;
    panel.hidden = source.pane.hidden = !yes;
    toggle.setAttribute("aria-expanded", String(yes));
    toggle.setAttribute("aria-pressed", String(yes));
    if (yes) send("tools", { at_once: atOnce.checked });
    choose(yes ? "brush" : null);
  }
  function choose(tool) {
    now.tool = tool;
    Object.assign(drawn, { picture: null, reference: null });
    stroke = line = hover = lens = cursor = null;
    for (const [name, each] of Object.entries(choices)) each.setAttribute("aria-pressed", String(name === tool));
    brushes.hidden = !["brush", "pick"].includes(tool);
    for (const [name, sheet] of Object.entries(sheets)) {
      sheet.glass.classList.toggle("active", ["brush", "pick", "region"].includes(tool));
      sheet.glass.dataset.tool = name === "reference" && tool === "brush" ? "pick" : (tool ?? "");
    }
    source.setChanging(tool === "inks");
    advise();
    draw();
  }
  function advise(text) {
    const half = drawn.picture ? "region_reference" : drawn.reference ? "region_picture" : "region_help";
    hint.textContent = text ?? words[now.tool === "region" ? half : `${now.tool ?? "no_tool"}_help`] ?? "";
  }
  const radius = () => Number(size.value) / 100;
  const dabAt = ([x, y]) => [...inside([x, y]), chip.value, radius()];

  function draw() {
    if (!now.open) return front.draw({});
    const outlines = (side, keep) => now.regions.map((region, i) => [keep(region) ? region[side] : [], String(i + 1)]);
    const next = String(now.regions.length + 1);
    const half = (name) => (drawn[name] ? [[drawn[name], next]] : []);
    const on = (name) => ({ line: line?.on === name ? line.points : null, cursor: cursor?.on === name ? cursor.point : null, lens: lens?.on === name ? lens.at : null });
    const painting = now.tool === "brush" && hover && !stroke;
    front.draw({
      ...on("picture"), dabs: [...now.hints, ...fresh, ...(stroke ?? [])], brush: painting ? dabAt(hover) : null,
      outlines: [...outlines(0, () => true), ...half("picture")],
    });
    source.sheet.draw({ ...on("reference"), outlines: [...outlines(1, (region) => region[2] === source.number), ...half("reference")] });
  }

  // ---------------------------------------------------------------- acts
  function takeColour(colour) {
    chip.value = colour;
    chip.classList.remove("taken");
    void chip.offsetWidth; // begins its animation anew
    chip.classList.add("taken");
    if (now.tool !== "brush") choose("brush");
  }
  function lay(dabs) {
    fresh.push(...dabs);
    send("dabs", { dabs });
    draw();
  }
  function eraseAt(point) {
    const far = ([x, y]) => Math.hypot((x - point[0]) * where().width, (y - point[1]) * where().height);
    const dab = now.hints.findLastIndex((each) => far(each) <= Math.max(6, each[3] * Math.max(where().width, where().height)));
    const region = now.regions.findLastIndex(([outline]) => outline.length && within(point, outline));
    if (dab >= 0) send("erase", { name: "hints", index: dab });
    else if (region >= 0) send("erase", { name: "regions", index: region });
  }
  function takeBack() {
    if (fresh.length || now.undo) send("undo");
    fresh = [];
  }
  /** Take up a line that was drawn around a part; with both a region is there. */
  function enclose(name, points) {
    const outline = simplified(points.map(inside));
    if (outline.length < 3 || area(outline) < LEAST_AREA) return advise(words.too_small);
    drawn[name] = outline;
    if (drawn.picture && drawn.reference) {
      send("region", { content: drawn.picture, reference: drawn.reference, number: source.number });
      now.regions = [...now.regions, [drawn.picture, drawn.reference, source.number]];
      Object.assign(drawn, { picture: null, reference: null });
    }
    advise();
  }
  function cancel() {
    if (line || stroke) line = stroke = null;
    else if (drawn.picture || drawn.reference) Object.assign(drawn, { picture: null, reference: null });
    else if (now.tool === "pick") return choose("brush");
    else if (now.tool) return choose(null);
    else return open(false);
    advise();
    draw();
  }

  // ---------------------------------------------------------------- pointer
  for (const [name, sheet] of Object.entries(sheets)) {
    const canvas = name === "picture" ? picture : source.picture;
    const isOn = ([x, y]) => x >= 0 && x < 1 && y >= 0 && y < 1;
    const picks = () => now.tool === "pick" || (now.tool === "brush" && name === "reference");
    sheet.glass.addEventListener("pointerdown", (event) => {
      const point = sheet.point(event);
      if (event.button !== 0 || event.shiftKey || (!isOn(point) && now.tool !== "region")) return; // the stage moves the picture
      event.stopPropagation();
      sheet.glass.focus({ preventScroll: true });
      cursor = null;
      if (picks()) return takeColour(colourAt(canvas, point));
      if (event.altKey) return eraseAt(point);
      sheet.glass.setPointerCapture(event.pointerId);
      if (now.tool === "region") line = { on: name, points: [inside(point)] };
      else stroke = [dabAt(point)];
      draw();
    });
    sheet.glass.addEventListener("pointermove", (event) => {
      const point = sheet.point(event);
      hover = name === "picture" && isOn(point) ? point : null;
      lens = picks() && isOn(point) ? { on: name, at: [...point, colourAt(canvas, point)] } : null;
      if (line?.on === name && event.buttons) line.points.push(inside(point));
      if (stroke && name === "picture" && isOn(point)) {
        const [x, y] = stroke.at(-1), { width, height } = where(), longest = Math.max(width, height);
        if (Math.hypot((point[0] - x) * width, (point[1] - y) * height) >= SPACING * radius() * longest) stroke.push(dabAt(point));
      }
      draw();
    });
    sheet.glass.addEventListener("pointerup", () => {
      if (line?.on === name) enclose(name, line.points);
      if (stroke) lay(stroke);
      stroke = line = null;
      draw();
    });
    for (const kind of ["pointercancel", "pointerleave"])
      sheet.glass.addEventListener(kind, () => {
        hover = lens = null;
        if (kind === "pointercancel") stroke = line = null;
        draw();
      });
    sheet.glass.addEventListener("dblclick", (event) => event.stopPropagation()); // two quick dabs are no "fit"
  }

  // ---------------------------------------------------------------- keys
  // JupyterLab listens on the document, before any listener of a widget: B would insert a cell. Ours come before it, and take
  // no keys but their own.
  function onKey(event) {
    const target = event.composedPath()[0];
    if (!now.open || !root.contains(target) || target.matches?.("select, textarea, input:not([type=range], [type=color], [type=checkbox])")) return;
    if (!act(event, target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  function act(event, target) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey) return key === "z" && !event.shiftKey && !event.altKey && (takeBack(), true);
    if (event.altKey) return false;
    if (KEYS[key]) return choose(KEYS[key]), true;
    if (key === "Escape") return cancel(), true;
    const name = Object.keys(sheets).find((each) => sheets[each].glass === target);
    return Boolean(name && now.tool) && steer(name, key, event.shiftKey);
  }
  /** Point without a pointer: arrows move a cross, Enter acts there; around a region, the space bar sets corners. */
  function steer(name, key, far) {
    const point = cursor?.on === name ? cursor.point : [0.5, 0.5];
    if (ARROWS[key]) {
      const by = CURSOR_STEP * (far ? 5 : 1);
      cursor = { on: name, point: inside(point.map((each, axis) => each + by * ARROWS[key][axis])) };
    } else if (key === " " && now.tool === "region") line = { on: name, points: [...(line?.on === name ? line.points : []), point] };
    else if (key === "Enter" && now.tool === "region" && line?.on === name) {
      enclose(name, line.points);
      line = null;
    } else if (name === "picture" && now.tool === "brush" && ["Delete", "Backspace"].includes(key)) eraseAt(point);
    else if (!["Enter", " "].includes(key)) return false;
    else if (now.tool === "brush" && name === "picture") lay([dabAt(point)]);
    else if (now.tool !== "region") takeColour(colourAt(name === "picture" ? picture : source.picture, point));
    draw();
    return true;
  }
  window.addEventListener("keydown", onKey, true);

  // ---------------------------------------------------------------- messages
  function colours(message) {
    Object.assign(now, { hints: message.hints, regions: message.regions, palette: message.palette, undo: message.undo });
    const known = new Set(now.hints.map((dab) => dab.slice(0, 3).join()));
    fresh = fresh.filter((dab) => !known.has(dab.slice(0, 3).join()));
    atOnce.checked = message.at_once;
    undo.disabled = !message.undo;
    const all = now.hints.length + now.regions.length + now.palette.length;
    clear.disabled = !all;
    count.textContent = all ? String(all) : "";
    toggle.title = all ? fill(words.edits, { dabs: now.hints.length, regions: now.regions.length, inks: now.palette.length }) : words.colour;
    source.palette(now.palette);
    draw();
  }
  /** Drop what the kernel has refused. */
  function refused() {
    fresh = [];
    draw();
  }
  const sizes = new ResizeObserver(draw);
  sizes.observe(source.sheet.glass);
  open(false);
  return {
    toggle, panel, draw, refused, glass: front.glass, pane: source.pane,
    handlers: { colours, reference: (message, [buffer]) => source.reference(message, buffer), inks: source.inks },
    end() {
      window.removeEventListener("keydown", onKey, true);
      sizes.disconnect();
    },
  };
}
