import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { figure } from "../src/numbers.ts";
import { paced } from "../src/pace.ts";
import { placeOf, read, scaleOf, valueAt, written } from "../src/scale.ts";

const WEIGHT = { low: 0, high: 1e12, step: 0.01, logarithmic: true };
const SHARE = { low: 0, high: 1, step: 0.01, logarithmic: false };

describe("a slider's scale", () => {
  it.each([1, 1000, 3e-4])("gives back every value that it has a place for (preset %d)", (preset) => {
    const scale = scaleOf(WEIGHT, preset, preset);
    for (const value of [preset / 50, preset / 2, preset, 1.26 * preset, 99 * preset])
      expect(valueAt(placeOf(value, scale), scale) / value).toBeCloseTo(1, 2);
  });
  it("has room for a value that lies beyond", () => {
    const scale = scaleOf(WEIGHT, 1, 1e5);
    expect([scale.low, scale.high]).toEqual([-2, 5]);
    expect(scaleOf(SHARE, 0.5, 3).high).toBe(3);
  });
  it("ends at what is allowed", () => {
    expect(scaleOf({ ...WEIGHT, low: 0.05, high: 8 }, 1, 1)).toMatchObject({
      low: Math.log10(0.05),
      high: Math.log10(8),
      off: false,
    });
  });
  it("reaches 0 at its lowest place, if 0 is allowed", () => {
    const scale = scaleOf(WEIGHT, 1, 0);
    expect(placeOf(0, scale)).toBe(-2);
    expect(valueAt(-2, scale)).toBe(0);
    const positive = scaleOf({ ...WEIGHT, low: 1e-4 }, 1, 1);
    expect(valueAt(-2, positive)).toBe(0.01);
  });
  it("is even where it is not logarithmic", () => {
    const scale = scaleOf(SHARE, 0.6, 0.6);
    expect(valueAt(0.1 + 0.2, scale)).toBe(0.3);
  });
});

describe("a field", () => {
  it.each([0, 1, -2, 0.6, 1.26, 3000, 1e5, 2.5e-4, 1e12])("reads what is written of %d", (value) => {
    expect(read(written(value))).toBe(value);
  });
  it("takes a comma, and nothing for nothing", () => {
    expect(read(" 0,5 ")).toBe(0.5);
    expect(read("  ")).toBeNull();
    expect(read("much")).toBe("much");
    expect(written(null)).toBe("");
  });
  it("writes large and small numbers by their powers of ten", () => {
    expect([3e5, 0.00025, 99999, 0.001].map(figure)).toEqual(["3e5", "2.5e-4", "99999", "0.001"]);
  });
});

describe("a slider that is dragged", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  it("says the first value at once, then the newest a few times a second, and never an old one after a new one", () => {
    const said: number[] = [];
    const turns = paced((value: number) => void said.push(value));
    for (const value of [1, 2, 3]) turns.say(false, value);
    expect(said).toEqual([1]);
    vi.advanceTimersByTime(100);
    expect(said).toEqual([1, 3]);
    turns.say(false, 4);
    turns.say(true, 5);
    vi.advanceTimersByTime(1000);
    expect(said).toEqual([1, 3, 5]);
  });
  it("says what is left when it ends", () => {
    const said: number[] = [];
    const turns = paced((value: number) => void said.push(value));
    turns.say(false, 1);
    turns.say(false, 2);
    turns.end();
    expect(said).toEqual([1, 2]);
  });
});
