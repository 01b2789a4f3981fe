// The timeline: how far the run is, which of its pictures are kept, where something was set, and where one looks.
import { make } from "./elements.ts";
import type { TransportState, Words } from "./messages.ts";
import { fill } from "./numbers.ts";

/** Return the iteration at the right end of the line: where the run will stop, or as far as it is. */
export function lineEnd({ index = 0, until }: Pick<TransportState, "index" | "until">): number {
  return Math.max(index, until ?? 0, 1);
}

/** Make the line. `seek(index)` is called for an iteration to look at; null is the newest. */
export function makeTimeline(words: Words, seek: (index: number | null) => void) {
  const about = { "aria-label": words.timeline, title: words.timeline_help };
  const range = make("input", { type: "range", min: "0", max: "1", value: "0", step: "1", ...about });
  const kept = make("div", { className: "uw-kept" });
  const marks = make("div", { className: "uw-marks" });
  const where = make("span", { className: "uw-where", "data-testid": "where" });
  const element = make("div", { className: "uw-timeline" }, kept, range, marks, where);
  let now: TransportState = { status: "empty", busy: "" };
  let drawn = "";

  function tick(at: number, end: number): HTMLElement {
    return make("i", { style: `left:${(100 * at) / end}%` });
  }
  function showWhere(position: number): void {
    const { index, until } = now;
    if (index === undefined) where.textContent = "";
    else where.textContent = until ? `${position} ${words.of} ${Math.max(index, until)}` : String(position);
    const values = { position, newest: index ?? 0 };
    range.setAttribute("aria-valuetext", fill(words.at_iteration, values));
    element.classList.toggle("back", index !== undefined && position < index);
  }
  range.addEventListener("input", () => {
    const newest = now.index ?? 0;
    const index = Math.min(Number(range.value), newest); // what is not done yet cannot be looked at
    range.value = String(index);
    now.position = index >= newest ? null : index;
    showWhere(index);
    seek(now.position);
  });
  function show(message: TransportState): void {
    now = { ...message };
    const newest = message.index ?? 0;
    const end = lineEnd(message);
    range.disabled = message.index === undefined;
    range.max = String(end);
    const dragged = document.activeElement === range && (message.position ?? null) !== null;
    if (!dragged) range.value = String(message.position ?? newest);
    range.style.setProperty("--uw-done", `${(100 * newest) / end}%`);
    showWhere(Number(range.value));
    const changed = JSON.stringify([end, message.kept, message.marks]);
    if (changed === drawn) return;
    drawn = changed;
    kept.replaceChildren(...(message.kept ?? []).map((at) => tick(at, end)));
    marks.replaceChildren(...(message.marks ?? []).filter((at) => at <= newest).map((at) => tick(at, end)));
  }
  return { element, show };
}
