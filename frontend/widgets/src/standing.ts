// What pages that stand alone have in common: their data and pictures stand in them, and they are as light or dark as the system.
import { blob, fromBase64 } from "./bytes.ts";
import { button, make } from "./elements.ts";

/** Decode a picture that stands in the page, WebP in base64. */
export function decoded(picture: string): Promise<ImageBitmap> {
  return createImageBitmap(blob(fromBase64(picture), "image/webp"));
}

/** Build the page: `play` gets what Python wrote down, the place for the player, and the finished picture. */
export function begin<Data>(play: (data: Data, place: HTMLElement, result: string) => void): void {
  const place = document.getElementById("uw-player");
  const written = document.getElementById("uw-data")?.textContent;
  const figure = document.getElementById("uw-result");
  const source = figure?.querySelector("img")?.getAttribute("src") ?? "";
  if (!place || !written) return;
  play(JSON.parse(written), place, source.slice(source.indexOf(",") + 1));
  for (const each of [figure, document.getElementById("uw-blocks")]) each?.classList.add("uw-played");
}

/** Give each piece of code a button that copies it. */
export function offerCopies(text: string, done: string): void {
  for (const code of document.querySelectorAll<HTMLElement>("pre > code")) {
    const copy = button(text, { text, kind: "small" });
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent ?? "");
      copy.textContent = done;
    });
    code.parentElement?.before(make("div", { className: "uw uw-copy" }, copy));
  }
}

/** Have the player be as light or dark as the reader's system, now and when that changes. */
export function followScheme(root: HTMLElement): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  function tell(): void {
    root.classList.toggle("uw-dark", dark.matches);
    document.body.classList.toggle("uw-night", dark.matches); // the chart, which draws with the root's colours, watches this
  }
  dark.addEventListener("change", tell);
  tell();
}
