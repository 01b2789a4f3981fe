// The strip of thumbnails: a list that the keyboard walks along.
import { type Bytes, blob } from "./bytes.ts";
import { make } from "./elements.ts";
import type { OfferedPrint, Thumbnail, Words } from "./messages.ts";
import { cutName } from "./names.ts";
import { fill } from "./numbers.ts";

const BEST = 3; // so many suggestions are numbered

type Pick = (place: number, more: boolean) => void;
type Picture = { address: string; problem: string; credit: string };

/** Return where a key leads from a place in a list, if anywhere. */
export function walked(key: string, place: number, last: number): number | undefined {
  if (key === "ArrowRight" || key === "ArrowDown") return Math.min(place + 1, last);
  if (key === "ArrowLeft" || key === "ArrowUp") return Math.max(place - 1, 0);
  if (key === "Home") return 0;
  return key === "End" ? last : undefined;
}

/** Whether a name holds a text, however either is written. */
export function holds(name: string, text: string): boolean {
  const plain = (each: string) => each.normalize("NFKC").toLowerCase();
  return plain(name).includes(plain(text.trim()));
}

/** Return why a print would serve, as one sentence. */
export function why(text: string, { name, why }: OfferedPrint, comma: string): string {
  return fill(text, { name, why: why.join(comma).replace(/[.。]$/, "") });
}

export class Strip {
  readonly element: HTMLElement;
  prints: OfferedPrint[] = [];
  readonly #words: Words;
  readonly #pick: Pick;
  readonly #tell: (text: string) => void;
  readonly #options = new Map<string, HTMLButtonElement>();
  readonly #pictures = new Map<string, Picture>();
  #focus = 0;
  #chosen: readonly string[] = [];
  #text = "";

