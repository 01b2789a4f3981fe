import { expect, test } from "vitest";
import { nearest, pace } from "../src/playback.ts";

test.each([
  [0, 0],
  [2, 0],
  [3, 1],
  [5, 1],
  [30, 2],
])("of pictures of the iterations 0, 5 and 20, iteration %i is told by number %i", (index, place) => {
  expect(nearest([0, 5, 20], index)).toBe(place);
});

test("however many pictures there are, each can be seen, and all within seconds", () => {
  for (let pictures = 1; pictures <= 61; pictures++) {
    expect(pace(pictures)).toBeGreaterThanOrEqual(60);
    expect(pace(pictures) * pictures).toBeLessThanOrEqual(7000);
  }
});
