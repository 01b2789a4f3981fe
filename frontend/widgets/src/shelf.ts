// What is on the screen of a picker: whole, or slim, with the list in a panel that opens beside it.
import { ChevronRight, Plus, X } from "lucide";
import { button, draw, make } from "./elements.ts";
import type { Words } from "./messages.ts";
import type { MuseumDesk } from "./museum.ts";
import { cutName } from "./names.ts";
import { makePanel } from "./panel.ts";
import type { Strip } from "./strip.ts";
import { makeTabs } from "./tabs.ts";

export type Shelf = ReturnType<typeof makeShelf>;

/** Make the buttons above the list. */
function makeDesk(words: Words) {
  const help = (name: string, title: string) => {
    const made = button(name, { text: name, kind: "small" });
    made.title = title;
    made.hidden = true;
    return made;
  };
  const search = make("input", {
    type: "search",
    placeholder: words.search_prints,
    "aria-label": words.search_prints,
    hidden: true,
  });
  const suggest = help(words.suggest, words.suggest_help);
  const blend = help(words.blend, words.blend_help);
  blend.setAttribute("aria-pressed", "false");
  const all = help(words.all_of_these, words.all_of_these_help);
  const sisters = help(words.series, words.series_help);
  return { search, suggest, blend, all, sisters };
}

/** Make the screen around a strip and a museum; `slim` keeps the list in a panel. Listeners come later. */
export function makeShelf(words: Words, strip: Strip, museum: MuseumDesk, slim: boolean) {
  const title = make("h4");
  const file = make("input", { type: "file", accept: "image/*,.tif,.tiff", multiple: true, hidden: true });
  const text = slim ? {} : { text: words.add_files };
  const icon = slim ? { icon: Plus } : {};
  const adder = button(words.add_files, { ...text, ...icon, kind: "small uw-add", onclick: () => file.click() });
  adder.title = `${words.add_files} ${words.drop_here}`;
  const desk = makeDesk(words);
  const hint = make("span", { className: "uw-hint2" });
  const note = make("p", { className: "uw-hint2 uw-why" });
  const weights = make("div", { className: "uw-weights" });
  const busy = make("p", { className: "uw-hint2 uw-at-work", role: "status" });
  const error = make("p", { className: "uw-error", role: "alert" });
  const stock = make("div", { className: "uw-stock" }, strip.element, note, weights, busy);
  const { search, suggest, sisters, blend, all } = desk;
  const row = make("div", { className: "uw-row uw-head" }, title);
  const root = make("div", { className: `uw uw-picker${slim ? " slim" : ""}`, tabIndex: -1 }, row);
  const chosen = make("button", { type: "button", className: "uw-chosen", hidden: !slim });
  const tabs = makeTabs([words.here, words.museum], (place) => {
    const away = place !== 0;
    museum.element.hidden = !away;
    root.classList.toggle("uw-at-museum", away);
    aside?.panel.classList.toggle("uw-at-museum", away);
    if (away) museum.focus();
  });
  const aside = slim ? slimmed() : null;
  if (!aside) {
    row.append(tabs.element, hint, search, suggest, sisters, blend, all, adder, file);
    root.append(stock, museum.element, error);
  }
  tabs.choose(0);

  function slimmed() {
    const room = make("div", { className: "uw-stock" }); // on the shelf while the list is in the panel: nothing moves up
    const made = makePanel(root, chosen, (open) => {
      if (open) {
        room.style.height = `${stock.getBoundingClientRect().height}px`;
        stock.replaceWith(room);
        body.append(stock);
      } else room.replaceWith(stock);
      strip.scrollToFocus();
      if (open) strip.takeFocus();
    });
    const close = button(words.close, { icon: X, kind: "small uw-close", onclick: made.close });
    const add = button(words.add_files, { text: words.add_files, kind: "small", onclick: () => file.click() });
    const name = make("h4");
    const body = make("div", { className: "uw-panel-body" });
    const head = make("div", { className: "uw-row uw-head" }, name, tabs.element, search, close);
    const tools = make("div", { className: "uw-row uw-head" }, suggest, sisters, blend, all, add);
    made.panel.append(head, tools, hint, body, museum.element);
    row.append(adder, file);
    root.append(chosen, stock, made.panel, error);
    return { ...made, name };
  }
  /** Show which prints are chosen: the first one, and how many there are. */
  function showChosen(address: string, names: string[], credit: string): void {
    const [name = ""] = names;
    const picture = address ? make("img", { src: address, alt: "" }) : "…";
    const count = names.length > 1 ? make("span", { className: "uw-how-many" }, `+${names.length - 1}`) : null;
    chosen.replaceChildren(make("span", { className: "uw-picture" }, picture), cutName(name), draw(ChevronRight));
    if (count) chosen.append(count);
    chosen.setAttribute("aria-label", `${title.textContent}: ${names.join(words.comma)}. ${words.more_prints}`);
    chosen.title = [...names, credit, words.more_prints].filter(Boolean).join("\n");
  }
  return { root, title, file, hint, note, weights, busy, error, ...desk, aside, tabs, showChosen };
}