  /** `pick(place, more)` is called for a click or a key, `tell(text)` while a print that was compared is pointed at. */
  constructor(words: Words, pick: Pick, tell: (text: string) => void) {
    this.#words = words;
    this.#pick = pick;
    this.#tell = tell;
    this.element = make("div", { className: "uw-prints", role: "listbox" });
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Show prints; after a new order, the keyboard stays with the print that it was at. Call `mark` next. */
  show(prints: OfferedPrint[]): void {
    const at = [...this.#options.keys()][this.#focus];
    this.prints = prints;
    this.#focus = Math.max(0, this.place(at));
    this.#options.clear();
    this.element.replaceChildren(...prints.map((print, place) => this.#option(print, place)));
    for (const key of this.#pictures.keys()) this.#showPicture(key);
  }

  /** List only those whose names hold a text. */
  narrow(text: string): void {
    this.#text = text;
    this.#hideOthers();
  }

  #hideOthers(): void {
    for (const print of this.prints) {
      const option = this.#options.get(print.key);
      if (option) option.hidden = !holds(print.name, this.#text) && !this.#chosen.includes(print.key);
    }
    // The keyboard begins at one that is listed.
    const listed = this.#listed();
    const at = this.prints[this.#focus]?.key ?? "";
    this.#focus = Math.max(0, this.place(listed.includes(at) ? at : listed[0]));
    this.prints.forEach(({ key }, place) => {
      const option = this.#options.get(key);
      if (option) option.tabIndex = place === this.#focus ? 0 : -1;
    });
  }

  mark(chosen: readonly string[]): void {
    this.#chosen = chosen;
    for (const [key, option] of this.#options) option.setAttribute("aria-selected", String(chosen.includes(key)));
    this.#hideOthers();
  }

  place(key: string | undefined): number {
    return this.prints.findIndex((print) => print.key === key);
  }

  hasFocus(): boolean {
    return this.element.contains(document.activeElement);
  }

  takeFocus(): void {
    this.#options.get(this.prints[this.#focus]?.key ?? "")?.focus();
  }

  /** Let the keyboard begin at a place. */
  moveTo(place: number): void {
    this.#focus = place;
  }

  scrollTo(key: string): void {
    const option = this.#options.get(key);
    if (!option) return;
    this.element.scrollLeft = Math.max(0, option.offsetLeft - this.element.clientWidth / 2);
    this.element.scrollTop = Math.max(0, option.offsetTop - this.element.clientHeight / 2);
  }

  scrollToFocus(): void {
    this.scrollTo(this.prints[this.#focus]?.key ?? "");
  }

  /** Return where a print's thumbnail is, if it is there. */
  address(key: string | undefined): string {
    return this.#pictures.get(key ?? "")?.address ?? "";
  }

  /** Return whose print it is, if its file says so. */
  credit(key: string | undefined): string {
    return this.#pictures.get(key ?? "")?.credit ?? "";
  }

  /** Return what is wrong with a print's file, if anything. */
  problem(key: string): string {
    return this.#pictures.get(key)?.problem ?? "";
  }

  /** Return the keys of all prints that are listed and whose files can be read, as far as is known. */
  sound(): string[] {
    return this.#listed().filter((key) => !this.problem(key));
  }

  #listed(): string[] {
    return this.prints.map(({ key }) => key).filter((key) => !this.#options.get(key)?.hidden);
  }

  thumbnail({ key, error, credit }: Thumbnail, bytes: Bytes | undefined): void {
    const old = this.#pictures.get(key);
    if (old?.address) URL.revokeObjectURL(old.address);
    const address = bytes ? URL.createObjectURL(blob(bytes, "image/jpeg")) : "";
    this.#pictures.set(key, { address, problem: error, credit });
    this.#showPicture(key);
  }

  end(): void {
    for (const { address } of this.#pictures.values()) if (address) URL.revokeObjectURL(address);
  }

  #option(print: OfferedPrint, place: number): HTMLButtonElement {
    const words = this.#words;
    const title = [print.name, ...print.why].join("\n");
    const option = make(
      "button",
      { type: "button", className: "uw-print", role: "option", title, "aria-label": print.name },
      make("span", { className: "uw-picture" }, "…"),
      cutName(print.name),
    );
    option.addEventListener("click", (event) => {
      this.#pick(place, event.ctrlKey || event.metaKey || event.shiftKey);
    });
    if (print.place && print.place <= BEST) {
      option.append(make("span", { className: "uw-place", "aria-hidden": "true" }, String(print.place)));
    }
    if (print.why.length) {
      const first = print.place ? [fill(words.place, { place: print.place })] : [];
      option.setAttribute("aria-description", [...first, ...print.why].join(words.comma));
      const tell = () => this.#tell(why(words.why, print, words.comma));
      for (const kind of ["pointerenter", "focus"]) option.addEventListener(kind, tell);
    }
    const whose = () => {
      if (!print.why.length && this.credit(print.key)) this.#tell(this.credit(print.key));
    };
    for (const kind of ["pointerenter", "focus"]) option.addEventListener(kind, whose);
    this.#options.set(print.key, option);
    return option;
  }

  #showPicture(key: string): void {
    const option = this.#options.get(key);
    const picture = this.#pictures.get(key);
    if (!option || !picture) return;
    const { address, problem, credit } = picture;
    option.classList.toggle("bad", Boolean(problem));
    option.querySelector(".uw-picture")?.replaceChildren(address ? make("img", { src: address, alt: "" }) : "⚠");
    if (problem) option.title = problem;
    else if (credit && !option.title.endsWith(credit)) option.title += `\n${credit}`;
  }

  #key(event: KeyboardEvent): void {
    const listed = this.#listed();
    const at = listed.indexOf(this.prints[this.#focus]?.key ?? "");
    const next = listed[walked(event.key, at, listed.length - 1) ?? -1];
    if (next !== undefined) {
      const before = this.#options.get(this.prints[this.#focus]?.key ?? "");
      if (before) before.tabIndex = -1;
      this.#focus = this.place(next);
      const option = this.#options.get(next);
      if (option) option.tabIndex = 0;
      option?.focus();
    } else if (event.key === "Enter") this.#pick(this.#focus, false);
    else if (event.key === " ") this.#pick(this.#focus, true);
    else return;
    event.preventDefault();
    event.stopPropagation(); // the notebook has keys of its own
  }
}
