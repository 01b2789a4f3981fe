// The still picture in the next output, which is for readers without a kernel.

/** Hide it while the preview lives; return what shows it again. */
export function hideStill(el: HTMLElement): () => void {
  let hidden: HTMLElement | null = null;
  function look(): void {
    const next = el.closest(".jp-OutputArea-child")?.nextElementSibling;
    if (!(next instanceof HTMLElement) || next === hidden) return;
    if (next.querySelector("img") && !next.querySelector(".widget-area, .jupyter-widgets")) {
      hidden = next;
      hidden.style.display = "none";
    }
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
    if (hidden) hidden.style.display = "";
  };
}
