// The keys of the colour tools. JupyterLab listens on the document, before any listener of a widget: B would insert a cell.
// Ours come before it, and take no keys but their own.
import type { Point } from "./messages.ts";
import type { Tool } from "./toolbar.ts";

const TOOL_OF = new Map<string, Tool>([
  ["b", "brush"],
  ["p", "pick"],
  ["r", "region"],
  ["i", "inks"],
]);
const ARROWS = new Map<string, Point>([
  ["ArrowLeft", [-1, 0]],
  ["ArrowRight", [1, 0]],
  ["ArrowUp", [0, -1]],
  ["ArrowDown", [0, 1]],
]);
const STEP = 0.02;
const FAR = 5; // with Shift, in steps
const OTHERS_KEYS = "select, textarea, input:not([type=range], [type=color], [type=checkbox])";

/** A key for a cross on a picture: by how much an arrow moves it. */
export type Steered = { key: string; by: Point | null };

type Acts = {
  listens: () => boolean;
  choose: (tool: Tool) => void;
  cancel: () => void;
  takeBack: () => void;
  /** Returns whether the key meant anything there. */
  steer: (target: EventTarget | undefined, steered: Steered) => boolean;
};

/** Return by how much a key moves a cross, in shares of the picture; null if it is no arrow. */
export function moved(key: string, far: boolean): Point | null {
  const arrow = ARROWS.get(key);
  const step = STEP * (far ? FAR : 1);
  return arrow ? [arrow[0] * step, arrow[1] * step] : null;
}

/** Take keys that are pressed inside of `root`; return what ends that. */
export function keyed(root: HTMLElement, acts: Acts): () => void {
  function act(event: KeyboardEvent, target: EventTarget | undefined): boolean {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const tool = TOOL_OF.get(key);
    if (event.ctrlKey || event.metaKey) {
      if (key !== "z" || event.shiftKey || event.altKey) return false;
      acts.takeBack();
    } else if (event.altKey) return false;
    else if (tool) acts.choose(tool);
    else if (key === "Escape") acts.cancel();
    else return acts.steer(target, { key, by: moved(key, event.shiftKey) });
    return true;
  }
  function onKey(event: KeyboardEvent): void {
    const target = event.composedPath()[0];
    if (!acts.listens() || !(target instanceof Element) || !root.contains(target) || target.matches(OTHERS_KEYS))
      return;
    if (!act(event, target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  window.addEventListener("keydown", onKey, true);
  return () => window.removeEventListener("keydown", onKey, true);
}
