import { describe, expect, it } from "vitest";
import { hit, isApart, labelled, unheard } from "../src/edits.ts";
import type { Dab, Outline, Region } from "../src/messages.ts";

const AT = { width: 400, height: 200 };
const square = (x: number, y: number): Outline => [
  [x, y],
  [x + 0.2, y],
  [x + 0.2, y + 0.2],
  [x, y + 0.2],
];
const DAB: Dab = [0.5, 0.5, "#b23a2e", 0.05];

describe("hit", () => {
  it("finds a dab within its radius, which is a share of the longest side", () => {
    const hints = [DAB];
    expect(hit([0.5 + 19 / 400, 0.5], { hints, regions: [] }, AT)).toEqual({ name: "hints", index: 0 });
    expect(hit([0.5, 0.5 + 19 / 200], { hints, regions: [] }, AT)).toEqual({ name: "hints", index: 0 });
    expect(hit([0.5 + 21 / 400, 0.5], { hints, regions: [] }, AT)).toBeNull();
  });
  it("finds a tiny dab within six pixels", () => {
    const tiny: Dab = [0.5, 0.5, "#000000", 0.001];
    expect(hit([0.5 + 5 / 400, 0.5], { hints: [tiny], regions: [] }, AT)).not.toBeNull();
  });
  it("prefers what came last, and a dab to a region", () => {
    const regions: Region[] = [
      [square(0.4, 0.4), square(0, 0), 1],
      [square(0.4, 0.4), square(0, 0), 1],
      [[], square(0, 0), 1],
    ];
    expect(hit([0.5, 0.5], { hints: [DAB, DAB], regions }, AT)).toEqual({ name: "hints", index: 1 });
    expect(hit([0.5, 0.5], { hints: [], regions }, AT)).toEqual({ name: "regions", index: 1 });
  });
});

describe("isApart", () => {
  it("is so from 1.3 radii on", () => {
    expect(isApart([0.5 + 25 / 400, 0.5], DAB, 0.05, AT)).toBe(false);
    expect(isApart([0.5, 0.5 + 27 / 200], DAB, 0.05, AT)).toBe(true);
  });
});

describe("unheard", () => {
  it("keeps what Python has not told back; it may round a radius", () => {
    const other: Dab = [0.1, 0.1, "#b23a2e", 0.05];
    expect(unheard([DAB, other], [[0.5, 0.5, "#b23a2e", 0.0501]])).toEqual([other]);
  });
});

describe("labelled", () => {
  it("numbers regions alike on both sides, and shows those of other references on none of this one", () => {
    const regions: Region[] = [
      [square(0, 0), square(0.1, 0.1), 1],
      [square(0.2, 0.2), square(0.3, 0.3), 2],
    ];
    const half = square(0.7, 0.7);
    expect(labelled("picture", regions, { reference: 2, half: undefined })).toEqual([
      [square(0, 0), "1"],
      [square(0.2, 0.2), "2"],
    ]);
    expect(labelled("reference", regions, { reference: 2, half })).toEqual([
      [[], "1"],
      [square(0.3, 0.3), "2"],
      [half, "3"],
    ]);
  });
});
