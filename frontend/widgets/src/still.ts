// The still picture in the next output, and the note after it, which are for readers without a kernel.

const ALIVE = ".widget-area, .jupyter-widgets";

/** Hide them while the preview lives; return what shows them again. */
export function hideStill(el: HTMLElement): () => void {
  const hidden = new Set<HTMLElement>();
  function hide(output: Element | null | undefined, what: string): void {
    if (!(output instanceof HTMLElement) || hidden.has(output)) return;
    if (!output.querySelector(what) || output.querySelector(ALIVE)) return;
    hidden.add(output);
    output.style.display = "none";
  }
  function look(): void {
    const still = el.closest(".jp-OutputArea-child")?.nextElementSibling;
    hide(still, "img");
    hide(still?.nextElementSibling, ".uw-left-note");
  }
  const observer = new MutationObserver(look);
  // The view is attached after render returns.
  const timer = setTimeout(() => {
    const area = el.closest(".jp-OutputArea");
    if (!area) return;
    look();
    observer.observe(area, { childList: true, subtree: true });
  }, 0);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    for (const each of hidden) each.style.display = "";
  };
}
