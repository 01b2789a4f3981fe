// The transport: buttons that post requests, and a timeline of what is kept.
import { blob, button, connect, fill, make, showPlaying } from "./shared.js";

function render({ model, el }) {
  const words = model.get("words");
  let now = { status: "empty" };

  // ---------------------------------------------------------------- what is on the screen
  const play = button(words.play, { shape: "play", text: words.play, kind: "primary", onclick: toggle });
  const step = button(words.step, { shape: "step", onclick: () => send("steps", { n: 1 }) });
  const count = make("input", { type: "number", min: 1, max: 100000, value: 10, "aria-label": words.how_many });
  const many = button(words.step_n, { text: words.steps, onclick: () => send("steps", { n: Math.max(1, Math.round(Number(count.value) || 1)) }) });
  const stop = button(words.stop, { shape: "stop", onclick: halt });
  const reset = button(words.reset, { shape: "reset", onclick: () => send("reset") });
  const fork = button(words.fork, { shape: "fork", text: words.fork, onclick: () => send("fork") });
  const format = make("select", { "aria-label": words.save_as });
  for (const [value, text] of [["png", "PNG"], ["jpg", "JPEG"], ["webp", "WebP"], ["tiff", "TIFF"], ["gif", `GIF (${words.film})`], ["mp4", `MP4 (${words.film})`], ["ukiyo", `.ukiyo (${words.whole_run})`], ["zip", `ZIP (${words.all_runs})`]])
    format.append(make("option", { value }, text));
  const save = button(words.save, { shape: "save", onclick: () => send("export", { what: format.value }) });
  const code = button(words.code, { shape: "code", onclick: () => send("code") });
  const range = make("input", { type: "range", min: 0, max: 0, value: 0, step: 1, "aria-label": words.timeline, oninput: seek });
  const marks = make("div", { className: "uw-marks" });
  const where = make("span", { className: "uw-where", "data-testid": "where" });
  const said = make("div", { className: "uw-said", role: "status", "data-testid": "said" });
  el.append(make(
    "div", { className: "uw uw-transport" },
    make("div", { className: "uw-timeline" }, range, marks),
    make("div", { className: "uw-row" }, play, step, make("span", { className: "uw-joined" }, count, many), stop, reset,
      make("span", { className: "uw-grow" }), where),
    make("div", { className: "uw-row", style: "margin-top:6px" }, fork,
      make("span", { className: "uw-grow" }), make("span", { className: "uw-joined" }, format, save), code),
    said,
  ));

  // ---------------------------------------------------------------- requests
  function toggle() {
    if (now.status === "playing") halt("pause");
    else {
      send("play");
      if (now.status === "empty" || now.status === "ready") say(words.preparing);
    }
  }
  function halt(how) {
    // At once: the kernel answers after the iteration in progress.
    if (["playing", "driven"].includes(now.status)) say(words.stopping);
    send(how === "pause" ? "pause" : "stop");
  }
  function seek() {
    const index = Number(range.value);
    send("seek", { index: index >= now.index ? null : index });
    showWhere(index);
  }
  function say(text) {
    said.textContent = text;
  }
  function showWhere(index) {
    where.textContent = !now.index ? "" : index >= now.index ? words.live : `${index} ${words.of} ${now.index}`;
  }

  // ---------------------------------------------------------------- messages
  const { send, end } = connect(model, {
    state(message) {
      const stopped = now.status === "playing" && message.status !== "playing";
      now = message;
      const playing = message.status === "playing";
      const name = playing ? words.pause : words.play;
      showPlaying(play, playing, { name, text: name });
      const begun = message.index !== undefined;
      // Stop also ends a loop in a cell, of which only the kernel knows.
      for (const each of [stop, reset, fork, save, code, format, range]) each.disabled = !begun;
      range.max = String(message.index ?? 0);
      if (document.activeElement !== range || message.position === null) range.value = String(message.position ?? message.index ?? 0);
      showWhere(message.position ?? message.index);
      marks.replaceChildren(...(message.marks ?? []).filter((at) => at <= message.index).map((at) => make("i", { style: `left:${(100 * at) / Math.max(1, message.index)}%` })));
      if (message.busy) say(words[message.busy] ?? "");
      else if (message.status === "stopping") say(words.stopping);
      else if (stopped || [words.stopping, words.preparing, words.forking, words.saving].includes(said.textContent)) say("");
    },
    file(message, [buffer]) {
      const address = URL.createObjectURL(blob(buffer, message.mime));
      make("a", { href: address, download: message.name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      say(fill(words.saved, { name: message.name }));
    },
    async code(message) {
      try {
        await navigator.clipboard.writeText(message.code);
        say(words.copied);
      } catch {
        // no permission: show it, selected
        const area = make("textarea", { value: message.code, rows: 8, style: "width:100%", readOnly: true });
        said.replaceChildren(area);
        area.select();
      }
      said.dataset.code = message.code;
    },
  }, (lost) => {
    say(lost && !el.closest(".uw-studio") ? words.gone : ""); // there the preview says it
    for (const each of el.querySelectorAll("button, input, select")) each.disabled = lost;
  });
  return end;
}

export default { render };
