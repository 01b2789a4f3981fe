// The panel of a slim picker: it opens beside it, above everything, and holds the whole list as long as it is open.
import { make } from "./elements.ts";

const GAP_PX = 6;

type Box = { left: number; right: number; top: number; bottom: number };
type Size = { width: number; height: number };

/** Return where a panel stands: to the right of its picker if there is room, else below it, and inside the window. */
export function beside(picker: Box, panel: Size, window: Size): [left: number, top: number] {
  const inside = (at: number, size: number, room: number) => Math.max(GAP_PX, Math.min(at, room - size - GAP_PX));
  const fits = picker.right + GAP_PX + panel.width <= window.width;
  const [left, top] = fits ? [picker.right + GAP_PX, picker.top] : [picker.left, picker.bottom + GAP_PX];
  return [inside(left, panel.width, window.width), inside(top, panel.height, window.height)];
}

/**
 * Make the panel that `opener` opens beside `picker`. What is in it moves in and out: `opened(true)` says that it is open.
 * Escape and a press elsewhere close it.
 */
export function makePanel(picker: HTMLElement, opener: HTMLButtonElement, opened: (open: boolean) => void) {
  const panel = make("div", { className: "uw-panel", role: "group", popover: "auto" });
  let closed_ms = Number.NEGATIVE_INFINITY;
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-haspopup", "true");
  opener.addEventListener("click", ({ detail }) => {
    const byKey = detail === 0;
    // A press on the opener has closed an open panel just before.
    if (byKey || performance.now() - closed_ms > 200) panel.togglePopover();
  });
  function stand(): void {
    const { innerWidth: width, innerHeight: height } = window;
    const [left, top] = beside(picker.getBoundingClientRect(), panel.getBoundingClientRect(), { width, height });
    Object.assign(panel.style, { left: `${left}px`, top: `${top}px` });
  }
  const grown = new ResizeObserver(stand); // what comes later must not hang out of the window
  panel.addEventListener("toggle", () => {
    const open = panel.matches(":popover-open");
    if (!open) closed_ms = performance.now();
    opener.setAttribute("aria-expanded", String(open));
    opened(open);
    const listen = open ? addEventListener : removeEventListener;
    listen("resize", stand);
    listen("scroll", stand, true);
    if (open) grown.observe(panel);
    else grown.disconnect();
  });
  // JupyterLab takes Escape for itself, and the focus with it.
  panel.addEventListener("keydown", (event) => event.stopPropagation());
  return {
    panel,
    isOpen: () => panel.matches(":popover-open"),
    close: () => panel.hidePopover(),
    end() {
      grown.disconnect();
      removeEventListener("resize", stand);
      removeEventListener("scroll", stand, true);
    },
  };
}
