// The line below the picture: what the run does, and its numbers.
import { make } from "./elements.ts";
import type { PreviewState, Words } from "./messages.ts";
import { duration, fill, short } from "./numbers.ts";

/** Return speed as a person says it: iterations per second, or seconds per iteration. */
export function speed(each_s: number, words: Pick<Words, "per_s" | "each_s">): string {
  return each_s < 1 ? fill(words.per_s, { n: (1 / each_s).toFixed(1) }) : fill(words.each_s, { n: each_s.toFixed(1) });
}

/** Make the line. A screen reader hears what the run does, but no numbers: they change all the time. */
export function makeFigures(words: Words) {
  const status = make("b", { "data-testid": "status" });
  const numbers = make("span", { className: "uw-numbers", "data-testid": "numbers" });
  const aloud = make("span", { className: "uw-aloud", role: "status" });
  const element = make("div", { className: "uw-figures" }, status, numbers, aloud);

  function pairs({ each_s, left_s, ratio }: PreviewState): HTMLElement[] {
    const pairs: [string, string, string][] = [];
    if (each_s) pairs.push([words.speed, speed(each_s, words), ""]);
    if (left_s) pairs.push([words.left, duration(left_s), ""]);
    if (ratio !== undefined) pairs.push([words.ratio, short(ratio), words.ratio_help]);
    return pairs.map(([label, value, title]) => make("span", { title }, `${label} `, make("b", {}, value)));
  }
  function show(message: PreviewState): void {
    const shown = message.back && message.status === "paused" ? "back" : message.status;
    const text = message.busy || shown === "empty" ? "" : words[shown];
    status.dataset.status = message.busy ? "busy" : message.status;
    if (status.textContent !== text) status.textContent = aloud.textContent = text;
    numbers.replaceChildren(...pairs(message));
  }
  return { element, show };
}
