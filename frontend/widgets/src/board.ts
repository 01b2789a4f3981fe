// The board of a collection: how far it is, its prints, and which of them are wanted again, with what.
import { ChevronLeft, ChevronRight, Play, Square } from "lucide";
import { type Bytes, blob } from "./bytes.ts";
import { connect, type Handlers, type Model } from "./connect.ts";
import { button, make } from "./elements.ts";
import { mount } from "./ground.ts";
import type { BoardPage, BoardPrint, Control, Far, Markable, Pair, Which, Words } from "./messages.ts";
import { fill } from "./numbers.ts";
import { part } from "./part.ts";
import { walked } from "./strip.ts";

const REFERENCE = "reference";
const TYPED_MS = 250; // after the last letter of a search
const SOUGHT: Which[] = ["all", "done", "skipped", "missing", "marked"];

/** Of whatever there is on a page: makes a name that no other element has. */
const own = Math.random().toString(36).slice(2);

/** Make what a person says prints are to be made again with. */
function makeWish(words: Words) {
  const setting = make("select", { "aria-label": words.again_with });
  const place = make("span", { className: "uw-collection-value" });
  const known = make("datalist", { id: `uw-references-${own}` });
  let controls: Control[] = [];
  let value: HTMLInputElement | HTMLSelectElement | null = null;
  setting.addEventListener("change", ask);

  function ask(): void {
    value = field();
    place.replaceChildren(...(value ? [value] : []));
  }
  function field(): HTMLInputElement | HTMLSelectElement | null {
    const label = { "aria-label": words.again_value };
    if (!setting.value) return null;
    if (setting.value === REFERENCE) {
      const made = make("input", { type: "text", placeholder: words.reference_place, ...label });
      made.setAttribute("list", known.id);
      return made;
    }
    const control = controls.find(({ name }) => name === setting.value);
    const either: [string, string][] = [
      ["yes", words.yes],
      ["no", words.no],
    ];
    const choices = control?.kind === "switch" ? either : (control?.choices ?? []);
    if (choices.length)
      return make("select", label, ...choices.map(([each, text]) => make("option", { value: each }, text)));
    return make("input", { type: "text", title: control?.help ?? "", ...label });
  }
  function offer({ settings, references }: Markable): void {
    controls = settings;
    const titles = settings.map(({ name, title }): [string, string] => [name, title]);
    const all: [string, string][] = [["", words.once_more], [REFERENCE, words.another_reference], ...titles];
    const chosen = setting.value;
    setting.replaceChildren(...all.map(([each, text]) => make("option", { value: each }, text)));
    setting.value = chosen;
    known.replaceChildren(...references.map((each) => make("option", { value: each })));
    if (!value) ask();
  }
  return {
    elements: [setting, place, known],
    offer,
    said: () => ({ setting: setting.value, value: value?.value ?? "" }),
  };
}

