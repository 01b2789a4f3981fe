import { describe, expect, it } from "vitest";
import { area, inside, isOn, middle, simplified, within } from "../src/geometry.ts";
import type { Outline, Point } from "../src/messages.ts";

const SQUARE: Outline = [
  [0.2, 0.2],
  [0.6, 0.2],
  [0.6, 0.6],
  [0.2, 0.6],
];

/** A circle of many points, as a hand draws it: its end a little before its beginning. */
function circle(count: number, turn = 1): Outline {
  return Array.from({ length: count }, (_, i): Point => {
    const angle = (2 * Math.PI * turn * i) / (count - 1);
    return [0.5 + 0.3 * Math.cos(angle), 0.5 + 0.3 * Math.sin(angle)];
  });
}

describe("inside", () => {
  it("brings a point onto the picture, and leaves one on it where it is, to four digits", () => {
    expect(inside([-3, 1.5])).toEqual([0, 1]);
    expect(inside([0.123456, 0.5])).toEqual([0.1235, 0.5]);
    expect(inside(inside([0.98765, 7]))).toEqual(inside([0.98765, 7]));
  });
});

describe("isOn", () => {
  it("counts the left and upper edges, and not the right and lower ones", () => {
    expect(isOn([0, 0])).toBe(true);
    expect(isOn([1, 0.5])).toBe(false);
    expect(isOn([0.5, -0.001])).toBe(false);
  });
});

describe("simplified", () => {
  it("leaves out what lies on a line between its neighbours", () => {
    const line = Array.from({ length: 50 }, (_, i): Point => [i / 50, i / 100]);
    expect(simplified(line)).toEqual([line[0], line[49]]);
  });
  it("keeps corners", () => {
    expect(simplified(SQUARE)).toEqual(SQUARE);
  });
  it("never returns more than sixty points, and keeps the area", () => {
    const rough = circle(4000).map(([x, y], i): Point => [x + 0.004 * Math.sin(i), y + 0.004 * Math.cos(7 * i)]);
    const kept = simplified(rough);
    expect(kept.length).toBeLessThanOrEqual(60);
    expect(area(kept)).toBeCloseTo(area(circle(4000)), 1);
  });
  it("drops an end that meets the beginning, and no other", () => {
    const closed = simplified(circle(200));
    expect(closed.at(-1)).not.toEqual(closed[0]);
    const open = circle(200, 0.8);
    expect(simplified(open).at(-1)).toEqual(open.at(-1));
  });
  it("leaves one point or none alone", () => {
    expect(simplified([])).toEqual([]);
    expect(simplified([[0.5, 0.5]])).toEqual([[0.5, 0.5]]);
  });
});

describe("area", () => {
  it("does not depend on where an outline begins, nor on its direction", () => {
    const turned = [...SQUARE.slice(2), ...SQUARE.slice(0, 2)];
    for (const each of [SQUARE, turned, SQUARE.toReversed()]) expect(area(each)).toBeCloseTo(0.16);
  });
  it("of a line is nothing", () => {
    expect(area(SQUARE.slice(0, 2))).toBe(0);
  });
});

describe("within", () => {
  it("tells inside from outside, also in the bay of an outline that is not convex", () => {
    const horseshoe: Outline = [...SQUARE.slice(0, 3), [0.5, 0.6], [0.5, 0.3], [0.3, 0.3], [0.3, 0.6], [0.2, 0.6]];
    expect(within([0.4, 0.4], SQUARE)).toBe(true);
    expect(within([0.4, 0.4], horseshoe)).toBe(false);
    expect(within([0.25, 0.4], horseshoe)).toBe(true);
    expect(within([0.7, 0.4], SQUARE)).toBe(false);
  });
});

describe("middle", () => {
  it("of a square is its centre", () => {
    const [x, y] = middle(SQUARE);
    expect(x).toBeCloseTo(0.4);
    expect(y).toBeCloseTo(0.4);
  });
});
