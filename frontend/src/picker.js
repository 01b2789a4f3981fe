// The picker: a strip of thumbnails, and files by button, drop and paste; big ones are scaled down here before they travel.
import { blob, button, connect, fill, make } from "./shared.js";

const LARGEST_SIDE_PX = 2048;
const LARGEST_BYTES = 4e6; // smaller files travel as they are
const BEST = 3; // so many suggestions are numbered
const PART_BYTES = 512 * 1024; // below the strictest front end's limit on messages (1 MB)

function render({ model, el }) {
  const words = model.get("words");
  let prints = [], chosen = [], weights = {}, role = "content", focus = 0, suggests = false, suggested = false;
  const buttons = new Map(), pictures = new Map();

  // ---------------------------------------------------------------- what is on the screen
  const title = make("h4");
  const file = make("input", { type: "file", accept: "image/*,.tif,.tiff", multiple: true, hidden: true, onchange: () => { add(file.files); file.value = ""; } });
  const adder = button(words.add_files, { text: words.add_files, kind: "small", onclick: () => file.click() });
  adder.title = `${words.add_files} ${words.drop_here}`;
  const suggest = button(words.suggest, { text: words.suggest, kind: "small", onclick: () => send("suggest") });
  suggest.title = words.suggest_help;
  suggest.hidden = true;
  const strip = make("div", { className: "uw-prints", role: "listbox", onkeydown: keys });
  const blend = make("div", { className: "uw-weights" });
  const hint = make("span", { className: "uw-hint2" });
  const note = make("p", { className: "uw-hint2 uw-why" });
  const busy = make("p", { className: "uw-hint2", role: "status" });
  const error = make("p", { className: "uw-error", role: "alert" });
  const root = make(
    "div", { className: "uw uw-picker", tabIndex: -1 },
    make("div", { className: "uw-row uw-head" }, title, hint, suggest, adder, file), strip, note, blend, busy, error,
  );
  el.append(root);

  function draw() {
    // After a new order, the keyboard stays with the print that it was at.
    const at = [...buttons.keys()][focus], held = strip.contains(document.activeElement);
    focus = Math.max(0, prints.findIndex((print) => print.key === at));
    buttons.clear();
    title.textContent = words[role];
    root.dataset.testid = `picker-${role}`;
    root.setAttribute("aria-label", words[role]);
    strip.setAttribute("aria-label", words[role]);
    strip.setAttribute("aria-multiselectable", String(role === "reference"));
    hint.textContent = role === "content" ? words.gray_shown : words.several;
    suggest.hidden = !suggests;
    strip.replaceChildren(...prints.map((print, place) => {
      const option = make(
        "button", { type: "button", className: "uw-print", role: "option", title: [print.name, ...print.why].join("\n"), "aria-label": print.name, onclick: (event) => pick(place, event.ctrlKey || event.metaKey || event.shiftKey) },
        make("span", { className: "uw-picture" }, "…"), make("span", { className: "uw-name" }, print.name),
      );
      if (print.place && print.place <= BEST) option.append(make("span", { className: "uw-place", "aria-hidden": "true" }, String(print.place)));
      if (print.why.length) {
        const place = print.place ? [fill(words.place, print)] : [];
        option.setAttribute("aria-description", [...place, ...print.why].join(words.comma));
        for (const kind of ["pointerenter", "focus"]) option.addEventListener(kind, () => tell(why(words.why, print), false));
      }
      buttons.set(print.key, option);
      return option;
    }));
    for (const key of pictures.keys()) picture(key);
    const best = prints.find((print) => print.place === 1);
    tell(!suggested ? "" : best ? why(words.suggested, best) : words.none_serves, true);
    mark();
    if (held) buttons.get(prints[focus]?.key)?.focus();
  }
  function tell(text, aloud) {
    note.setAttribute("aria-live", aloud ? "polite" : "off");
    note.textContent = text;
  }
  function reasons(print) {
    return print.why.join(words.comma);
  }
  function why(text, print) {
    return fill(text, { name: print.name, why: reasons(print).replace(/[.。]$/, "") });
  }
  function picture(key) {
    const option = buttons.get(key), { address, problem } = pictures.get(key);
    if (!option) return;
    option.classList.toggle("bad", Boolean(problem));
    option.querySelector(".uw-picture").replaceChildren(address ? make("img", { src: address, alt: "" }) : "⚠");
    if (problem) option.title = problem;
  }
  function mark() {
    prints.forEach((print, place) => {
      const option = buttons.get(print.key);
      option.setAttribute("aria-selected", String(chosen.includes(print.key)));
      option.tabIndex = place === focus ? 0 : -1;
    });
    const several = role === "reference" && chosen.length > 1;
    blend.replaceChildren(...(several ? chosen.map(weight) : []));
  }
  function weight(key) {
    const name = prints.find((print) => print.key === key)?.name ?? "";
    const range = make("input", {
      type: "range", min: 0, max: 1, step: 0.05, value: weights[key] ?? 1, "aria-label": fill(words.weight_of, { name }),
      onchange: () => send("weigh", { key, weight: Number(range.value) }),
    });
    return make("label", {}, name, range);
  }

  // ---------------------------------------------------------------- choosing
  function pick(place, more) {
    const print = prints[place];
    const { problem } = pictures.get(print.key) ?? {};
    error.textContent = problem ?? "";
    if (problem) return;
    focus = place;
    let keys = [print.key];
    if (more && role === "reference") {
      keys = chosen.includes(print.key) ? chosen.filter((key) => key !== print.key) : [...chosen, print.key];
    }
    if (!keys.length) return;
    chosen = keys;
    mark();
    send("choose", { keys });
  }
  function keys(event) {
    const last = prints.length - 1;
    const next = { ArrowRight: Math.min(focus + 1, last), ArrowDown: Math.min(focus + 1, last), ArrowLeft: Math.max(focus - 1, 0), ArrowUp: Math.max(focus - 1, 0), Home: 0, End: last }[event.key];
    if (next !== undefined) {
      focus = next;
      mark();
      buttons.get(prints[focus].key).focus();
    } else if (event.key === "Enter") pick(focus, false);
    else if (event.key === " ") pick(focus, true);
    else return;
    event.preventDefault();
    event.stopPropagation(); // the notebook has keys of its own
  }

  // ---------------------------------------------------------------- adding files
  // A file may have come into the folder since: look when somebody turns to the picker.
  let looked_ms = 0;
  root.addEventListener("pointerenter", () => {
    if (performance.now() - looked_ms < 2000) return;
    looked_ms = performance.now();
    send("look");
  });
  for (const kind of ["dragenter", "dragover"])
    root.addEventListener(kind, (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      root.classList.add("over");
    });
  root.addEventListener("dragleave", (event) => root.contains(event.relatedTarget) || root.classList.remove("over"));
  root.addEventListener("drop", (event) => {
    root.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    add(event.dataTransfer.files);
  });
  root.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    event.stopPropagation();
    add(files);
  });
  root.addEventListener("pointerdown", (event) => {
    if (event.target === root || event.target.closest(".uw-head")) root.focus({ preventScroll: true }); // to paste into
  });

  let received = () => {};
  async function add(files) {
    error.textContent = "";
    for (const [place, each] of [...files].entries()) {
      busy.textContent = fill(words.reading, { name: each.name });
      try {
        await upload(each.name || "picture.png", await reduced(each), place > 0);
      } catch (problem) {
        error.textContent = String(problem?.message ?? problem);
        busy.textContent = "";
      }
    }
  }
  async function upload(name, data, more) {
    const parts = Math.max(1, Math.ceil(data.size / PART_BYTES));
    for (let part = 0; part < parts; part++) {
      const bytes = await data.slice(part * PART_BYTES, (part + 1) * PART_BYTES).arrayBuffer();
      const arrived = new Promise((resolve) => (received = resolve));
      send("upload", { name, part, parts, more }, [new DataView(bytes)]);
      if (part + 1 < parts) await arrived; // one part on its way at a time
    }
  }
  async function reduced(data) {
    if (data.size <= LARGEST_BYTES) return data;
    let bitmap;
    try {
      bitmap = await createImageBitmap(data);
    } catch {
      return data; // a format that the browser does not read: Python may
    }
    const scale = Math.min(1, LARGEST_SIDE_PX / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))];
    const canvas = make("canvas", { width, height });
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    return new Promise((resolve) => canvas.toBlob((made) => resolve(made ?? data), "image/jpeg", 0.95));
  }

  // ---------------------------------------------------------------- messages
  const { send, end } = connect(model, {
    prints(message) {
      ({ role, prints, suggests, suggested } = message);
      if (suggested) strip.scrollLeft = 0;
      busy.textContent = "";
      draw();
    },
    thumbnail(message, [buffer]) {
      const old = pictures.get(message.key);
      if (old?.address) URL.revokeObjectURL(old.address);
      pictures.set(message.key, { address: buffer ? URL.createObjectURL(blob(buffer, "image/jpeg")) : "", problem: message.error });
      picture(message.key);
    },
    choice(message) {
      chosen = message.keys;
      weights = message.weights;
      busy.setAttribute("aria-live", "polite");
      busy.textContent = "";
      const place = prints.findIndex((print) => print.key === chosen[0]);
      if (place >= 0 && !root.contains(document.activeElement)) {
        focus = place;
        strip.scrollLeft = Math.max(0, (buttons.get(chosen[0])?.offsetLeft ?? 0) - strip.clientWidth / 2);
      }
      mark();
    },
    comparing(message) {
      error.textContent = "";
      busy.setAttribute("aria-live", message.done ? "off" : "polite"); // said once, not for every print
      busy.textContent = fill(words.comparing, message);
    },
    received: () => received(),
    error(message) {
      error.textContent = message.text;
      busy.textContent = "";
    },
  }, (lost) => {
    if (!el.closest(".uw-studio")) error.textContent = lost ? words.gone : ""; // there the preview says it
    for (const each of root.querySelectorAll("button, input")) each.disabled = lost;
  });
  return () => {
    end();
    for (const { address } of pictures.values()) if (address) URL.revokeObjectURL(address);
  };
}

export default { render };
