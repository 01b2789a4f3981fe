// How kept pictures are played one after the other.

const WHOLE_MS = 6000; // from the first picture to the last
const [LEAST_MS, MOST_MS] = [60, 400]; // from one picture to the next

/** Return the place of the picture that was kept nearest to an iteration. */
export function nearest(kept: readonly number[], index: number): number {
  return kept.reduce(
    (best, at, place) => (Math.abs(at - index) < Math.abs((kept[best] ?? 0) - index) ? place : best),
    0,
  );
}

/** Return how long each of so many pictures is shown. */
export function pace(pictures: number): number {
  return Math.min(MOST_MS, Math.max(LEAST_MS, WHOLE_MS / Math.max(1, pictures)));
}
