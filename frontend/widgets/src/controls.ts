// The controls: every setting that Python describes; the plain ones open, all others folded away, with a search.

import { connect, type Handlers, type Model } from "./connect.ts";
import { Row, type Turning } from "./control.ts";
import { button, make } from "./elements.ts";
import { makeFold } from "./fold.ts";
import { mount } from "./ground.ts";
import type { AllControls, Standing, Words } from "./messages.ts";
import { fill } from "./numbers.ts";
import { paced } from "./pace.ts";
import { part } from "./part.ts";

type Group = { element: HTMLDetailsElement; count: HTMLElement; rows: Row[]; wasOpen: boolean };

/** Make what is on the screen; listeners come later. */
function makeScreen(words: Words) {
  const plain = make("div", { className: "uw-plain" });
  const cost = make("p", { className: "uw-hint uw-cost" });
  const hint = make("p", { className: "uw-hint", role: "status" });
  const pending = make("span", { role: "status" });
  const begin = button(words.new_run, { text: words.new_run, kind: "small primary" });
  const keep = button(words.keep_run, { text: words.keep_run, kind: "small" });
  const waiting = make("div", { className: "uw-pending", hidden: true }, pending, begin, keep);
  const search = make("input", { type: "search", placeholder: words.search, "aria-label": words.search });
  const nothing = make("p", { className: "uw-hint", role: "status", hidden: true }, words.nothing_found);
  const groups = make("div", {});
  const advanced = make("div", { className: "uw-advanced" }, search, nothing, groups);
  const folded = makeFold("advanced", words.advanced, advanced).element;
  const trouble = make("p", { className: "uw-error", role: "alert" });
  const root = make(
    "div",
    { className: "uw uw-controls", "data-testid": "controls", role: "group", "aria-label": words.controls },
    plain,
    cost,
    hint,
    waiting,
    trouble,
    folded,
  );
  return { root, plain, cost, hint, pending, begin, keep, waiting, search, nothing, groups, trouble };
}

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const words = model.get("words");
  const screen = makeScreen(words);
  const { root, waiting, search } = screen;
  let rows: Row[] = [];
  let groups: Group[] = [];
  let measured: HTMLElement | null = null;
  let number = 0;
  mount(el, root);

  // ---------------------------------------------------------------- requests
  function next(): number {
    number = Math.max(Date.now(), number + 1); // larger than those of another page, and of this one before it was reloaded
    return number;
  }
  const turns = paced((name: string, value: Standing["values"][string], done: boolean, at: number) =>
    send("turn", { name, value, done, number: at }),
  );
  const turning: Turning = {
    turn(name, value, done) {
      const at = next();
      turns.say(done, name, value, done, at);
      return at;
    },
    back(name) {
      const at = next();
      send("back", { name, number: at });
      return at;
    },
  };
  screen.begin.addEventListener("click", () => send("begin"));
  screen.keep.addEventListener("click", () => send("keep"));
  search.addEventListener("input", () => find(search.value.trim().toLowerCase()));
  root.addEventListener("keydown", byKeys);
  root.addEventListener("focusin", unhush);
  root.addEventListener("pointermove", byPointer);

  /** Escape takes the help away, until another control is looked at. */
  function byKeys(event: KeyboardEvent): void {
    root.classList.remove("pointed");
    const row = root.querySelector(".uw-control:hover") ?? (event.target as Element).closest(".uw-control");
    if (event.key === "Escape") row?.classList.add("hushed");
  }
  /** Help for what has the focus would lie on what a pointer is on its way to. */
  function byPointer(event: Event): void {
    root.classList.add("pointed");
    unhush(event);
  }
  function unhush(event: Event): void {
    const row = (event.target as Element).closest(".uw-control");
    for (const each of root.querySelectorAll(".hushed")) if (each !== row) each.classList.remove("hushed");
  }

  // ---------------------------------------------------------------- what is folded away
  function find(sought: string): void {
    let found = 0;
    for (const group of groups) {
      for (const row of group.rows) row.element.hidden = !row.matches(sought);
      const some = group.rows.filter((row) => !row.element.hidden).length;
      group.element.hidden = !some;
      group.element.open = sought ? some > 0 : group.wasOpen;
      found += some;
    }
    screen.nothing.hidden = found > 0;
  }
  function group(title: string): Group {
    const count = make("small", { className: "uw-changes" });
    const summary = make("summary", { "data-lm-suppress-shortcuts": "true" }, title, count);
    const made: Group = { element: make("details", {}, summary), count, rows: [], wasOpen: false };
    summary.addEventListener("click", () => {
      if (!search.value) made.wasOpen = !made.element.open;
    });
    return made;
  }

  // ---------------------------------------------------------------- messages
  function controls(message: AllControls): void {
    const found = new Map<string, Group>();
    rows = message.controls.map((each) => {
      const row = new Row(each, words, turning);
      if (each.group) {
        const its = found.get(each.group) ?? group(each.group);
        found.set(each.group, its);
        its.rows.push(row);
      }
      return row;
    });
    groups = [...found.values()];
    for (const each of groups) each.element.append(...each.rows.map((row) => row.element));
    const weights = groups.find((each) => each.rows.some((row) => row.control.name === "content_weight"));
    measured = make("p", { className: "uw-hint" });
    weights?.element.querySelector("summary")?.after(measured);
    screen.plain.replaceChildren(...rows.filter((row) => !row.control.group).map((row) => row.element));
    screen.groups.replaceChildren(...groups.map((each) => each.element));
    screen.begin.hidden = !message.begins;
    if (search.value) find(search.value.trim().toLowerCase());
  }
  function standing(message: Standing): void {
    for (const row of rows) row.show(message);
    for (const { count, rows: its } of groups) {
      const n = its.filter((row) => row.differs).length;
      count.textContent = n ? fill(words.changed_of, { n }) : "";
    }
    write(screen.cost, message.cost);
    write(screen.hint, message.hint);
    write(screen.pending, message.waiting);
    waiting.hidden = !message.waiting;
    if (measured) write(measured, message.measured);
  }
  /** Write a text only if it is another: what is spoken when it changes would be spoken again. */
  function write(element: HTMLElement, text: string): void {
    if (element.textContent !== text) element.textContent = text;
  }
  const handlers = { controls, standing } satisfies Handlers<"controls">;
  const { send, end } = connect<"controls">(model, handlers, (lost) => {
    if (!el.closest(".uw-studio")) screen.trouble.textContent = lost ? words.gone : ""; // there the preview says it
    for (const row of rows) row.disable(lost);
  });
  return () => {
    turns.end();
    end();
  };
}

export default part(render);
