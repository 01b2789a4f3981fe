// Names that are too long for their place are cut in the middle: files differ at their ends.
import { make } from "./elements.ts";

const SHORT = 11; // letters that any place has room for
const TAIL = 7; // letters at the end that always stand, or a whole word of about that length

/** Return a name's beginning, which may be cut, and its end, which may not; the ending of a file is left out. */
export function parted(name: string): [head: string, tail: string] {
  const letters = [...name.replace(/\.\w{2,5}$/, "")];
  if (letters.length <= SHORT) return [letters.join(""), ""];
  const word = letters.findLastIndex((letter) => /[\s_-]/.test(letter)) + 1;
  const length = letters.length - word;
  const at = length >= 2 && length <= TAIL + 1 ? word : letters.length - TAIL;
  return [letters.slice(0, at).join(""), letters.slice(at).join("")];
}

/** Make a name of one line. */
export function cutName(name: string): HTMLElement {
  const [head, tail] = parted(name);
  return make(
    "span",
    { className: "uw-print-name" },
    make("span", { className: "uw-cut" }, head),
    make("span", {}, tail),
  );
}
