import { describe, expect, it } from "vitest";
import { carryRows, guides, type Pixels, stretched, TO_RGB, TO_XYZ, taps, toRgb } from "../src/carrying.ts";
import carried from "./carried.json";

/** Return pixels as a canvas gives them, from levels in rows. */
function pixels([width = 0, height = 0]: number[], levels: number[], channels: number): Pixels {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) data[4 * i + c] = levels[channels * i + (c % channels)] ?? 0;
  }
  return { width, height, data };
}

describe("colours carried to a scan", () => {
  it("are those that Python writes when the picture is saved, within two levels", () => {
    const guide = guides(pixels(carried.small, carried.colored, 3), new Float32Array(carried.seen));
    const page = pixels(carried.large, carried.scan, 1);
    carryRows(stretched(guide, page.width), page, 0, page.height);
    const found = [...page.data].filter((_, i) => i % 4 < 3);
    expect(found.length).toBe(carried.result.length);
    const errors = found.map((level, i) => Math.abs(level - (carried.result[i] ?? Number.NaN)));
    expect(Math.max(...errors)).toBeLessThanOrEqual(2);
  });
  it("are interpolated with weights that add up to 1, from places on the picture", () => {
    for (const place of [0, 1, 7, 30]) {
      const [places, weights] = taps(place, 9, 31);
      expect(weights.reduce((sum, each) => sum + each)).toBeCloseTo(1, 12);
      expect(places.every((each) => each >= 0 && each < 9)).toBe(true);
    }
    expect(taps(4, 9, 9)).toEqual([
      [3, 4, 5, 6],
      [0, 1, 0, 0],
    ]);
  });
});

describe("colours", () => {
  it("go to XYZ and back", () => {
    const product = [0, 1, 2].flatMap((i) =>
      [0, 1, 2].map((j) => [0, 1, 2].reduce((sum, k) => sum + (TO_XYZ[3 * i + k] ?? 0) * (TO_RGB[3 * k + j] ?? 0), 0)),
    );
    product.forEach((each, place) => {
      expect(each).toBeCloseTo(place % 4 ? 0 : 1, 12);
    });
  });
  it("without chroma are gray, and beyond sRGB they keep their lightness", () => {
    for (const each of toRgb(50, 0, 0)) expect(each).toBeCloseTo(0.4663, 3);
    const wild = toRgb(50, 200, 0);
    expect(Math.min(...wild)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...wild)).toBeLessThanOrEqual(1);
  });
});
