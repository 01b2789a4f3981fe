// What all parts need: elements, words, and the way to the kernel.

/** Make an element: properties, `aria-…`/`data-…`/`role` attributes, `on…` listeners, children (text is never markup). */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.startsWith("aria")) element[name] = value;
    else element.setAttribute(name, value);
  }
  // JupyterLab takes arrow keys for itself, before any listener of ours, unless it is asked not to.
  if (["input", "select", "textarea"].includes(tag) || "tabIndex" in properties || properties.role === "listbox") {
    element.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const ICONS = {
  play: "M7 4.5v15l12-7.5z",
  pause: "M6 5h4v14H6zM14 5h4v14h-4z",
  step: "M5 5v14l9-7zM16 5h3v14h-3z",
  stop: "M6 6h12v12H6z",
  reset: "M5 5h3v14H5zM20 5v14l-10-7z",
  fork: "M7 3a2.6 2.6 0 0 1 1.2 4.9c.3 2.4 1.7 3.3 3.8 4 1.700-.7 3.200-1.700 3.700-4A2.600 2.600 0 1 1 18.200 8c-.5 3.700-2.800 5.200-5 6v2.200a2.600 2.600 0 1 1-2.400 0V14c-2.400-.9-4.600-2.400-5-6A2.600 2.600 0 0 1 7 3z",
  save: "M11 4h2v8.200l3-3 1.400 1.400L12 16l-5.400-5.400L8 9.200l3 3zM5 18h14v2H5z",
  code: "M9 6.500 3.500 12 9 17.500l1.400-1.400L6.300 12l4.100-4.100zM15 6.500l-1.400 1.400 4.100 4.100-4.100 4.100 1.400 1.400 5.500-5.500z",
  pencil: "M4 16.500V20h3.500L18 9.500 14.500 6zM15.900 4.600l3.500 3.500 1.300-1.300a1 1 0 0 0 0-1.400l-2.100-2.100a1 1 0 0 0-1.400 0z",
  trash: "M9 4h6l1 2h4v2H4V6h4zM6 9h12l-1 11H7z",
  plus: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  minus: "M5 11h14v2H5z",
  drop: "M12 3s6.500 7 6.500 11.500a6.500 6.500 0 0 1-13 0C5.500 10 12 3 12 3z",
  brush: "M20.700 3.900a1.600 1.600 0 0 0-2.300 0L9.200 12.400l2.500 2.500 9-8.700a1.600 1.600 0 0 0 0-2.300zM8 13.600c-1.900 0-3.200 1.400-3.200 3.100 0 1.300-.9 2-1.800 2.300 1 .9 2.500 1.400 4 1.400 2.300 0 4-1.600 4-3.700 0-1.700-1.300-3.100-3-3.100z",
  pick: "M20.400 3.600a2.600 2.600 0 0 0-3.700 0l-2.600 2.600-1.400-1.400-1.400 1.400 1.100 1.100L4 15.700V20h4.300l8.400-8.400 1.100 1.100 1.400-1.400-1.400-1.400 2.600-2.600a2.600 2.600 0 0 0 0-3.700zM7.500 18H6v-1.500l7.800-7.800 1.500 1.500z",
  region: "M12 3.500c-5.200 0-9 2.700-9 6.300 0 2.200 1.500 4.100 3.800 5.200-.2.3-.3.700-.3 1.100 0 1.200.9 2.100 2.100 2.300-.2.700-.8 1.300-1.600 1.700l.8 1.500c1.600-.7 2.600-1.900 2.800-3.500.5-.3.8-.7 1-1.200h.4c5.200 0 9-2.900 9-7.100 0-3.600-3.800-6.300-9-6.300zm0 1.900c4.200 0 7.100 2 7.100 4.500S16.200 15 12 15h-.5c-.5-.7-1.400-1.100-2.400-1.100l-.6.1c-2.200-.8-3.600-2.300-3.600-4.100 0-2.500 2.900-4.500 7.100-4.500z",
  inks: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  undo: "M8.500 3.500 3.500 8.500l5 5V10h5.500a3.500 3.500 0 0 1 0 7H8v2.500h6a6 6 0 0 0 0-12H8.500z",
};

/** Draw an icon that says nothing to a screen reader: its button does. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "uw-icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

/** Make a button with an icon, a name for screen readers and tests, and where there is room, a text. */
export function button(name, { shape, text = "", onclick, kind = "" }) {
  const content = [shape ? icon(shape) : null, text ? make("span", { className: "uw-label" }, text) : null];
  return make("button", { type: "button", className: `uw-button ${kind}`, title: name, "aria-label": name, onclick }, ...content);
}

/** Have a button play or pause. Exchanged only if need be: a press on an element that has gone meanwhile is no click. */
export function showPlaying(element, playing, { name, text = "" }) {
  if (element.getAttribute("aria-label") === name) return;
  element.title = name;
  element.setAttribute("aria-label", name);
  element.replaceChildren(icon(playing ? "pause" : "play"), ...(text ? [make("span", { className: "uw-label" }, text)] : []));
}

const FETCH_MS = 150, LONGEST_FETCH_MS = 1000;

function toBase64(buffer) {
  const bytes = new Uint8Array(buffer.buffer ?? buffer, buffer.byteOffset ?? 0, buffer.byteLength);
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
}

/**
 * Connect a view to its Python part: `handlers[kind](message, buffers)` for each message, and a `send` that never throws.
 * `gone(true)` is called when the kernel is lost, and `gone(false)` if it answers after all. Returns `{ send, end }`.
 */
export function connect(model, handlers, gone) {
  let lost = false, answered = false, timer = 0;
  const lose = () => {
    if (!lost) gone(true);
    lost = true;
  };
  const colab = model.get("colab");
  const send = (kind, content = {}, buffers = []) => {
    try {
      if (colab && buffers.length) model.send({ kind, ...content, base64: buffers.map(toBase64) });
      else model.send({ kind, ...content }, undefined, buffers);
    } catch {
      lose();
    }
  };
  const receive = (message, buffers) => {
    if (lost) gone(false);
    lost = false;
    answered = true;
    if (message.kind === "fetched") fetchAgain(message.any);
    handlers[message.kind]?.(message, message.base64?.map(fromBase64) ?? buffers ?? []);
  };
  // Colab delivers only what answers the page: one part of a page asks, soon again while there is anything.
  let fetching = 0, pause_ms = 0;
  const fetchAgain = (any) => {
    pause_ms = any ? FETCH_MS : Math.min(2 * pause_ms, LONGEST_FETCH_MS);
    fetching = setTimeout(() => send("fetch"), pause_ms);
  };
  const fetches = colab && !window.ukiyoFetches;
  if (fetches) {
    window.ukiyoFetches = true;
    fetchAgain(true);
  }
  // A hello can get lost while a page is restored, or wait for a busy kernel: nothing would ever be shown.
  const hello = (patience_ms) => {
    send("hello");
    timer = setTimeout(() => answered || patience_ms > 60000 || hello(2 * patience_ms), patience_ms);
  };
  // Said when the connection is lost or found again, and not which: ask, and believe an answer.
  const live = () => {
    lose();
    answered = false;
    clearTimeout(timer);
    hello(2000);
  };
  model.on("msg:custom", receive);
  model.on("comm_live_update", live);
  model.on("comm:close", lose);
  hello(2000);
  return {
    send,
    end() {
      clearTimeout(timer);
      clearTimeout(fetching);
      if (fetches) window.ukiyoFetches = false;
      model.off("msg:custom", receive);
      model.off("comm_live_update", live);
      model.off("comm:close", lose);
    },
  };
}

/** Fill `{name}` in a text. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Bytes of a message as a Blob, whatever view the front end gives. */
export function blob(buffer, type) {
  const bytes = buffer instanceof DataView ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength) : buffer;
  return new Blob([bytes], { type });
}

/** Seconds as a person says them. */
export function duration(seconds) {
  if (seconds < 90) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** A number in few characters. */
export function short(value) {
  if (!Number.isFinite(value)) return "∞";
  return value !== 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}
