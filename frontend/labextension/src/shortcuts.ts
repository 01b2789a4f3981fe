// Shortcuts in a Studio. JupyterLab is asked to leave the keys of the stage, the timeline and the sliders to them, and so misses its own.
const SUPPRESSED = "[data-lm-suppress-shortcuts]";

/** Tell JupyterLab of key combinations that were pressed on such an element, if it has no use for them itself. */
export function passShortcuts(root: HTMLElement): void {
  root.addEventListener("keydown", (event) => {
    const combined = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key.length > 1);
    const hidden = event.target instanceof Element && event.target.closest(SUPPRESSED);
    if (!combined || !hidden || event.defaultPrevented) return;
    // As if pressed beside the element: from there JupyterLab takes what it knows.
    if (!root.dispatchEvent(new KeyboardEvent("keydown", event))) event.preventDefault();
  });
}
