// The line of numbers below the picture, and how far the run is.
import { make } from "./elements.ts";
import type { PreviewState, Words } from "./messages.ts";
import { duration, fill, short } from "./numbers.ts";

/** Return speed as a person says it: iterations per second, or seconds per iteration. */
export function speed(each_s: number, words: Pick<Words, "per_s" | "each_s">): string {
  return each_s < 1 ? fill(words.per_s, { n: (1 / each_s).toFixed(1) }) : fill(words.each_s, { n: each_s.toFixed(1) });
}

export function makeFigures(words: Words) {
  const numbers = make("div", { className: "uw-numbers", role: "status", "data-testid": "numbers" });
  const bar = make("div");
  const progress = make("div", { className: "uw-progress", role: "progressbar", "aria-label": words.iteration }, bar);

  function status({ status, busy, back }: PreviewState): HTMLElement[] {
    const shown = busy || (back && status === "paused" ? "back" : status);
    if (shown === "empty") return [];
    return [make("b", { "data-testid": "status", "data-status": status }, words[shown])];
  }
  function pairs({ index, until, each_s, left_s, ratio }: PreviewState): HTMLElement[] {
    const pairs: [string, string][] = [];
    if (index !== undefined) pairs.push([words.iteration, `${index}${until ? ` ${words.of} ${until}` : ""}`]);
    if (each_s) pairs.push([words.speed, speed(each_s, words)]);
    if (left_s) pairs.push([words.left, duration(left_s)]);
    if (ratio !== undefined) pairs.push([words.ratio, short(ratio)]);
    return pairs.map(([label, value]) => make("span", {}, `${label} `, make("b", {}, value)));
  }
  function show(message: PreviewState): void {
    const { index, until } = message;
    numbers.replaceChildren(...status(message), ...pairs(message));
    const share = until && index !== undefined ? index / until : 0;
    bar.style.width = `${100 * share}%`;
    progress.setAttribute("aria-valuenow", String(Math.round(100 * share)));
  }
  return { numbers, progress, show };
}
