import { describe, expect, it } from "vitest";
import { fitted, place, shownWidth, type View, zoomed } from "../src/view.ts";

const VIEW: View = { scale: 1, x: 0, y: 0, fitted: true, side: false, width: 300, height: 200 };
const STAGE = { width: 500, height: 450 };

describe("fitted", () => {
  it.each([false, true])("shows everything, in the middle, as large as it goes (side by side: %s)", (side) => {
    const view = fitted({ ...VIEW, side }, STAGE);
    const [width, height] = [shownWidth(view) * view.scale, view.height * view.scale];
    expect(Math.max(width / STAGE.width, height / STAGE.height)).toBeCloseTo(1);
    expect(2 * view.x + width).toBeCloseTo(STAGE.width);
    expect(2 * view.y + height).toBeCloseTo(STAGE.height);
  });
});

describe("zoomed", () => {
  it.each([1.5, 0.2, 1000, 1e-9])("by %d keeps what lies under the pointer there", (factor) => {
    const before = fitted(VIEW, STAGE);
    const after = zoomed(before, factor, 120, 80);
    expect((120 - after.x) / after.scale).toBeCloseTo((120 - before.x) / before.scale);
    expect((80 - after.y) / after.scale).toBeCloseTo((80 - before.y) / before.scale);
    expect(after.fitted).toBe(false);
    expect(after.scale).toBeGreaterThanOrEqual(0.05);
    expect(after.scale).toBeLessThanOrEqual(32);
  });
  it("there and back changes nothing but that it is no longer fitted", () => {
    const before = fitted(VIEW, STAGE);
    const { x, y, scale } = zoomed(zoomed(before, 1.5, 10, 20), 1 / 1.5, 10, 20);
    for (const [now, then] of [
      [x, before.x],
      [y, before.y],
      [scale, before.scale],
    ] as const)
      expect(now).toBeCloseTo(then);
  });
});

describe("place", () => {
  it("side by side is the right one of two, which ends where everything does", () => {
    const view = fitted({ ...VIEW, side: true }, STAGE);
    const { x, width } = place(view);
    expect(x + width).toBeCloseTo(view.x + shownWidth(view) * view.scale);
  });
});
