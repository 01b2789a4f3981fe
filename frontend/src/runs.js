// The runs: a row for each, indented below what it was forked from.
import { blob, button, connect, fill, make, showPlaying } from "./shared.js";

function render({ model, el }) {
  const words = model.get("words");
  const list = make("ul", { "data-testid": "runs", "aria-label": words.runs });
  const root = make("div", { className: "uw uw-runs", hidden: true }, make("h4", {}, words.runs), list);
  el.append(root);
  const rows = new Map();

  function row(run) {
    const key = run.key;
    const picture = make("img", { alt: "" });
    const thumb = make("button", { type: "button", className: "uw-thumb", onclick: () => send("show", { key }) }, picture);
    const title = make("button", { type: "button", className: "uw-name", onclick: () => send("show", { key }) });
    const name = make("input", { type: "text", "aria-label": words.rename, hidden: true, onchange: () => send("rename", { key, name: name.value }) });
    name.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") name.blur();
    });
    name.addEventListener("blur", () => edit(false));
    const pencil = button(words.rename, { shape: "pencil", kind: "small", onclick: () => edit(true) });
    function edit(on) {
      name.hidden = !on;
      title.hidden = on;
      if (!on) return;
      name.value = title.textContent;
      name.focus();
      name.select();
    }
    const about = make("p");
    const play = button(words.play, { shape: "play", kind: "small", onclick: () => send(play.dataset.does, { key }) });
    const compare = button(words.compare, { text: words.compare, kind: "small", onclick: () => send("compare", { key }) });
    const remove = button(words.delete, { shape: "trash", kind: "small", onclick: () => send("delete", { key }) });
    const element = make("li", {}, thumb, make("div", { className: "uw-what" }, title, name, about), play, pencil, compare, remove);
    return { element, picture, thumb, title, about, play, compare };
  }
  function show(run) {
    const { element, thumb, title, about, play, compare } = rows.get(run.key);
    element.className = `${run.shown ? "shown" : ""} ${run.compared ? "compared" : ""}`;
    element.style.marginLeft = `${18 * Math.min(run.depth, 8)}px`;
    element.setAttribute("aria-current", String(run.shown));
    title.textContent = run.name;
    thumb.setAttribute("aria-label", `${words.show} ${run.name}`);
    thumb.title = `${words.show} ${run.name}`;
    const origin = run.forked_at === null ? "" : `${fill(words.from_iteration, { at: run.forked_at })} · `;
    about.textContent = `${words.iteration} ${run.index} · ${origin}${run.differs || words.same}`;
    about.title = about.textContent;
    const playing = run.status === "playing";
    play.dataset.does = playing ? "pause" : "play";
    showPlaying(play, playing, { name: `${playing ? words.pause : words.play} ${run.name}` });
    compare.disabled = run.shown;
    compare.setAttribute("aria-pressed", String(run.compared));
    compare.setAttribute("aria-label", `${words.compare} ${run.name}`);
  }

  const { send, end } = connect(model, {
    runs(message, buffers) {
      const keys = new Set(message.runs.map((run) => run.key));
      for (const [key, { picture }] of rows)
        if (!keys.has(key)) {
          URL.revokeObjectURL(picture.src);
          rows.delete(key);
        }
      for (const run of message.runs) {
        if (!rows.has(run.key)) rows.set(run.key, row(run));
        show(run);
      }
      const elements = message.runs.map((run) => rows.get(run.key).element);
      // Moved only if needed: moving takes the focus away from whoever types a name.
      if (elements.length !== list.children.length || elements.some((each, place) => each !== list.children[place])) list.replaceChildren(...elements);
      message.pictures.forEach((key, place) => {
        const { picture } = rows.get(key);
        URL.revokeObjectURL(picture.src);
        picture.src = URL.createObjectURL(blob(buffers[place], "image/jpeg"));
      });
      root.hidden = !message.runs.length;
    },
  }, (lost) => {
    for (const each of root.querySelectorAll("button, input")) each.disabled = lost;
  });
  return end;
}

export default { render };
