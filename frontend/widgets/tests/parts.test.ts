import { describe, expect, it } from "vitest";
import { columns, powerOfTen } from "../src/chart.ts";
import { meanColour, start } from "../src/colour.ts";
import { speed } from "../src/figures.ts";
import { draggedPaths } from "../src/filedrag.ts";
import { reducedSize } from "../src/files.ts";
import { moved } from "../src/keys.ts";
import { parted } from "../src/names.ts";
import { beside } from "../src/panel.ts";
import { holds, walked, why } from "../src/strip.ts";
import { shownInks } from "../src/swatches.ts";

describe("the colour of pixels", () => {
  it("is their mean, without those that are transparent", () => {
    expect(meanColour([10, 20, 30, 255, 20, 40, 50, 255])).toBe("#0f1e28");
    expect(meanColour([10, 20, 30, 255, 200, 200, 200, 0])).toBe("#0a141e");
    expect(meanColour([])).toBe("#000000");
  });
  it("is looked up inside the picture", () => {
    expect([0, 0.5, 0.999].map((share) => start(share, 100))).toEqual([0, 49, 97]);
    expect(start(0.5, 2)).toBe(0);
  });
});

describe("the loss chart", () => {
  it("leaves out what has no place on a logarithmic scale of five decades", () => {
    expect(columns([[0, 1e6, 0, 5, 1e6]])).toEqual([[0], [1e6], [null], [null], [1e6]]);
  });
  it("names powers of ten alone", () => {
    expect([0.001, 0.002, 1, 5, 1e6, null].map(powerOfTen)).toEqual(["1e-3", "", "1e+0", "", "1e+6", ""]);
  });
});

describe("speed", () => {
  const words = { per_s: "{n} per s", each_s: "{n} s each" };
  it("is said so that the number is at least one", () => {
    expect(speed(0.25, words)).toBe("4.0 per s");
    expect(speed(2.5, words)).toBe("2.5 s each");
  });
});

describe("large pictures", () => {
  it("keep their shape, and small ones their size", () => {
    expect(reducedSize(8000, 4000)).toEqual({ width: 2048, height: 1024 });
    expect(reducedSize(100_000, 1)).toEqual({ width: 2048, height: 1 });
    expect(reducedSize(640, 480)).toEqual({ width: 640, height: 480 });
  });
});

describe("keys", () => {
  it("walk along the strip and stop at its ends", () => {
    expect(["ArrowLeft", "ArrowRight", "Home", "End", "x"].map((key) => walked(key, 0, 3))).toEqual([
      0,
      1,
      0,
      3,
      undefined,
    ]);
    expect(walked("ArrowDown", 3, 3)).toBe(3);
  });
  it("move the cross five times as far with Shift", () => {
    expect(moved("ArrowUp", false)).toEqual([0, -0.02]);
    expect(moved("ArrowRight", true)).toEqual([0.1, 0]);
    expect(moved("b", false)).toBeNull();
  });
});

describe("why a print would serve", () => {
  it("ends with one full stop, in either language", () => {
    const print = { key: "p", name: "Wave", why: ["alike in lightness", "alike in shape."], place: 1 };
    expect(why("{name}: {why}.", print, ", ")).toBe("Wave: alike in lightness, alike in shape.");
    expect(why("{name}：{why}。", { ...print, why: ["明るい。"] }, "、")).toBe("Wave：明るい。");
  });
});

describe("the inks to show", () => {
  it("are the reference's own, and those changed that are of none", () => {
    const inks: [string, number][][] = [[["#111111", 0.6]], [["#222222", 0.3]]];
    const changes: [string, string][] = [
      ["#222222", "#000000"],
      ["#999999", "#ffffff"],
    ];
    expect(shownInks(inks, 1, changes)).toEqual([
      ["#111111", 0.6],
      ["#999999", null],
    ]);
    expect(shownInks(inks, 3, [])).toEqual([]);
  });
});

describe("names that are too long", () => {
  it("are cut in the middle, at a word if there is one, without the file's ending", () => {
    expect(parted("hokusai-under-the-wave-bay.jpg")).toEqual(["hokusai-under-the-wave-", "bay"]);
    expect(parted("hokusai-thunderstorms.png")).toEqual(["hokusai-thunde", "rstorms"]);
    expect(parted("wave.png")).toEqual(["wave", ""]);
    expect(parted("Dr. Fuji")).toEqual(["Dr. Fuji", ""]);
  });
  it("are found by any part of them, however written", () => {
    expect([holds("Sea ＷＡＶＥ", " wave "), holds("Wave", "waves"), holds("Wave", "")]).toEqual([true, false, true]);
  });
});

describe("the panel of a slim picker", () => {
  const window = { width: 1000, height: 600 };
  const panel = { width: 500, height: 300 };
  it("stands beside it, or below where there is no room, and inside the window", () => {
    expect(beside({ left: 10, right: 100, top: 20, bottom: 80 }, panel, window)).toEqual([106, 20]);
    expect(beside({ left: 600, right: 900, top: 20, bottom: 80 }, panel, window)).toEqual([494, 86]);
    expect(beside({ left: 10, right: 100, top: 500, bottom: 560 }, panel, window)).toEqual([106, 294]);
  });
});

describe("a drag from JupyterLab's list of files", () => {
  it("carries paths, without the name of a drive", () => {
    expect(draggedPaths(["prints/a.png", "RTC:prints/b.png"])).toEqual(["prints/a.png", "prints/b.png"]);
    expect([draggedPaths([]), draggedPaths("a.png"), draggedPaths([1])]).toEqual([undefined, undefined, undefined]);
  });
});
