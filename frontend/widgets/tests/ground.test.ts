import { describe, expect, it } from "vitest";
import { contrast, luminance, over, type Paint } from "../src/ground.ts";

const BLACK: Paint = [0, 0, 0, 1];
const WHITE: Paint = [255, 255, 255, 1];
const GRAY: Paint = [119, 119, 119, 1];

describe("contrast", () => {
  it("is that of WCAG, whichever is lighter", () => {
    expect(contrast(BLACK, WHITE)).toBeCloseTo(21);
    expect(contrast(WHITE, BLACK)).toBeCloseTo(21);
    expect(contrast(GRAY, WHITE)).toBeCloseTo(4.48, 2);
  });
  it("is none on a ground that lets the page through", () => {
    expect(contrast(BLACK, [255, 255, 255, 0.9])).toBe(1);
  });
  it("counts what shines through an ink", () => {
    const ink: Paint = [0, 0, 0, 0.54];
    expect(contrast(ink, WHITE)).toBeCloseTo(contrast(over(ink, WHITE), WHITE));
    expect(contrast(ink, WHITE)).toBeLessThan(5);
  });
});

describe("luminance", () => {
  it("goes from black to white", () => {
    expect([luminance(BLACK), luminance(WHITE)]).toEqual([0, 1]);
    expect(luminance([0, 255, 0, 1])).toBeCloseTo(0.7152);
  });
});
