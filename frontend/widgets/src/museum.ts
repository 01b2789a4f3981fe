// Prints from a museum, in a picker: a search, what it finds, and a click that takes one. Nothing is asked before.
import { Search } from "lucide";
import { type Bytes, blob } from "./bytes.ts";
import { button, make } from "./elements.ts";
import type { Museum, MuseumWork, Words } from "./messages.ts";
import { walked } from "./strip.ts";

export type MuseumDesk = ReturnType<typeof makeMuseum>;

/** Make the desk; `search(query)` and `take(key)` are called for a person's wishes. */
export function makeMuseum(words: Words, search: (query: string) => void, take: (key: string) => void) {
  const query = make("input", {
    type: "search",
    placeholder: words.museum_query,
    "aria-label": words.museum_query,
  });
  const begin = button(words.museum_search, { icon: Search, text: words.museum_search, kind: "small primary" });
  const where = make("b", {}, words.museum_which);
  const help = make("p", { className: "uw-hint2" }, words.museum_help);
  const state = make("p", { className: "uw-hint2 uw-at-work", role: "status" });
  const error = make("p", { className: "uw-error", role: "alert" });
  const found = make("div", { className: "uw-works", role: "group", "aria-label": words.museum_which });
  const row = make("div", { className: "uw-row" }, query, begin);
  const element = make("div", { className: "uw-museum", hidden: true }, where, help, row, state, error, found);
  const pictures = new Map<string, HTMLElement>();
  let addresses: string[] = [];

  function ask(): void {
    if (query.value.trim()) search(query.value);
    else query.focus();
  }
  begin.addEventListener("click", ask);
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter") ask();
  });
  found.addEventListener("keydown", (event) => {
    const all = [...found.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const next = all[walked(event.key, at, all.length - 1) ?? -1];
    if (!next) return;
    next.focus();
    event.preventDefault();
  });
  function empty(): void {
    for (const each of addresses) URL.revokeObjectURL(each);
    addresses = [];
    pictures.clear();
    found.replaceChildren();
  }
  function show({ key, title, artist, date, whose, credit }: MuseumWork): void {
    const picture = make("span", { className: "uw-picture" }, "…");
    const by = make("span", {}, [artist, date].filter(Boolean).join(words.comma));
    const work = make("button", { type: "button", className: "uw-work", title: credit, tabIndex: 0 });
    work.append(picture, make("b", {}, title || key), by, make("small", {}, whose));
    work.addEventListener("click", () => take(key));
    pictures.set(key, picture);
    found.append(work);
  }
  return {
    element,
    begins: empty,
    show,
    picture(key: string, bytes: Bytes | undefined): void {
      const address = bytes ? URL.createObjectURL(blob(bytes, "image/jpeg")) : "";
      if (address) addresses.push(address);
      pictures.get(key)?.replaceChildren(address ? make("img", { src: address, alt: "" }) : "–");
    },
    tell({ text, busy }: Museum): void {
      state.textContent = busy ? text || words.museum_searching : "";
      error.textContent = busy ? "" : text;
    },
    focus: () => query.focus(),
    end: empty,
  };
}
