// A small sheet that opens at a button, above everything: the boxes around a part would cut it off.
import { make } from "./elements.ts";

const GAP_PX = 4;

/** Return where a sheet of such a size stands: above its button, or below where there is more room, and inside the window. */
export function placed(
  anchor: { left: number; top: number; bottom: number },
  size: { width: number; height: number },
  window: { width: number; height: number },
): [left: number, top: number] {
  const left = Math.max(GAP_PX, Math.min(anchor.left, window.width - size.width - GAP_PX));
  const above = anchor.top - size.height - GAP_PX;
  const fits = above >= GAP_PX || anchor.top > window.height - anchor.bottom;
  return [left, fits ? Math.max(GAP_PX, above) : anchor.bottom + GAP_PX];
}

/** Make a sheet that `opener` opens and closes; Escape and a press elsewhere close it too. */
export function makeMenu(opener: HTMLButtonElement, name: string, ...content: (Node | string)[]) {
  const sheet = make("div", { className: "uw-menu", role: "group", "aria-label": name, popover: "auto" }, ...content);
  let closed_ms = 0;
  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("click", () => {
    // A press on the opener closes an open sheet before its click comes.
    if (performance.now() - closed_ms > 200) sheet.showPopover();
  });
  sheet.addEventListener("toggle", () => {
    const open = sheet.matches(":popover-open");
    opener.setAttribute("aria-expanded", String(open));
    if (!open) {
      closed_ms = performance.now();
      return;
    }
    const { innerWidth: width, innerHeight: height } = window;
    const [left, top] = placed(opener.getBoundingClientRect(), sheet.getBoundingClientRect(), { width, height });
    Object.assign(sheet.style, { left: `${left}px`, top: `${top}px` });
    sheet.querySelector<HTMLElement>("button:not(:disabled), input, select")?.focus();
  });
  return { sheet, close: () => sheet.hidePopover() };
}

/** A heading within a sheet. */
export function heading(text: string): HTMLElement {
  return make("div", { className: "uw-menu-head" }, text);
}
