// The runs: a row for each, indented below what it was forked from.
import { Pencil, Trash, Undo2 } from "lucide";
import { type Bytes, blob } from "./bytes.ts";
import { connect, type Model, type Send } from "./connect.ts";
import { button, make } from "./elements.ts";
import { makeFold } from "./fold.ts";
import { mount } from "./ground.ts";
import type { RunRow, Runs, Words } from "./messages.ts";
import { fill } from "./numbers.ts";
import { part } from "./part.ts";
import { playButton, showPlaying } from "./playing.ts";

const INDENT_PX = 18;
const DEEPEST = 8; // what is forked more often is indented no further

class Row {
  readonly element: HTMLLIElement;
  readonly #words: Words;
  readonly #picture = make("img", { alt: "" });
  readonly #thumb: HTMLButtonElement;
  readonly #title: HTMLButtonElement;
  readonly #name: HTMLInputElement;
  readonly #about = make("p");
  readonly #play: HTMLButtonElement;
  readonly #compare: HTMLButtonElement;
  readonly #rename: HTMLButtonElement;
  readonly #remove: HTMLButtonElement;
  #playing = false;

  constructor(key: number, words: Words, send: Send<"runs">) {
    this.#words = words;
    const show = () => send("show", { key });
    this.#thumb = make("button", { type: "button", className: "uw-thumb", onclick: show }, this.#picture);
    this.#title = make("button", { type: "button", className: "uw-name", onclick: show });
    this.#name = this.#makeName((name) => send("rename", { key, name }));
    const small = { kind: "small" };
    this.#rename = button(words.rename, { ...small, icon: Pencil, onclick: () => this.#edit(true) });
    const play = () => send(this.#playing ? "pause" : "play", { key });
    this.#play = playButton(words.play, { ...small, onclick: play });
    this.#compare = button(words.compare, { ...small, text: words.compare, onclick: () => send("compare", { key }) });
    this.#remove = button(words.delete, { ...small, icon: Trash, onclick: () => send("delete", { key }) });
    const what = make("div", { className: "uw-what" }, this.#title, this.#name, this.#about);
    this.element = make("li", {}, this.#thumb, what, this.#play, this.#rename, this.#compare, this.#remove);
  }

  show(run: RunRow): void {
    const words = this.#words;
    this.element.className = `${run.shown ? "shown" : ""} ${run.compared ? "compared" : ""}`;
    this.element.style.marginLeft = `${INDENT_PX * Math.min(run.depth, DEEPEST)}px`;
    this.element.setAttribute("aria-current", String(run.shown));
    this.#title.textContent = run.name;
    this.#thumb.setAttribute("aria-label", `${words.show} ${run.name}`);
    this.#thumb.title = `${words.show} ${run.name}`;
    const origin = run.forked_at === null ? "" : `${fill(words.from_iteration, { at: run.forked_at })} · `;
    const parts = [run.prints, `${words.iteration} ${run.index}`, `${origin}${run.differs || words.same}`];
    this.#about.textContent = parts.join(" · ");
    this.#about.title = this.#about.textContent;
    this.#playing = run.status === "playing";
    showPlaying(this.#play, this.#playing, `${this.#playing ? words.pause : words.play} ${run.name}`);
    this.#compare.disabled = run.shown;
    this.#compare.setAttribute("aria-pressed", String(run.compared));
    this.#compare.setAttribute("aria-label", `${words.compare} ${run.name}`);
    this.#rename.setAttribute("aria-label", `${words.rename} ${run.name}`);
    this.#remove.setAttribute("aria-label", `${words.delete} ${run.name}`);
  }

  picture(bytes: Bytes): void {
    this.forgetPicture();
    this.#picture.src = URL.createObjectURL(blob(bytes, "image/jpeg"));
  }

  forgetPicture(): void {
    URL.revokeObjectURL(this.#picture.src);
  }

  #makeName(rename: (name: string) => void): HTMLInputElement {
    const name = make("input", { type: "text", "aria-label": this.#words.rename, hidden: true });
    name.addEventListener("change", () => rename(name.value));
    name.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") name.blur();
    });
    name.addEventListener("blur", () => this.#edit(false));
    return name;
  }

  #edit(on: boolean): void {
    this.#name.hidden = !on;
    this.#title.hidden = on;
    if (!on) return;
    this.#name.value = this.#title.textContent ?? "";
    this.#name.focus();
    this.#name.select();
  }
}

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const words = model.get("words");
  const list = make("ul", { "data-testid": "runs", "aria-label": words.runs });
  const back = button(words.bring_back, { icon: Undo2, text: words.bring_back, kind: "small" });
  back.addEventListener("click", () => send("undelete"));
  const gone = make("span");
  const bar = make("p", { className: "uw-row uw-deleted", role: "status", hidden: true }, gone, back);
  const fold = makeFold("runs", words.runs, make("div", {}, list, bar));
  const root = make("div", { className: "uw uw-runs" }, fold.element);
  mount(el, root);
  const rows = new Map<number, Row>();

  function rowOf(run: RunRow): Row {
    const row = rows.get(run.key) ?? new Row(run.key, words, send);
    rows.set(run.key, row);
    row.show(run);
    return row;
  }
  function runs(message: Runs, bytes: Bytes[]): void {
    const keys = new Set(message.runs.map((run) => run.key));
    for (const [key, row] of rows) {
      if (keys.has(key)) continue;
      row.forgetPicture();
      rows.delete(key);
    }
    const elements = message.runs.map((run) => rowOf(run).element);
    // Moved only if needed: moving takes the focus away from whoever types a name.
    const moved = elements.some((each, place) => each !== list.children[place]);
    if (elements.length !== list.children.length || moved) list.replaceChildren(...elements);
    message.pictures.forEach((key, place) => {
      const picture = bytes[place];
      if (picture) rows.get(key)?.picture(picture);
    });
    bar.hidden = !message.deleted;
    gone.textContent = message.deleted ? fill(words.deleted, { name: message.deleted }) : "";
    if (message.runs.length > 1 || message.deleted) fold.offer();
  }
  const { send, end } = connect<"runs">(model, { runs }, (lost) => {
    for (const each of root.querySelectorAll<HTMLInputElement>("button, input")) each.disabled = lost;
  });
  return end;
}

export default part(render);
