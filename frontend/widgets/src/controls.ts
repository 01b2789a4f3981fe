// Names for the controls' sliders: ipywidgets gives their handles none, and a screen reader would say "slider" alone.

function render({ el }: { el: HTMLElement }): () => void {
  let timer = 0;
  const observer = new MutationObserver(name);
  function name(): void {
    for (const handle of el.closest(".uw-controls")?.querySelectorAll(".noUi-handle") ?? []) {
      const label = handle.closest(".widget-slider")?.querySelector(".widget-label")?.textContent;
      if (label && handle.getAttribute("aria-label") !== label) handle.setAttribute("aria-label", label);
    }
  }
  // The view is attached after render returns.
  function start(): void {
    const controls = el.closest(".uw-controls");
    if (!controls) {
      timer = setTimeout(start, 100);
      return;
    }
    name();
    observer.observe(controls, { childList: true, subtree: true }); // what is folded away is made when it opens
  }
  timer = setTimeout(start, 0);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}

export default { render };
