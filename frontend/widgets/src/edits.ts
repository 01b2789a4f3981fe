// The edits of the colours as they are drawn and pointed at: dabs and regions.
import { within } from "./geometry.ts";
import type { Colours, Dab, Erased, Outline, Point } from "./messages.ts";
import type { Size } from "./view.ts";

const SPACING = 1.3; // of the dabs of a stroke, in their radii
const LEAST_REACH_PX = 6; // of a click that takes a dab away

/** The two pictures that are drawn on. */
export type Side = "picture" | "reference";

function distance_px([ax, ay]: Point | Dab, [bx, by]: Point | Dab, { width, height }: Size): number {
  return Math.hypot((ax - bx) * width, (ay - by) * height);
}

/** Say whether a point is far enough from a stroke's last dab for another one. */
export function isApart(point: Point, last: Dab, radius: number, at: Size): boolean {
  return distance_px(point, last, at) >= SPACING * radius * Math.max(at.width, at.height);
}

/** Return what a click at a point takes away: the dab that was laid last, else the region that was drawn last. */
export function hit(point: Point, { hints, regions }: Pick<Colours, "hints" | "regions">, at: Size): Erased | null {
  const reach_px = ([, , , radius]: Dab) => Math.max(LEAST_REACH_PX, radius * Math.max(at.width, at.height));
  const dab = hints.findLastIndex((each) => distance_px(each, point, at) <= reach_px(each));
  if (dab >= 0) return { name: "hints", index: dab };
  const region = regions.findLastIndex(([outline]) => outline.length && within(point, outline));
  return region >= 0 ? { name: "regions", index: region } : null;
}

/** Return the dabs that Python has not heard of yet. */
export function unheard(fresh: Dab[], heard: Dab[]): Dab[] {
  const name = (dab: Dab) => dab.slice(0, 3).join();
  const known = new Set(heard.map(name));
  return fresh.filter((dab) => !known.has(name(dab)));
}

/** Return the outlines on one side with their labels; `half` belongs to a region that has no other outline yet. */
export function labelled(
  side: Side,
  regions: Colours["regions"],
  { reference, half }: { reference: number; half: Outline | undefined },
): [Outline, string][] {
  const outlines = regions.map(([content, other, number]) => {
    if (side === "picture") return content;
    return number === reference ? other : [];
  });
  return [...outlines, ...(half ? [half] : [])].map((outline, i) => [outline, String(i + 1)]);
}
