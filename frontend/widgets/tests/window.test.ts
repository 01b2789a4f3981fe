import { describe, expect, it } from "vitest";
import { newestFirst, Painted } from "../src/window.ts";

/** Work that is finished from outside, one item after the other. */
function slowWork() {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = newestFirst((item: number) => {
    begun.push(item);
    return new Promise<void>((resolve) => ends.push(resolve));
  });
  return { work, begun, end: () => ends.shift()?.() };
}

describe("newestFirst", () => {
  it("skips what was replaced while it was busy, and never the last", async () => {
    const { work, begun, end } = slowWork();
    const all = work(1);
    for (const item of [2, 3, 4]) await work(item);
    expect(begun).toEqual([1]);
    end();
    await Promise.resolve();
    expect(begun).toEqual([1, 4]);
    end();
    await all;
    expect(begun).toEqual([1, 4]);
  });
  it("goes on after work that failed", async () => {
    const done: number[] = [];
    const work = newestFirst(async (item: number) => {
      if (item === 1) throw new Error("no picture");
      done.push(item);
    });
    await expect(work(1)).rejects.toThrow("no picture");
    await work(2);
    expect(done).toEqual([2]);
  });
});

describe("Painted", () => {
  it("tells each number once, the highest alone", () => {
    const painted = new Painted();
    expect(painted.tell()).toBeNull();
    for (const number of [1, 3, 2]) {
      painted.came(number);
      painted.done(number);
    }
    expect(painted.tell()).toBe(3);
    expect(painted.tell()).toBeNull();
  });
  it("begins anew when Python counts anew, for another page has said hello", () => {
    const painted = new Painted();
    painted.came(7);
    painted.done(7);
    expect(painted.tell()).toBe(7);
    painted.came(1);
    painted.done(1);
    expect(painted.tell()).toBe(1);
  });
});
