// A section that folds, and stays as it was left in this notebook.
import { ChevronRight } from "lucide";
import { draw, make } from "./elements.ts";

/** Where the page keeps whether a section stood open: by notebook, as far as its address names one. */
const place = (name: string) => `ukiyo:${location.pathname}:${name}`;

function recalled(name: string): string | null {
  try {
    return localStorage.getItem(place(name));
  } catch {
    return null; // a page in a frame may have no storage
  }
}

function remember(name: string, open: boolean): void {
  try {
    localStorage.setItem(place(name), open ? "open" : "folded");
  } catch {
    // It is then folded the next time.
  }
}

/** Make a section of a title and something below it, folded at first. `turned(open)` is called when it is opened or folded. */
export function makeFold(
  name: string,
  title: string,
  content: HTMLElement,
  turned: (open: boolean) => void = () => {},
) {
  const opener = make("button", { type: "button", className: "uw-fold" }, draw(ChevronRight), make("span", {}, title));
  const element = make("section", { className: "uw uw-folded" }, opener, content);
  function turn(open: boolean): void {
    content.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    turned(open);
  }
  opener.addEventListener("click", () => {
    turn(content.hidden === true);
    remember(name, !content.hidden);
  });
  turn(recalled(name) === "open");
  return {
    element,
    /** Open it because there is something to see now, unless somebody has decided about it. */
    offer() {
      if (content.hidden && recalled(name) === null) turn(true);
    },
  };
}
