// A sheet of glass over a picture: what is drawn on it, and where a pointer is on the picture.
import { make } from "./shared.js";

const LEAST_RING_PX = 4;
const LENS_PX = 18; // shows the colour under the pointer, beside it

/**
 * Lay a sheet over a picture. `where()` tells the picture's place on the sheet in CSS pixels: `{ x, y, width, height }`.
 */
export function makeSheet(name, where) {
  const glass = make("canvas", { className: "uw-glass", tabIndex: 0, role: "application", "aria-label": name });

  function point(event) {
    const box = glass.getBoundingClientRect(), at = where();
    return [(event.clientX - box.left - at.x) / at.width, (event.clientY - box.top - at.y) / at.height];
  }
  /** Draw `{ dabs: [[x, y, colour, radius]], outlines: [[points, label]], line: points, cursor: [x, y], brush: dab, lens: [x, y, colour] }`. */
  function draw({ dabs = [], outlines = [], line = null, cursor = null, brush = null, lens = null }) {
    const scale = devicePixelRatio || 1;
    const [width, height] = [glass.clientWidth, glass.clientHeight];
    if (glass.width !== Math.round(width * scale)) glass.width = Math.round(width * scale);
    if (glass.height !== Math.round(height * scale)) glass.height = Math.round(height * scale);
    const context = glass.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    const at = where();
    if (!(at.width > 0)) return;
    const screen = ([x, y]) => [at.x + x * at.width, at.y + y * at.height];
    /** Two strokes, dark and light: seen on any picture. */
    const stroke = (colour, dash = []) => {
      context.lineJoin = "round";
      for (const [ink, thickness, pattern] of [["#000a", 4, []], [colour, 2, dash]]) {
        Object.assign(context, { strokeStyle: ink, lineWidth: thickness });
        context.setLineDash(pattern);
        context.stroke();
      }
    };
    const ring = ([x, y, colour, radius], filled) => {
      context.beginPath();
      context.arc(...screen([x, y]), Math.max(LEAST_RING_PX, radius * Math.max(at.width, at.height)), 0, 2 * Math.PI);
      if (filled) { context.fillStyle = `${colour}59`; context.fill(); }
      context.setLineDash([]);
      for (const [ink, thickness] of [["#0009", 4.5], ["#fff", 3], [colour, 2]]) {
        Object.assign(context, { strokeStyle: ink, lineWidth: thickness });
        context.stroke();
      }
    };
    const path = (points, closed) => {
      context.beginPath();
      points.forEach((each, i) => (i ? context.lineTo(...screen(each)) : context.moveTo(...screen(each))));
      if (closed) context.closePath();
    };
    for (const [points, label] of outlines) {
      if (!points.length) continue;
      path(points, true);
      stroke("#fff");
      tag(context, label, screen(middle(points)));
    }
    if (line?.length) { path(line, false); stroke("#fff", [5, 4]); }
    dabs.forEach((dab) => ring(dab, false));
    if (brush) ring(brush, true);
    if (lens) {
      const [x, y] = screen(lens);
      context.beginPath();
      context.arc(x + LENS_PX * (x > width / 2 ? -1.5 : 1.5), Math.max(LENS_PX, y - 1.2 * LENS_PX), LENS_PX - 3, 0, 2 * Math.PI);
      context.fillStyle = lens[2];
      context.fill();
      stroke("#fff");
    }
    if (cursor) {
      const [x, y] = screen(cursor);
      context.beginPath();
      for (const [dx, dy] of [[1, 0], [0, 1]]) {
        context.moveTo(x - 9 * dx, y - 9 * dy);
        context.lineTo(x + 9 * dx, y + 9 * dy);
      }
      stroke("#fff");
    }
  }
  return { glass, point, draw, where };
}

function tag(context, text, [x, y]) {
  context.beginPath();
  context.arc(x, y, 9, 0, 2 * Math.PI);
  Object.assign(context, { fillStyle: "#000c", font: "600 12px system-ui, sans-serif", textAlign: "center", textBaseline: "middle" });
  context.fill();
  context.fillStyle = "#fff";
  context.fillText(text, x, y + 0.5);
}

function middle(points) {
  return [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
}