/** Make one print of the board. */
function makeOne(name: string) {
  const picture = make("span", { className: "uw-picture" }, "…");
  const state = make("span", { className: "uw-collection-state" });
  const mark = make("span", { className: "uw-collection-mark" });
  const title = make("span", { className: "uw-collection-name" }, name);
  const element = make("button", { type: "button", className: "uw-collection-print", role: "option", tabIndex: -1 });
  element.append(picture, title, state, mark);
  let address = "";
  return {
    element,
    show(print: BoardPrint, words: Words): void {
      const { state: stands, said } = print;
      element.dataset.state = stands;
      state.textContent = stands === "done" ? "" : words[`state_${stands}`];
      mark.textContent = print.mark ? fill(words.marked_with, { mark: print.mark }) : "";
      element.title = [name, said].filter(Boolean).join("\n");
      const told = [name, words[`state_${stands}`], stands === "skipped" ? said : "", mark.textContent];
      element.setAttribute("aria-label", told.filter(Boolean).join(words.comma));
    },
    put(bytes: Bytes): void {
      URL.revokeObjectURL(address);
      address = URL.createObjectURL(blob(bytes, "image/webp"));
      picture.replaceChildren(make("img", { src: address, alt: "" }));
    },
    end: () => URL.revokeObjectURL(address),
  };
}

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const words = model.get("words");
  const head = make("b", { role: "status" });
  const going = button(words.board_go_on, { icon: Play, text: words.board_go_on, kind: "primary" });
  const resting = button(words.board_stop, { icon: Square, text: words.board_stop });
  const bar = make("progress", { max: 100, "aria-label": words.board });
  const dashboard = make("a", { target: "_blank", rel: "noopener", hidden: true }, words.dashboard);
  const workers = make("table", { className: "uw-collection-workers", hidden: true });
  const search = make("input", {
    type: "search",
    placeholder: words.search_prints,
    "aria-label": words.search_prints,
  });
  const state = make("select", { "aria-label": words.board_which });
  state.append(...SOUGHT.map((each) => make("option", { value: each }, words[`state_${each}`])));
  const before = button(words.page_before, { icon: ChevronLeft, kind: "small", onclick: () => turn(-1) });
  const after = button(words.page_after, { icon: ChevronRight, kind: "small", onclick: () => turn(1) });
  const where = make("span", { className: "uw-hint2" });
  const whole = button(words.choose_page, { text: words.choose_page, kind: "small", onclick: chooseAll });
  const list = make("div", { className: "uw-collection-prints", role: "listbox", "aria-label": words.board_prints });
  list.setAttribute("aria-multiselectable", "true");
  const wish = makeWish(words);
  const mark = button(fill(words.mark_n, { n: 0 }), { text: "…", kind: "small" });
  const unmark = button(words.unmark, { text: words.unmark, kind: "small" });
  const made = button(fill(words.make_marked, { n: 0 }), { text: "…", kind: "small primary" });
  const error = make("p", { className: "uw-error", role: "alert" });
  const root = make("div", { className: "uw uw-collection", role: "group", "aria-label": words.board });
  root.dataset.testid = "board";
  root.append(
    make("div", { className: "uw-row" }, head, make("span", { className: "uw-grow" }), dashboard, going, resting),
    bar,
    workers,
    make("div", { className: "uw-row" }, search, state, before, where, after, whole),
    list,
    make("div", { className: "uw-row uw-collection-wish" }, words.again_with, ...wish.elements, mark, unmark, made),
    error,
  );
  mount(el, root);

  let page = 0;
  let at = "";
  let shown: BoardPrint[] = [];
  let lost = false;
  let marked = 0;
  let typed = 0;
  const ones = new Map<string, ReturnType<typeof makeOne>>();
  const chosen = new Set<string>();

  function browse(to: number): void {
    send("browse", { text: search.value, state: state.value as Which, page: to });
  }
  function turn(by: number): void {
    browse(page + by);
  }
  function name(element: HTMLButtonElement, text: string): void {
    if (element.getAttribute("aria-label") === text) return;
    element.setAttribute("aria-label", text);
    element.title = text;
    element.replaceChildren(make("span", { className: "uw-label" }, text));
  }
  function settle(): void {
    for (const [each, one] of ones) {
      one.element.setAttribute("aria-selected", String(chosen.has(each)));
      one.element.tabIndex = each === at ? 0 : -1;
    }
    name(mark, fill(words.mark_n, { n: chosen.size }));
    name(made, fill(words.make_marked, { n: marked }));
    mark.disabled = lost || !chosen.size;
    unmark.disabled = lost || !shown.some((each) => each.mark && chosen.has(each.name));
    made.disabled = lost || !marked;
  }
  function choose(each: string): void {
    at = each;
    if (!chosen.delete(each)) chosen.add(each);
    settle();
  }
  function chooseAll(): void {
    const all = shown.every((each) => chosen.has(each.name));
    for (const each of shown) all ? chosen.delete(each.name) : chosen.add(each.name);
    settle();
  }
  function show(message: BoardPage): void {
    page = message.page;
    where.textContent = fill(words.page_of, { page: page + 1, pages: message.pages });
    before.disabled = page === 0;
    after.disabled = page + 1 >= message.pages;
    const names = message.prints.map((each) => each.name);
    const same = names.join("\n") === shown.map((each) => each.name).join("\n");
    const held = list.contains(document.activeElement);
    shown = message.prints;
    if (!same || !names.length) lay(names);
    for (const each of shown) ones.get(each.name)?.show(each, words);
    if (!names.includes(at)) at = names[0] ?? "";
    settle();
    if (held && !same) ones.get(at)?.element.focus();
  }
  /** Lay out other prints; what was chosen on another page is not chosen any more, for nobody sees it. */
  function lay(names: string[]): void {
    for (const [each, one] of ones) {
      if (names.includes(each)) continue;
      one.end();
      ones.delete(each);
      chosen.delete(each);
    }
    for (const each of names) {
      if (ones.has(each)) continue;
      const one = makeOne(each);
      one.element.addEventListener("click", () => choose(each));
      ones.set(each, one);
    }
    const none = make("p", { className: "uw-hint2" }, words.no_prints);
    list.replaceChildren(...(names.length ? names.map((each) => ones.get(each)?.element ?? "") : [none]));
  }
  list.addEventListener("keydown", (event) => {
    const place = shown.findIndex((each) => each.name === at);
    const next = shown[walked(event.key, place, shown.length - 1) ?? -1];
    if (next) {
      at = next.name;
      settle();
      ones.get(at)?.element.focus();
    } else if (event.key === " " || event.key === "Enter") choose(at);
    else return;
    event.preventDefault();
    event.stopPropagation(); // the notebook has keys of its own
  });
  search.addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(() => browse(0), TYPED_MS);
  });
  state.addEventListener("change", () => browse(0));
  going.addEventListener("click", () => send("go_on"));
  resting.addEventListener("click", () => send("rest"));
  mark.addEventListener("click", () => send("mark", { names: [...chosen], ...wish.said() }));
  unmark.addEventListener("click", () => send("unmark", { names: [...chosen] }));
  made.addEventListener("click", () => send("make_marked"));

  function far(message: Far): void {
    head.textContent = message.headline;
    bar.value = message.percent;
    going.hidden = message.goes_on;
    resting.hidden = !message.goes_on;
    marked = message.marked;
    dashboard.hidden = !message.dashboard;
    dashboard.href = message.dashboard;
    workers.hidden = !message.workers.length;
    const titles = [words.worker, words.worker_prints, words.worker_speed].map((each) => make("th", {}, each));
    const rows = message.workers.map((cells) => make("tr", {}, ...cells.map((each) => make("td", {}, each))));
    workers.replaceChildren(make("tr", {}, ...titles), ...rows);
    settle();
  }
  const handlers = {
    markable: wish.offer,
    far,
    prints_page: show,
    pair({ name: whose }: Pair, [bytes]: Bytes[]) {
      if (bytes) ones.get(whose)?.put(bytes);
    },
    error({ text }: { text: string }) {
      error.textContent = text;
    },
  } satisfies Handlers<"board">;
  const { send, end } = connect<"board">(model, handlers, (gone) => {
    lost = gone;
    error.textContent = gone ? words.gone : "";
    for (const each of root.querySelectorAll<HTMLInputElement>("button, input, select")) each.disabled = gone;
    settle();
  });
  return () => {
    end();
    clearTimeout(typed);
    for (const one of ones.values()) one.end();
  };
}

export default part(render);
