// The still picture in the next output, and the note after it, which are for readers without a kernel.

const ALIVE = ".widget-area, .jupyter-widgets";

/** A cell's outputs and each of them, in JupyterLab and its kin, and in VS Code, which measures what is inside of each. */
const AREA = ".jp-OutputArea, .cell_container";
const OUTPUT = ".jp-OutputArea-child, .output_container";
const MEASURED = ":scope > .output";
const NOTE = ".uw-left-note";

/** Hide them while the preview lives; return what shows them again. */
export function hideStill(el: HTMLElement): () => void {
  const hidden = new Set<HTMLElement>();
  function hide(output: Element | null | undefined, what: string): void {
    if (!(output instanceof HTMLElement) || !output.querySelector(what) || output.querySelector(ALIVE)) return;
    const measured = output.querySelector<HTMLElement>(MEASURED) ?? output;
    hidden.add(measured);
    measured.style.display = "none";
  }
  function look(): void {
    const still = (el.closest(OUTPUT) ?? outputOf(el))?.nextElementSibling;
    hide(still, "img");
    hide(still?.nextElementSibling, NOTE);
  }
  const observer = new MutationObserver(look);
  // The view is attached after render returns.
  const timer = setTimeout(() => {
    const area = el.closest(AREA) ?? document.body;
    look();
    observer.observe(area, { childList: true, subtree: true });
  }, 0);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    for (const each of hidden) each.style.display = "";
  };
}

/** Return the output that a view lies in, on a page whose structure is not known: the picture and then the note follow it. */
function outputOf(el: HTMLElement): Element | null {
  for (let each: Element | null = el; each; each = each.parentElement) {
    const next = each.nextElementSibling;
    if (next?.querySelector("img") && next.nextElementSibling?.querySelector(NOTE)) return each;
  }
  return null;
}
