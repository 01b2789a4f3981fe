import { expect, test } from "vitest";
import { madeNotebook } from "../src/notebook.ts";

const KERNEL = { name: "other", display_name: "Other", language: "python" };

test.each(["en", "ja"])("the notebook (%s) stands alone", (language) => {
  const { cells, metadata } = madeNotebook(language, KERNEL);
  const text = cells.map((cell) => cell.source.join("")).join("\n");
  expect(metadata.kernelspec).toEqual(KERNEL);
  expect(text).toMatch(/^import ukiyo_widgets as uw\n\nstudio = uw\.Studio\(/m);
  expect(text).not.toContain("google.colab");
  expect(text).not.toMatch(/\]\((?!https?:|attachment:)/);
  expect(text).toContain("](attachment:");
  expect(cells.every((cell) => cell.source.join("").trim())).toBe(true);
});

test("the languages differ", () => {
  expect(madeNotebook("ja", KERNEL).cells).not.toEqual(madeNotebook("en", KERNEL).cells);
});

test("references stand in the call", () => {
  const text = (references?: string[]) =>
    madeNotebook("en", KERNEL, references)
      .cells.filter((cell) => cell.cell_type === "code")
      .map((cell) => cell.source.join(""))
      .join("\n");
  expect(text(["a.png", "series"])).toContain('uw.Studio(reference=["a.png","series"], ');
  expect(text()).not.toContain("reference=");
});
