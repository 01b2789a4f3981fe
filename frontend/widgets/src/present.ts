// Presentation: the whole screen for the picture, Play, the wipe and two sliders.
import { reveal } from "./reveal.ts";

const SHOWN = "uw-presenting";

/** Have `opener` show the Studio around `el` on the whole screen; Escape ends it. `changed()` is called at both. */
export function presenting(el: HTMLElement, opener: HTMLButtonElement, changed: () => void) {
  const whole = () => el.closest<HTMLElement>(".uw-studio") ?? el;

  function show(yes: boolean): void {
    whole().classList.toggle(SHOWN, yes);
    opener.setAttribute("aria-pressed", String(yes));
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
    if (event.key === "Escape" && whole().classList.contains(SHOWN) && !document.fullscreenElement) show(false);
  }
  opener.setAttribute("aria-pressed", "false");
  opener.addEventListener("click", turn);
  document.addEventListener("fullscreenchange", left);
  window.addEventListener("keydown", onKey);
  return () => {
    document.removeEventListener("fullscreenchange", left);
    window.removeEventListener("keydown", onKey);
  };
}
