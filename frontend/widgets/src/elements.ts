// Elements of the page: their making, icons and buttons.
import type { IconNode } from "lucide";

type Tag = keyof HTMLElementTagNameMap;
type Attributes = {
  [name: `aria-${string}` | `data-${string}`]: string;
  role?: string;
  style?: string;
};
export type Properties<T extends Tag> = Omit<Partial<HTMLElementTagNameMap[T]>, "style" | "role"> & Attributes;
export type Child = Node | string | null;

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: properties, `aria-…`/`data-…`/`role` attributes, children (text is never markup). */
export function make<T extends Tag>(
  tag: T,
  properties?: Properties<T>,
  ...children: Child[]
): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries<unknown>(properties ?? {})) {
    if (name in element && !name.startsWith("aria")) Reflect.set(element, name, value);
    else element.setAttribute(name, String(value));
  }
  // JupyterLab takes arrow keys for itself, before any listener of ours, unless it is asked not to.
  const takesKeys = ["input", "select", "textarea"].includes(tag) || properties?.role === "listbox";
  if (takesKeys || (properties && "tabIndex" in properties)) {
    element.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Draw an icon that says nothing to a screen reader: its button does. */
export function draw(icon: IconNode): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "uw-icon");
  svg.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of icon) {
    const shape = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, String(value));
    svg.append(shape);
  }
  return svg;
}

export type Look = { icon?: IconNode; text?: string; kind?: string; onclick?: (event: MouseEvent) => void };

/** Make a button with an icon, a name for screen readers and tests, and where there is room, a text. */
export function button(name: string, { icon, text = "", kind = "", onclick }: Look): HTMLButtonElement {
  const made = make("button", { type: "button", className: `uw-button ${kind}`, title: name, "aria-label": name });
  if (onclick) made.addEventListener("click", onclick);
  made.append(...content(icon, text));
  return made;
}

/** Give a button another icon and name. Only if need be: a press on an element that has gone meanwhile is no click. */
export function relabel(element: HTMLElement, name: string, { icon, text = "" }: Look): void {
  if (element.getAttribute("aria-label") === name) return;
  element.title = name;
  element.setAttribute("aria-label", name);
  element.replaceChildren(...content(icon, text));
}

function content(icon: IconNode | undefined, text: string): Element[] {
  return [...(icon ? [draw(icon)] : []), ...(text ? [make("span", { className: "uw-label" }, text)] : [])];
}

/** Return a canvas's context; a page has one for each canvas, as long as nobody asks for another kind. */
export function context(
  canvas: HTMLCanvasElement,
  options?: CanvasRenderingContext2DSettings,
): CanvasRenderingContext2D {
  const found = canvas.getContext("2d", options);
  if (!found) throw new Error("This browser gives no more canvases; close other pages.");
  return found;
}
