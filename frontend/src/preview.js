// The preview: the newest picture on a canvas, a wipe over what it is compared with, and its numbers.
import { blob, button, connect, duration, fill, make, short } from "./shared.js";
import { makeTools } from "./tools.js";

const ACKNOWLEDGE_MS = 100;
const GAP = 0.02; // between two pictures side by side, in widths

function render({ model, el }) {
  const words = model.get("words");
  const view = { scale: 1, x: 0, y: 0, fitted: true, wipe: 0, side: false, width: 0, height: 0 };

  // ---------------------------------------------------------------- what is on the screen
  const after = make("canvas");
  const before = make("canvas", { className: "uw-before" });
  const board = make("div", { className: "uw-board" }, after, before);
  const wipe = make("div", {
    className: "uw-wipe", role: "slider", tabIndex: 0, "aria-label": words.wipe,
    "aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": "0",
  });
  const leftTag = make("div", { className: "uw-tag left" });
  const rightTag = make("div", { className: "uw-tag right" });
  const empty = make("div", { className: "uw-empty" }, words.empty);
  const busy = make("div", { className: "uw-busy", hidden: true });
  const stage = make(
    "div", { className: "uw-stage", role: "group", "aria-label": words.preview, "data-testid": "preview" },
    board, wipe, leftTag, rightTag, empty, busy,
  );
  const beside = make("select", { "aria-label": words.compare_with, onchange: () => send("beside", { what: beside.value }) });
  const side = button(words.side_by_side, { text: words.side_by_side, kind: "small", onclick: () => { view.side = !view.side; fit(); } });
  const compare = make("label", { className: "uw-row" }, make("span", {}, words.compare_with), beside);
  const zoom = make(
    "div", { className: "uw-row" },
    button(words.zoom_out, { shape: "minus", kind: "small", onclick: () => zoomBy(1 / 1.5) }),
    button(words.zoom_in, { shape: "plus", kind: "small", onclick: () => zoomBy(1.5) }),
    button(words.fit, { text: words.fit, kind: "small", onclick: fit }),
    button(words.actual, { text: words.actual, kind: "small", onclick: actual }),
  );
  const numbers = make("div", { className: "uw-numbers", role: "status", "data-testid": "numbers" });
  const bar = make("div");
  const progress = make("div", { className: "uw-progress", role: "progressbar", "aria-label": words.iteration }, bar);
  const note = make("p", { className: "uw-note" });
  const error = make("p", { className: "uw-error", role: "alert" });
  const root = make("div", { className: "uw uw-preview" });
  const tools = makeTools({ words, root, picture: after, where: whereAfter, send: (...message) => send(...message) });
  board.after(tools.glass);
  root.append(
    make(
      "div", { className: "uw-desk" }, stage,
      make("div", { className: "uw-row uw-under" }, make("span", { className: "uw-row" }, compare, side, tools.toggle), zoom),
      tools.panel, tools.pane,
    ),
    numbers, progress, note, error,
  );
  el.append(root);

  // ---------------------------------------------------------------- place: zoom, pan, wipe
  function place() {
    const x = (view.wipe * stage.clientWidth - view.x) / view.scale;
    board.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    board.classList.toggle("close", view.scale * devicePixelRatio >= 2);
    before.style.clipPath = view.side ? "none" : `inset(0 ${Math.max(0, view.width - x)}px 0 0)`;
    after.style.left = view.side ? `${view.width * (1 + GAP)}px` : "0";
    side.setAttribute("aria-pressed", String(view.side));
    wipe.style.left = `${view.wipe * 100}%`;
    wipe.classList.toggle("edge", view.wipe < 0.02);
    wipe.setAttribute("aria-valuenow", String(Math.round(100 * view.wipe)));
    leftTag.hidden = !leftTag.textContent || (!view.side && view.wipe < 0.12);
    rightTag.hidden = leftTag.hidden;
    wipe.hidden = !view.width || view.side;
    tools.draw();
  }
  /** Tell where the picture stands on the stage, in CSS pixels. */
  function whereAfter() {
    const { scale, width, height } = view;
    const x = view.x + (view.side ? view.width * (1 + GAP) * scale : 0);
    return { x, y: view.y, width: width * scale, height: height * scale };
  }
  function fit() {
    if (!view.width) return;
    view.fitted = true;
    const width = view.side ? view.width * (2 + GAP) : view.width;
    stage.style.aspectRatio = `${width} / ${view.height}`;
    view.scale = Math.min(stage.clientWidth / width, stage.clientHeight / view.height);
    view.x = (stage.clientWidth - view.scale * width) / 2;
    view.y = (stage.clientHeight - view.scale * view.height) / 2;
    place();
  }
  function zoomBy(factor, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
    const scale = Math.min(32, Math.max(0.05, view.scale * factor));
    view.x = x - ((x - view.x) * scale) / view.scale;
    view.y = y - ((y - view.y) * scale) / view.scale;
    Object.assign(view, { scale, fitted: false });
    place();
  }
  function actual() {
    zoomBy(1 / devicePixelRatio / view.scale);
  }
  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && view.fitted) return; // the page scrolls; Ctrl and the wheel zoom
    event.preventDefault();
    const box = stage.getBoundingClientRect();
    zoomBy(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  stage.addEventListener("dblclick", fit);
  drag(stage, (event, last) => {
    if (view.fitted) return;
    view.x += event.clientX - last.clientX;
    view.y += event.clientY - last.clientY;
    place();
  });
  drag(wipe, (event) => {
    const box = stage.getBoundingClientRect();
    setWipe((event.clientX - box.left) / box.width);
  });
  wipe.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -0.02, ArrowRight: 0.02, PageDown: -0.2, PageUp: 0.2, Home: -1, End: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setWipe(view.wipe + step);
  });
  function setWipe(share) {
    view.wipe = Math.min(1, Math.max(0, share));
    place();
  }
  const sizes = new ResizeObserver(() => (view.fitted ? fit() : place()));
  sizes.observe(stage);

  // ---------------------------------------------------------------- pictures
  let other = "content", listed = "";
  let painted = 0, acknowledged = 0, timer = 0, decoding = false, waiting = null;
  async function paint(message, buffer) {
    if (decoding) { waiting = [message, buffer]; return; } // the newest wins
    decoding = true;
    try {
      const bitmap = await createImageBitmap(blob(buffer, `image/${message.format}`));
      if (bitmap.width !== view.width || bitmap.height !== view.height) {
        Object.assign(view, { width: bitmap.width, height: bitmap.height });
        for (const canvas of [after, before]) Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
        fit();
      }
      after.getContext("2d").drawImage(bitmap, 0, 0);
      bitmap.close();
      Object.assign(stage.dataset, { index: message.index, format: message.format, take: message.take });
    } catch {
      // a picture that cannot be decoded is skipped; the next one comes
    } finally {
      decoding = false;
      acknowledge(message.number);
    }
    if (waiting) {
      const next = waiting;
      waiting = null;
      paint(...next);
    }
  }
  function acknowledge(number) {
    painted = Math.max(painted, number);
    timer ||= setTimeout(() => {
      timer = 0;
      if (painted > acknowledged) send("ack", { number: (acknowledged = painted) });
    }, ACKNOWLEDGE_MS);
  }

  // ---------------------------------------------------------------- messages
  const { send, end } = connect(model, {
    frame(message, [buffer]) {
      if (message.number <= acknowledged) painted = acknowledged = 0; // another page said hello: counted anew
      paint(message, buffer);
    },
    async beside(message, [buffer]) {
      const bitmap = await createImageBitmap(blob(buffer, "image/*"));
      const context = before.getContext("2d");
      if (!view.width) { // the start is about to come in the same size
        Object.assign(view, { width: bitmap.width, height: bitmap.height });
        for (const canvas of [after, before]) Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
        fit();
      }
      context.clearRect(0, 0, before.width, before.height);
      const scale = Math.min(before.width / bitmap.width, before.height / bitmap.height);
      const [w, h] = [bitmap.width * scale, bitmap.height * scale];
      context.fillStyle = "#888";
      context.fillRect(0, 0, before.width, before.height);
      context.drawImage(bitmap, (before.width - w) / 2, (before.height - h) / 2, w, h);
      if (message.what.match(/^\d+$/)) { if (view.wipe === 0) setWipe(0.5); } // another run: show both at once
      else if (other.match(/^\d+$/)) setWipe(0); // no longer: the picture itself is what is looked at
      other = message.what;
      place();
    },
    state,
    ...tools.handlers,
  }, (lost) => {
    error.textContent = lost ? words.gone : "";
    busy.hidden = true;
  });

  function state(message) {
    if (message.status === "empty" && !message.busy) clear();
    error.textContent = message.error ?? "";
    if (message.error) tools.refused();
    busy.hidden = !message.busy;
    note.textContent = message.note ?? "";
    empty.textContent = message.busy && !view.width ? words[message.busy] : message.status === "empty" ? words.empty : "";
    const builtIn = [["content", words.before_content], ["start", words.before_start], ["reference", words.before_reference]];
    const choices = [...builtIn, ...(message.choices ?? [])];
    // Only if they are others: a list that is open would close.
    if (String(choices) !== listed) beside.replaceChildren(...choices.map(([value, text]) => make("option", { value }, text)));
    listed = String(choices);
    beside.value = message.beside ?? "content";
    leftTag.textContent = choices.find(([value]) => value === beside.value)?.[1] ?? "";
    rightTag.textContent = message.name ?? "";
    showNumbers(message);
    place();
  }
  function clear() {
    for (const canvas of [after, before]) canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
    Object.assign(view, { width: 0, height: 0, wipe: 0 });
    for (const name of ["index", "format", "take"]) delete stage.dataset[name];
  }
  function showNumbers(message) {
    const parts = [];
    const add = (label, value) => parts.push(make("span", {}, label ? `${label} ` : "", make("b", {}, value)));
    const status = message.busy || (message.back && message.status === "paused" ? "back" : message.status);
    if (words[status] && status !== "empty") parts.push(make("b", { "data-testid": "status", "data-status": message.status }, words[status]));
    if (message.index !== undefined) {
      const of = message.until ? ` ${words.of} ${message.until}` : "";
      add(words.iteration, `${message.index}${of}`);
    }
    if (message.each_s) {
      const speed = message.each_s < 1
        ? fill(words.per_s, { n: (1 / message.each_s).toFixed(1) })
        : fill(words.each_s, { n: message.each_s.toFixed(1) });
      add(words.speed, speed);
    }
    if (message.left_s) add(words.left, duration(message.left_s));
    if (message.ratio !== undefined) add(words.ratio, short(message.ratio));
    numbers.replaceChildren(...parts);
    const share = message.until ? message.index / message.until : 0;
    bar.style.width = `${100 * share}%`;
    progress.setAttribute("aria-valuenow", String(Math.round(100 * share)));
  }

  const showStill = hideStill(el);
  return () => {
    end();
    clearTimeout(timer);
    sizes.disconnect();
    tools.end();
    showStill();
  };
}

