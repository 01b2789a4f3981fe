import { expect, test } from "vitest";
import { baseOf, folderOf, freeName, seenFrom } from "../src/paths.ts";

test.each([
  ["", "a.png", "a.png"],
  ["prints", "prints/a.png", "a.png"],
  ["prints", "a.png", "../a.png"],
  ["one/two", "one/three/a.png", "../three/a.png"],
  ["prints", "prints", "."],
])("seen from '%s', '%s' is '%s'", (folder, path, seen) => {
  expect(seenFrom(folder, path)).toBe(seen);
});

test("a path is its folder and its last part", () => {
  expect([folderOf("a/b/c.png"), baseOf("a/b/c.png")]).toEqual(["a/b", "c.png"]);
  expect([folderOf("c.png"), baseOf("c.png")]).toEqual(["", "c.png"]);
});

test("a name that is taken is counted on", () => {
  expect(freeName("A", ".ipynb", new Set())).toBe("A.ipynb");
  expect(freeName("A", ".ipynb", new Set(["A.ipynb", "A 2.ipynb"]))).toBe("A 3.ipynb");
});
