// Colours of a picture, as `#rrggbb`.
import { context } from "./elements.ts";
import type { Point } from "./messages.ts";

/** Return the mean colour of the 3 × 3 pixels around a point. */
export function colourAt(canvas: HTMLCanvasElement, [x, y]: Point): string {
  const { data } = context(canvas).getImageData(start(x, canvas.width), start(y, canvas.height), 3, 3);
  return meanColour(data);
}

/** Return where three pixels around a place begin, none of them outside if it can be helped. */
export function start(share: number, size: number): number {
  return Math.min(Math.max(0, Math.floor(share * size) - 1), Math.max(0, size - 3));
}

/** Return the mean colour of RGBA pixels; those that are transparent do not count. */
export function meanColour(rgba: ArrayLike<number>): string {
  const sums = [0, 0, 0];
  let count = 0;
  for (let i = 0; i < rgba.length; i += 4) {
    if (!rgba[i + 3]) continue;
    count++;
    sums.forEach((sum, channel) => {
      sums[channel] = sum + (rgba[i + channel] ?? 0);
    });
  }
  const hex = (sum: number) =>
    Math.round(sum / Math.max(1, count))
      .toString(16)
      .padStart(2, "0");
  return `#${sums.map(hex).join("")}`;
}
