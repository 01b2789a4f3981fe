// Where a picture stands on the stage: zoom and pan, in CSS pixels.

export const GAP = 0.02; // between two pictures side by side, in widths
const LEAST_SCALE = 0.05;
const MOST_SCALE = 32;

export type Size = { width: number; height: number };
export type View = Size & { scale: number; x: number; y: number; fitted: boolean; side: boolean };

/** Return the width of what is shown, in pixels of the picture: one picture, or two side by side. */
export function shownWidth({ width, side }: View): number {
  return side ? width * (2 + GAP) : width;
}

/** Return the view that shows everything. */
export function fitted(view: View, stage: Size): View {
  const width = shownWidth(view);
  const scale = Math.min(stage.width / width, stage.height / view.height);
  const [x, y] = [(stage.width - scale * width) / 2, (stage.height - scale * view.height) / 2];
  return { ...view, scale, x, y, fitted: true };
}

/** Return the view `factor` times as large; what lies at (x, y) on the stage stays there. */
export function zoomed(view: View, factor: number, x: number, y: number): View {
  const scale = Math.min(MOST_SCALE, Math.max(LEAST_SCALE, view.scale * factor));
  const ratio = scale / view.scale;
  return { ...view, scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio, fitted: false };
}

/** Return where the picture stands; side by side, that is the right one of the two. */
export function place(view: View): Size & { x: number; y: number } {
  const { scale, width, height } = view;
  const x = view.x + (view.side ? width * (1 + GAP) * scale : 0);
  return { x, y: view.y, width: width * scale, height: height * scale };
}
