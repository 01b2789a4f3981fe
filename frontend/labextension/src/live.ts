// What the Studios on this page show, as they tell it: in tabs, notebooks and consoles alike.
import { Signal } from "@lumino/signaling";
import type { Widget } from "@lumino/widgets";
import type { PreviewState } from "../../widgets/src/messages.ts";
import { listen, type Told } from "../../widgets/src/page.ts";

export class Live {
  readonly changed = new Signal<this, void>(this);
  readonly #states = new Map<HTMLElement, PreviewState>();

  constructor() {
    listen((told) => this.hear(told));
  }

  hear({ part, state }: Told): void {
    this.#states.delete(part); // the one that told something last comes last
    if (state) this.#states.set(part, state);
    this.changed.emit();
  }

  /** Return the newest state of the Studios in a widget, and where it stands. */
  in(widget: Widget | null): { around: Element; state: PreviewState } | null {
    if (!widget) return null;
    const found = [...this.#states].filter(([part]) => widget.node.contains(part));
    const focused = found.find(([part]) => around(part).contains(document.activeElement));
    const [part, state] = focused ?? found.find(([, each]) => each.status === "playing") ?? found.at(-1) ?? [];
    return part && state ? { around: around(part), state } : null;
  }

  /** Return what plays, and where. */
  playing(): { part: HTMLElement; state: PreviewState } | null {
    const [part, state] = [...this.#states].findLast(([, each]) => each.status === "playing") ?? [];
    return part && state ? { part, state } : null;
  }
}

function around(part: HTMLElement): Element {
  return part.closest(".uw-studio") ?? part;
}
