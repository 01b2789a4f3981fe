// The scan's own lightness under the run's colours, live. On the graphics card if there is one; else roughly while it plays,
// by blending, and exactly as soon as it rests.
import { makeCard } from "./card.ts";
import { carryRows, type Guides, guides, type Pixels, stretched } from "./carrying.ts";
import { context, make } from "./elements.ts";

const SLICE_MS = 12; // of exact work at a time: the page stays alive
const ROWS = 16;
const MOST_MS = 40; // of a picture while it plays: a card that takes longer is none, but a program on the processor

export type Drawable = HTMLCanvasElement | ImageBitmap;

/** Return the pixels of a picture. */
function pixelsOf(picture: Drawable): Pixels {
  const { width, height } = picture;
  const paper = context(make("canvas", { width, height }), { willReadFrequently: true });
  paper.drawImage(picture, 0, 0);
  return paper.getImageData(0, 0, width, height);
}

export type Sharp = ReturnType<typeof makeSharp>;

/** Make what carries colours to a scan; `setScan` says which, with its L* at the run's size. */
export function makeSharp() {
  let card = makeCard();
  let scan: ImageBitmap | null = null;
  let seen: Float32Array | null = null;
  let cost_ms = Number.POSITIVE_INFINITY;
  const works = new Map<HTMLCanvasElement, number>(); // the newest work on each canvas

  function setScan(large: ImageBitmap, lightness: Float32Array | null): void {
    [scan, seen, cost_ms] = [large, lightness, Number.POSITIVE_INFINITY];
    if (lightness) card?.setScan(large);
  }
  /** Whether a picture can be shown with the scan's lightness. */
  function serves({ width, height }: Drawable): boolean {
    return Boolean(scan && seen && seen.length === width * height && scan.width > width);
  }
  /** Draw a picture that `serves` onto a canvas; `resting` says that no other comes soon, `fine` are its a* and b*, if known. */
  function carry(picture: Drawable, canvas: HTMLCanvasElement, resting: boolean, fine?: Int16Array | null): void {
    if (!scan || !seen) return;
    const { width, height } = scan;
    const work = (works.get(canvas) ?? 0) + 1;
    works.set(canvas, work);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    if (card?.lost()) card = null;
    if (!resting && !(card && cost_ms < MOST_MS)) {
      blend(picture, canvas, scan);
      return;
    }
    const begun_ms = performance.now();
    const found = guides(pixelsOf(picture), seen, fine);
    if (card) {
      const paper = context(canvas);
      paper.drawImage(card.draw(found), 0, 0);
      if (resting) {
        paper.getImageData(0, 0, 1, 1); // waits for the card: so long it takes
        cost_ms = Math.min(cost_ms, performance.now() - begun_ms);
      }
      Object.assign(canvas.dataset, { sharp: "exact", by: "card" });
      return;
    }
    blend(picture, canvas, scan);
    exactly(found, canvas, scan, () => works.get(canvas) === work);
  }
  return { setScan, serves, carry, end: () => card?.end() };
}

/** Lay the scan's lightness over the enlarged colours: near to the exact picture, and fast. */
function blend(picture: Drawable, canvas: HTMLCanvasElement, scan: ImageBitmap): void {
  const paper = context(canvas);
  const { width, height } = canvas;
  paper.globalCompositeOperation = "source-over";
  paper.imageSmoothingQuality = "high";
  paper.drawImage(picture, 0, 0, width, height);
  paper.globalCompositeOperation = "luminosity";
  paper.drawImage(scan, 0, 0);
  paper.globalCompositeOperation = "source-over";
  Object.assign(canvas.dataset, { sharp: "blended", by: "page" });
}

/** Put the exact picture on the canvas, a few rows at a time, as long as it is still wanted. */
function exactly(found: Guides, canvas: HTMLCanvasElement, scan: ImageBitmap, wanted: () => boolean): void {
  let row = 0;
  let wide: Guides | null = null;
  let page: ImageData | null = null;
  function go(): void {
    const until_ms = performance.now() + SLICE_MS;
    while (wanted() && performance.now() < until_ms) {
      wide ??= stretched(found, canvas.width);
      page ??= pixelsOf(scan) as ImageData;
      if (row >= canvas.height) {
        context(canvas).putImageData(page, 0, 0);
        Object.assign(canvas.dataset, { sharp: "exact", by: "page" });
        return;
      }
      carryRows(wide, page, row, row + ROWS);
      row += ROWS;
    }
    if (wanted()) setTimeout(go, 0);
  }
  setTimeout(go, 0);
}
