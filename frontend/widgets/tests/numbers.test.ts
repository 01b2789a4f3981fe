import { describe, expect, it } from "vitest";
import { duration, fill, percent, short } from "../src/numbers.ts";

describe("duration", () => {
  it.each([
    [0, "0.0 s"],
    [9.94, "9.9 s"],
    [10, "10 s"],
    [89.4, "89 s"],
    [90, "2 min"],
    [5399, "90 min"],
    [5400, "1.5 h"],
    [86_400, "24.0 h"],
  ])("says %d s as %s", (seconds, said) => {
    expect(duration(seconds)).toBe(said);
  });
});

describe("short", () => {
  it.each([
    [0, "0"],
    [1, "1"],
    [12.3456, "12.35"],
    [99_999, "100000"],
    [100_000, "1.00e+5"],
    [0.001, "0.001"],
    [0.000999, "9.99e-4"],
    [-2_500_000, "-2.50e+6"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NaN, "∞"],
  ])("says %d as %s", (value, said) => {
    expect(short(value)).toBe(said);
  });
});

describe("percent", () => {
  it("never says that something is nothing", () => {
    expect(percent(0.004)).toBe("<1 %");
    expect(percent(0.01)).toBe("1 %");
    expect(percent(1)).toBe("100 %");
  });
});

describe("fill", () => {
  it("puts values for names, nothing for what is unknown or null, and no value for a name in a value", () => {
    expect(fill("{a} of {b}{c}{d}", { a: 3, b: "{a}", c: null })).toBe("3 of {a}");
  });
});
