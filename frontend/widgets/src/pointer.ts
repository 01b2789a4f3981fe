// Dragging with a pointer.

/** Call `move(event, last)` while the pointer is down on `element`. */
export function drag(element: HTMLElement, move: (event: PointerEvent, last: PointerEvent) => void): void {
  let last: PointerEvent | null = null;
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    last = event;
    element.setPointerCapture(event.pointerId);
    element.classList.add("dragging");
  });
  element.addEventListener("pointermove", (event) => {
    if (!last) return;
    move(event, last);
    last = event;
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    element.addEventListener(kind, () => {
      last = null;
      element.classList.remove("dragging");
    });
  }
}
