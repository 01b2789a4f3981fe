// Keys for looking at the picture, and the list of all keys.
import { make } from "./elements.ts";
import type { Words } from "./messages.ts";

const OTHERS_KEYS = "select, textarea, input";
const ZOOM = 1.5;

type Acts = { zoomBy: (factor: number) => void; fit: () => void; peek: (yes: boolean) => void; list: () => void };

/** Show the gray print as long as a button is held, by pointer or key. */
export function held(button: HTMLButtonElement, peek: (yes: boolean) => void): void {
  const turn = (yes: boolean) => {
    peek(yes);
    button.setAttribute("aria-pressed", String(yes));
  };
  turn(false);
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    button.setPointerCapture(event.pointerId);
    turn(true);
  });
  for (const kind of ["pointerup", "pointercancel", "blur"]) button.addEventListener(kind, () => turn(false));
  button.addEventListener("contextmenu", (event) => event.preventDefault()); // a long touch is meant
  button.addEventListener("keydown", (event) => {
    if (event.key === " " || event.key === "Enter") turn(true);
  });
  button.addEventListener("keyup", () => turn(false));
}

/** Take the keys for looking that are pressed inside of `root`, before JupyterLab does; return what ends that. */
export function viewKeys(root: HTMLElement, { zoomBy, fit, peek, list }: Acts): () => void {
  const acts: Readonly<Record<string, () => void>> = {
    "+": () => zoomBy(ZOOM),
    "=": () => zoomBy(ZOOM),
    "-": () => zoomBy(1 / ZOOM),
    0: fit,
    "?": list,
    g: () => peek(true),
  };
  function onKey(event: KeyboardEvent): void {
    const target = event.composedPath()[0];
    if (!(target instanceof Element) || !root.contains(target) || target.matches(OTHERS_KEYS)) return;
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    act();
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  const release = (event: KeyboardEvent) => {
    if (event.key === "g") peek(false);
  };
  const leave = () => peek(false);
  window.addEventListener("keydown", onKey, true);
  window.addEventListener("keyup", release);
  window.addEventListener("blur", leave);
  return () => {
    window.removeEventListener("keydown", onKey, true);
    window.removeEventListener("keyup", release);
    window.removeEventListener("blur", leave);
  };
}

/** Return the list of keys: each with what it does. */
export function keyList(words: Words): HTMLElement {
  const keys: [string, string][] = [
    ["G", words.key_gray],
    ["+  −  0", words.key_zoom],
    ["Ctrl", words.key_wheel],
    ["← →", words.key_wipe],
    ["B  P  R  I", words.key_tools],
    ["Ctrl Z", words.key_undo],
    ["?", words.key_list],
  ];
  return make(
    "dl",
    { className: "uw-keys" },
    ...keys.flatMap(([key, what]) => [make("dt", {}, key), make("dd", {}, what)]),
  );
}