/** Call `move(event, lastEvent)` while the pointer is down on `element`. */
function drag(element, move) {
  let last = null;
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    last = event;
    element.setPointerCapture(event.pointerId);
    element.classList.add("dragging");
  });
  element.addEventListener("pointermove", (event) => {
    if (!last) return;
    move(event, last);
    last = event;
  });
  for (const kind of ["pointerup", "pointercancel"])
    element.addEventListener(kind, () => {
      last = null;
      element.classList.remove("dragging");
    });
}

/** Hide the still picture in the next output, which is for readers without a kernel; return what shows it again. */
function hideStill(el) {
  let hidden = null;
  const look = () => {
    const own = el.closest(".jp-OutputArea-child");
    const next = own?.nextElementSibling;
    if (next && next !== hidden && next.querySelector("img") && !next.querySelector(".widget-area, .jupyter-widgets")) {
      hidden = next;
      hidden.style.display = "none";
    }
  };
  const area = () => el.closest(".jp-OutputArea");
  const observer = new MutationObserver(look);
  const start = () => {
    if (!area()) return;
    look();
    observer.observe(area(), { childList: true, subtree: true });
  };
  const timer = setTimeout(start, 0); // the view is attached after render returns
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    if (hidden) hidden.style.display = "";
  };
}

export default { render };
