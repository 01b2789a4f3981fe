// A sheet of glass over a picture: what is drawn on it, and where a pointer is on the picture.
import { context, make } from "./elements.ts";
import { middle } from "./geometry.ts";
import type { Dab, Outline, Point } from "./messages.ts";
import type { Size } from "./view.ts";

const LEAST_RING_PX = 4;
const LENS_PX = 18; // shows the colour under the pointer, beside it
const CROSS_PX = 9;
const LABEL_PX = 9;
const ROUND = 2 * Math.PI;

export type Where = Size & { x: number; y: number };
export type Lens = [x: number, y: number, colour: string];

/** What lies on the sheet, in shares of the picture. */
export type Drawing = {
  dabs?: Dab[];
  /** Outlines with their labels. */
  outlines?: [Outline, string][];
  /** A line that is being drawn. */
  line?: Outline | null;
  /** Where the keyboard points. */
  cursor?: Point | null;
  /** Where the brush would lay a dab. */
  brush?: Dab | null;
  lens?: Lens | null;
};

export type Sheet = ReturnType<typeof makeSheet>;

/** Lay a sheet over a picture. `where()` tells the picture's place on the sheet in CSS pixels. */
export function makeSheet(name: string, where: () => Where) {
  const glass = make("canvas", { className: "uw-glass", tabIndex: 0, role: "application", "aria-label": name });

  function point(event: PointerEvent): Point {
    const box = glass.getBoundingClientRect();
    const at = where();
    return [(event.clientX - box.left - at.x) / at.width, (event.clientY - box.top - at.y) / at.height];
  }
  function draw({ dabs = [], outlines = [], line, cursor, brush, lens }: Drawing): void {
    const pen = makePen(emptied(glass));
    const at = where();
    if (!(at.width > 0)) return;
    const screen = ([x, y]: Point): Point => [at.x + x * at.width, at.y + y * at.height];
    const ring = ([x, y, colour, radius]: Dab, filled: boolean) =>
      pen.ring(screen([x, y]), Math.max(LEAST_RING_PX, radius * Math.max(at.width, at.height)), colour, filled);
    for (const [points, label] of outlines) {
      if (!points.length) continue;
      pen.path(points.map(screen), true);
      pen.stroke("#fff");
      pen.label(label, screen(middle(points)));
    }
    if (line?.length) {
      pen.path(line.map(screen), false);
      pen.stroke("#fff", [5, 4]);
    }
    for (const dab of dabs) ring(dab, false);
    if (brush) ring(brush, true);
    if (lens) pen.lens(screen([lens[0], lens[1]]), lens[2], glass.clientWidth);
    if (cursor) pen.cross(screen(cursor));
  }
  return { glass, point, draw };
}

/** Return the context of a canvas that is made empty and as large as it stands on the page, in CSS pixels. */
function emptied(glass: HTMLCanvasElement): CanvasRenderingContext2D {
  const scale = devicePixelRatio || 1;
  const [width, height] = [Math.round(glass.clientWidth * scale), Math.round(glass.clientHeight * scale)];
  if (glass.width !== width) glass.width = width;
  if (glass.height !== height) glass.height = height;
  const paper = context(glass);
  paper.setTransform(scale, 0, 0, scale, 0, 0);
  paper.clearRect(0, 0, glass.clientWidth, glass.clientHeight);
  return paper;
}

/** Draws lines that are seen on any picture. Points are in CSS pixels. */
function makePen(paper: CanvasRenderingContext2D) {
  function circle([x, y]: Point, radius: number): void {
    paper.beginPath();
    paper.arc(x, y, radius, 0, ROUND);
  }
  function path(points: Point[], closed: boolean): void {
    paper.beginPath();
    for (const each of points) paper.lineTo(...each); // the first one begins the path
    if (closed) paper.closePath();
  }
  function strip(colour: string, width: number, dash: number[] = []): void {
    Object.assign(paper, { strokeStyle: colour, lineWidth: width });
    paper.setLineDash(dash);
    paper.stroke();
  }
  /** Two strokes, dark and light. */
  function stroke(colour: string, dash: number[] = []): void {
    paper.lineJoin = "round";
    strip("#000a", 4);
    strip(colour, 2, dash);
  }
  function ring(at: Point, radius: number, colour: string, filled: boolean): void {
    circle(at, radius);
    if (filled) {
      paper.fillStyle = `${colour}59`;
      paper.fill();
    }
    strip("#0009", 4.5);
    strip("#fff", 3);
    strip(colour, 2);
  }
  function lens([x, y]: Point, colour: string, width: number): void {
    const aside = LENS_PX * (x > width / 2 ? -1.5 : 1.5);
    circle([x + aside, Math.max(LENS_PX, y - 1.2 * LENS_PX)], LENS_PX - 3);
    paper.fillStyle = colour;
    paper.fill();
    stroke("#fff");
  }
  function cross([x, y]: Point): void {
    paper.beginPath();
    paper.moveTo(x - CROSS_PX, y);
    paper.lineTo(x + CROSS_PX, y);
    paper.moveTo(x, y - CROSS_PX);
    paper.lineTo(x, y + CROSS_PX);
    stroke("#fff");
  }
  function label(text: string, [x, y]: Point): void {
    circle([x, y], LABEL_PX);
    const font = "600 12px system-ui, sans-serif";
    Object.assign(paper, { fillStyle: "#000c", font, textAlign: "center", textBaseline: "middle" });
    paper.fill();
    paper.fillStyle = "#fff";
    paper.fillText(text, x, y + 0.5);
  }
  return { path, stroke, ring, lens, cross, label };
}
