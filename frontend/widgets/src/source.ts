// Where colours come from: the references, one at a time, and their inks.
import { type Bytes, blob } from "./bytes.ts";
import { button, context, make } from "./elements.ts";
import type { ShownReference, Words } from "./messages.ts";
import { fill } from "./numbers.ts";
import { makeSheet } from "./sheet.ts";
import { type Heard, makeSwatches } from "./swatches.ts";

/** Make the pane. `turned()` is called when another reference is shown. */
export function makeSource(words: Words, { turned, ...heard }: Heard & { turned: () => void }) {
  const picture = make("canvas", { className: "uw-reference" });
  const whole = () => ({ x: 0, y: 0, width: picture.clientWidth, height: picture.clientHeight });
  const sheet = makeSheet(words.reference, whole);
  const swatches = makeSwatches(words, heard);
  const numbers = make("div", { className: "uw-row", role: "group", "aria-label": words.reference });
  const frame = make("div", { className: "uw-source-picture" }, picture, sheet.glass);
  const head = make("div", { className: "uw-row uw-source-head" }, make("b", {}, words.reference), numbers);
  const about = { className: "uw-source", "data-testid": "reference" };
  const pane = make("div", about, head, frame, swatches.element);
  const bitmaps: (ImageBitmap | undefined)[] = [];
  let shown = 1;

  async function reference({ number, of }: ShownReference, bytes: Bytes): Promise<void> {
    const bitmap = await createImageBitmap(blob(bytes, "image/png"));
    bitmaps.length = of;
    bitmaps[number - 1] = bitmap;
    turn(shown > of ? 1 : shown);
  }
  function turn(number: number): void {
    shown = number;
    const bitmap = bitmaps[number - 1];
    if (bitmap) {
      const { width, height } = bitmap;
      Object.assign(picture, { width, height });
      frame.style.width = `min(100%, calc(var(--uw-tall) * ${width / height}))`;
      context(picture, { willReadFrequently: true }).drawImage(bitmap, 0, 0);
    }
    numbers.replaceChildren(...(bitmaps.length > 1 ? [...bitmaps.keys()] : []).map((i) => turner(i + 1)));
    swatches.turn(number);
    turned();
  }
  function turner(number: number): HTMLButtonElement {
    const name = fill(words.reference_n, { n: number });
    const made = button(name, { text: String(number), kind: "small", onclick: () => turn(number) });
    made.setAttribute("aria-pressed", String(shown === number));
    return made;
  }
  /** `number()` says which reference is shown, from 1. */
  return { pane, picture, sheet, swatches, reference, number: () => shown };
}
