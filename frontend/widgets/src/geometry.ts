// Points on a picture as shares of its width and height, from the top left.
import type { Outline, Point } from "./messages.ts";

const MOST_POINTS = 60; // of an outline: its text stands in the recipe
const CLOSED = 0.02; // an end so near to the beginning says nothing

const clamped = (share: number) => Math.round(1e4 * Math.min(1, Math.max(0, share))) / 1e4;

/** Keep a point inside the picture, and its text short. */
export function inside([x, y]: Point): Point {
  return [clamped(x), clamped(y)];
}

/** Say whether a point lies on the picture. */
export function isOn([x, y]: Point): boolean {
  return x >= 0 && x < 1 && y >= 0 && y < 1;
}

/** Return an outline with few points: those that lie off the line between their neighbours (Douglas and Peucker 1973). */
export function simplified(points: Outline): Outline {
  let tolerance = 0.002;
  let kept = points;
  do {
    kept = between(points, tolerance);
    tolerance *= 1.5;
  } while (kept.length > MOST_POINTS);
  const [first, last] = [kept[0], kept.at(-1)];
  const closed = kept.length > 3 && first && last && distance(first, last) < CLOSED;
  return closed ? kept.slice(0, -1) : kept;
}

function between(points: Outline, tolerance: number): Outline {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return points;
  const far = points.map((point) => offLine(point, first, last));
  const farthest = Math.max(...far);
  if (points.length < 3 || farthest <= tolerance) return [first, last];
  const place = far.indexOf(farthest);
  return [...between(points.slice(0, place + 1), tolerance).slice(0, -1), ...between(points.slice(place), tolerance)];
}

function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(ax - bx, ay - by);
}

function offLine(point: Point, first: Point, last: Point): number {
  const [[x, y], [ax, ay], [bx, by]] = [point, first, last];
  const length = distance(first, last);
  return length ? Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length : distance(point, first);
}

/** Return the sides of an outline, the last leading back to its beginning. */
function sides(points: Outline): [Point, Point][] {
  return points.map((point, i) => [point, points[(i + 1) % points.length] ?? point]);
}

/** Return the area of an outline, as a share of the picture's. */
export function area(points: Outline): number {
  return Math.abs(sides(points).reduce((sum, [[x, y], [nextX, nextY]]) => sum + x * nextY - nextX * y, 0)) / 2;
}

/** Say whether a point lies inside an outline. */
export function within([x, y]: Point, points: Outline): boolean {
  const crosses = ([[ax, ay], [bx, by]]: [Point, Point]) =>
    ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay);
  return sides(points).filter(crosses).length % 2 === 1;
}

/** Return the mean of an outline's points, where its number is drawn. */
export function middle(points: Outline): Point {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return [mean(0), mean(1)];
}
