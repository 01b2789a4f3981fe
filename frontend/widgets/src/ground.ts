// What a part stands on: its own ground and ink, readable whatever the page around it paints and whichever of its colours it lends.

/** Red, green, blue from 0 to 255; opacity from 0 to 1. */
export type Paint = readonly [number, number, number, number];

const READABLE = 4.5;
const DARK = 0.18;
const WHITE: Paint = [255, 255, 255, 1];

/** What must be readable on what. */
const PAIRS = [
  ["--uw-ink", "--uw-ground"],
  ["--uw-ink", "--uw-paper"],
  ["--uw-ink", "--uw-tint"],
  ["--uw-soft", "--uw-ground"],
  ["--uw-soft", "--uw-paper"],
] as const;

/** Put a part into its place, on a ground of its own; it stays readable when the page's theme changes. */
export function mount(el: HTMLElement, root: HTMLElement): void {
  el.append(root);
  const themes = new MutationObserver(() => {
    if (root.isConnected) settle(root);
    else themes.disconnect();
  });
  // Also the moment at which the part comes into the page, now or once more.
  new ResizeObserver(() => {
    if (!root.isConnected) return themes.disconnect();
    settle(root);
    for (const each of [document.documentElement, document.body]) themes.observe(each, { attributes: true });
  }).observe(root);
}

/** Take the page's colours where they can be read, else our own, light or dark as the page is. */
function settle(root: HTMLElement): void {
  root.classList.remove("uw-own");
  const styles = getComputedStyle(root);
  const paint = (name: string) => painted(styles.getPropertyValue(name));
  const own = PAIRS.some(([ink, ground]) => contrast(paint(ink), paint(ground)) < READABLE);
  const dark = luminance(own ? behind(root) : paint("--uw-ground")) < DARK;
  for (const each of [root, ...root.querySelectorAll(".uw"), root.closest(".uw-studio")]) {
    each?.classList.toggle("uw-own", own);
    each?.classList.toggle("uw-dark", dark);
  }
}

/** The ground of the page behind an element. */
function behind(element: HTMLElement): Paint {
  for (let each = element.parentElement; each; each = each.parentElement) {
    const ground = painted(getComputedStyle(each).backgroundColor);
    if (ground[3] > 0.5 && !each.classList.contains("uw-studio")) return ground;
  }
  return WHITE;
}

let brush: CanvasRenderingContext2D | null = null;

/** What a colour in words looks like; what is no colour is clear. */
function painted(words: string): Paint {
  brush ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!brush) return WHITE;
  brush.clearRect(0, 0, 1, 1);
  brush.fillStyle = "transparent";
  brush.fillStyle = words.trim();
  brush.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, opacity = 0] = brush.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, opacity / 255];
}

/** How much lighter one is than the other, by WCAG; a ground that is not opaque counts for nothing. */
export function contrast(ink: Paint, ground: Paint): number {
  if (ground[3] < 1) return 1;
  const [light, dark] = [luminance(over(ink, ground)), luminance(ground)].sort((one, other) => other - one);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** What an ink that lets something through looks like on a ground. */
export function over(ink: Paint, ground: Paint): Paint {
  const mixed = (channel: 0 | 1 | 2) => ink[3] * ink[channel] + (1 - ink[3]) * ground[channel];
  return [mixed(0), mixed(1), mixed(2), 1];
}

/** Relative luminance, from 0 to 1. */
export function luminance([red, green, blue]: Paint): number {
  const linear = (value: number) => (value <= 10.31475 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
