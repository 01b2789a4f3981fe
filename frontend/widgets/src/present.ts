// Presentation: the whole screen for the picture, Play, the wipe and two sliders.
import { Maximize, Minimize } from "lucide";
import { relabel } from "./elements.ts";
import type { Words } from "./messages.ts";
import { reveal } from "./reveal.ts";

const SHOWN = "uw-presenting";

/** Have `opener` show the Studio around `el` on the whole screen; Escape ends it. `changed()` is called at both. */
export function presenting(el: HTMLElement, opener: HTMLButtonElement, words: Words, changed: () => void) {
  const whole = () => el.closest<HTMLElement>(".uw-studio") ?? el;

  function show(yes: boolean): void {
    whole().classList.toggle(SHOWN, yes);
    relabel(opener, yes ? words.present_end : words.present, { icon: yes ? Minimize : Maximize });
    changed();
    if (!yes) reveal(el); // the page may have scrolled meanwhile
  }
  async function turn(): Promise<void> {
    const studio = whole();
    if (studio.classList.contains(SHOWN)) {
      if (document.fullscreenElement === studio) await document.exitFullscreen();
      show(false);
      return;
    }
    show(true);
    // Where a page may not have the whole screen, the Studio fills its window.
    await studio.requestFullscreen?.().catch(() => undefined);
  }
  function left(): void {
    if (!document.fullscreenElement && whole().classList.contains(SHOWN)) show(false);
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key === "Escape" && whole().classList.contains(SHOWN)) void turn();
  }
  opener.addEventListener("click", turn);
  document.addEventListener("fullscreenchange", left);
  window.addEventListener("keydown", onKey);
  return () => {
    document.removeEventListener("fullscreenchange", left);
    window.removeEventListener("keydown", onKey);
  };
}
