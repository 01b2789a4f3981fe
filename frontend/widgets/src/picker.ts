// The picker: a strip of thumbnails, and files by button, drop and paste.
import type { Bytes } from "./bytes.ts";
import { connect, type Handlers, type Model } from "./connect.ts";
import { make } from "./elements.ts";
import { takeDrags } from "./filedrag.ts";
import { reduced, takeFiles, Uploads } from "./files.ts";
import { mount } from "./ground.ts";
import type { Choice, MuseumKey, Prints, Progress, Thumbnail } from "./messages.ts";
import { makeMuseum } from "./museum.ts";
import { fill } from "./numbers.ts";
import { tellPicked } from "./page.ts";
import { part } from "./part.ts";
import { makeShelf } from "./shelf.ts";
import { Strip, why } from "./strip.ts";

const MOST_WEIGHTS = 4; // of more prints together, nobody weighs each
const SEARCHED = 9; // from so many prints on, there is a field to search them
const LOOK_MS = 2000; // least time between two looks into the folder

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const words = model.get("words");
  const strip = new Strip(words, pick, (text) => tell(text, false));
  const museum = makeMuseum(
    words,
    (query) => send("museum_search", { query }),
    (key) => send("museum_take", { key }),
  );
  const shelf = makeShelf(words, strip, museum, Boolean(model.get("slim")));
  const { root, title, file, search, suggest, sisters, blend, all, hint, note, busy, error } = shelf;
  let role: Prints["role"] = "content";
  let chosen: string[] = [];
  let series: string[] = [];
  let blending = false;
  let weights: Choice["weights"] = {};
  el.classList.add("uw-picker-host");
  mount(el, root);

  function tell(text: string, aloud: boolean): void {
    note.setAttribute("aria-live", aloud ? "polite" : "off");
    note.textContent = text;
  }
  function mark(): void {
    strip.mark(chosen);
    const several = role === "reference" && chosen.length > 1;
    shelf.weights.replaceChildren(...(several && chosen.length <= MOST_WEIGHTS ? chosen.map(weight) : []));
    showChosen();
  }
  function showChosen(): void {
    const names = chosen.map((key) => strip.prints[strip.place(key)]?.name ?? "");
    shelf.showChosen(strip.address(chosen[0]), names, strip.credit(chosen[0]));
  }
  function weight(key: string): HTMLLabelElement {
    const name = strip.prints[strip.place(key)]?.name ?? "";
    const range = make("input", { type: "range", min: "0", max: "1", step: "0.05", value: String(weights[key] ?? 1) });
    range.setAttribute("aria-label", fill(words.weight_of, { name }));
    range.addEventListener("change", () => send("weigh", { key, weight: Number(range.value) }));
    return make("label", {}, name, range);
  }
  function pick(place: number, more: boolean): void {
    const key = strip.prints[place]?.key;
    if (key === undefined) return;
    const problem = strip.problem(key);
    error.textContent = problem;
    if (problem) return;
    strip.moveTo(place);
    const others = chosen.filter((each) => each !== key);
    const added = others.length === chosen.length ? [...chosen, key] : others;
    const blends = more || blending;
    choose(blends && role === "reference" ? added : [key]);
    if (!blends) shelf.aside?.close();
  }
  function choose(keys: string[]): void {
    if (!keys.length) return;
    chosen = keys;
    mark();
    send("choose", { keys });
    const thumbnail = strip.address(keys[0]);
    if (role === "content" && thumbnail) tellPicked(root, thumbnail);
  }
  async function add(files: FileList): Promise<void> {
    error.textContent = "";
    for (const [place, each] of [...files].entries()) {
      busy.textContent = fill(words.reading, { name: each.name });
      try {
        await uploads.upload(each.name || "picture.png", await reduced(each), place === 0);
      } catch (problem) {
        error.textContent = problem instanceof Error ? problem.message : String(problem);
        busy.textContent = "";
      }
    }
  }
  suggest.addEventListener("click", () => send("suggest"));
  blend.addEventListener("click", () => {
    blending = !blending;
    blend.setAttribute("aria-pressed", String(blending));
  });
  sisters.addEventListener("click", () => send("choose_all", { keys: series }));
  search.addEventListener("input", () => strip.narrow(search.value));
  all.addEventListener("click", () => send("choose_all", { keys: strip.sound() }));
  file.addEventListener("change", () => {
    if (file.files) add(file.files);
    file.value = "";
  });
  takeFiles(root, add);
  takeDrags(root, (paths) => {
    error.textContent = "";
    send("bring", { paths });
  });
  root.addEventListener("pointerdown", (event) => {
    const head = event.target instanceof Element && event.target.closest(".uw-head");
    if (event.target === root || head) root.focus({ preventScroll: true }); // to paste into
  });
  // A file may have come into the folder since: look when somebody turns to the picker.
  let looked_ms = 0;
  root.addEventListener("pointerenter", () => {
    if (performance.now() - looked_ms < LOOK_MS) return;
    looked_ms = performance.now();
    send("look");
  });

  // ---------------------------------------------------------------- messages
  function prints(message: Prints): void {
    role = message.role;
    if (message.suggested) strip.element.scrollLeft = 0;
    busy.textContent = "";
    const held = strip.hasFocus();
    title.textContent = shelf.aside ? words[`${role}_short`] : words[role];
    root.dataset.testid = `picker-${role}`;
    root.setAttribute("aria-label", words[role]);
    strip.element.setAttribute("aria-label", words[role]);
    strip.element.setAttribute("aria-multiselectable", String(role === "reference"));
    hint.textContent = role === "content" ? words.gray_shown : "";
    blend.hidden = all.hidden = role === "content";
    search.hidden = message.prints.length < SEARCHED;
    shelf.aside?.panel.setAttribute("aria-label", words[role]);
    if (shelf.aside) shelf.aside.name.textContent = words[role];
    suggest.hidden = !message.suggests;
    strip.show(message.prints);
    const best = message.prints.find((print) => print.place === 1);
    const advice = best ? why(words.suggested, best, words.comma) : words.none_serves;
    tell(message.suggested ? advice : "", true);
    mark();
    if (held) strip.takeFocus();
  }
  function choice(message: Choice): void {
    ({ keys: chosen, weights, series } = message);
    sisters.hidden = !series.length;
    busy.setAttribute("aria-live", "polite");
    busy.textContent = "";
    const [first] = chosen;
    const place = strip.place(first);
    if (first !== undefined && place >= 0 && !root.contains(document.activeElement)) {
      strip.moveTo(place);
      strip.scrollTo(first);
    }
    mark();
  }
  function comparing(message: Progress): void {
    error.textContent = "";
    busy.setAttribute("aria-live", message.done ? "off" : "polite"); // said once, not for every print
    busy.textContent = fill(words.comparing, message);
  }
  const handlers = {
    prints,
    choice,
    comparing,
    thumbnail(message: Thumbnail, [bytes]: Bytes[]) {
      strip.thumbnail(message, bytes);
      if (message.key === chosen[0]) showChosen();
    },
    received: () => uploads.arrived(),
    museum: museum.tell,
    museum_begins: museum.begins,
    museum_work: museum.show,
    museum_picture: ({ key }: MuseumKey, [bytes]: Bytes[]) => museum.picture(key, bytes),
    museum_taken() {
      shelf.tabs.choose(0);
      shelf.aside?.close();
    },
    error({ text }: { text: string }) {
      error.textContent = text;
      busy.textContent = "";
    },
  } satisfies Handlers<"picker">;
  const { send, end } = connect<"picker">(model, handlers, (lost) => {
    if (!el.closest(".uw-studio")) error.textContent = lost ? words.gone : ""; // there the preview says it
    for (const each of root.querySelectorAll<HTMLInputElement>("button, input")) each.disabled = lost;
  });
  const uploads = new Uploads(send);
  return () => {
    end();
    strip.end();
    museum.end();
    shelf.aside?.end();
  };
}

export default part(render);
