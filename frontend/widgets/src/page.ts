// What the rest of a page, JupyterLab's extension above all, may hear of a Studio and ask of it: events, so that neither needs the other.
import type { PreviewState } from "./messages.ts";

export type Act = "toggle" | "step" | "fork" | "save" | "present";

/** The preview that speaks, and what it shows; null when it leaves the page. */
export type Told = { part: HTMLElement; state: PreviewState | null };

const ASK = "ukiyo-widgets:ask";
const TELL = "ukiyo-widgets:tell";

/** Tell the page what a preview shows. On the window: a part of a notebook that is scrolled away may stand in no document. */
export function tell(told: Told): void {
  window.dispatchEvent(new CustomEvent(TELL, { detail: told }));
}

/** Have `listener` called with whatever previews tell. */
export function listen(listener: (told: Told) => void): void {
  window.addEventListener(TELL, (event) => listener((event as CustomEvent<Told>).detail));
}

/** Ask something of every part around an element that can do it. */
export function ask(around: Element, act: Act): void {
  for (const part of around.querySelectorAll(".uw")) part.dispatchEvent(new CustomEvent(ASK, { detail: act }));
}

/** Have a part do what it is asked for. */
export function obey(part: HTMLElement, acts: Partial<Record<Act, () => void>>): void {
  part.addEventListener(ASK, (event) => acts[(event as CustomEvent<Act>).detail]?.());
}

const PICKED = "ukiyo-widgets:picked";

/** Tell the Studio around a picker which gray print was picked: its thumbnail is at hand before the kernel answers. */
export function tellPicked(part: HTMLElement, address: string): void {
  part.dispatchEvent(new CustomEvent(PICKED, { detail: address, bubbles: true }));
}

/** Have `picked` called with such a thumbnail's address, while a part lives; return what ends that. */
export function onPicked(part: HTMLElement, picked: (address: string) => void): () => void {
  const hear = (event: Event) => {
    const studio = part.closest(".uw-studio");
    if (studio && event.target instanceof Node && studio.contains(event.target))
      picked((event as CustomEvent<string>).detail);
  };
  window.addEventListener(PICKED, hear);
  return () => window.removeEventListener(PICKED, hear);
}
