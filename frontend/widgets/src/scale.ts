// Where a value stands on a slider, and how it is written. Logarithmic sliders go two powers of ten to either side of the preset.
import type { Control } from "./messages.ts";
import { figure } from "./numbers.ts";

const DECADES = 2;
const DECADE_STEPS = 20;

/** The ends of a slider, in its own places: values, or powers of ten. */
export type Scale = { low: number; high: number; step: number; power: boolean; off: boolean };

type Range = Pick<Control, "low" | "high" | "step" | "logarithmic">;

/** The scale of a control whose preset has one value and that has another now, which is on it in any case. */
export function scaleOf({ low, high, step, logarithmic }: Range, preset: number, value: number): Scale {
  const least = low ?? 0;
  const most = high ?? 1;
  if (!logarithmic) {
    return { low: Math.min(least, value), high: Math.max(most, value), step: step ?? 0.01, power: false, off: false };
  }
  const middle = Math.log10(preset > 0 ? preset : value > 0 ? value : 1);
  const at = value > 0 ? Math.log10(value) : middle;
  const bottom = least > 0 ? Math.log10(least) : Number.NEGATIVE_INFINITY;
  return {
    low: Math.min(Math.max(middle - DECADES, bottom), at),
    high: Math.max(Math.min(middle + DECADES, Math.log10(most)), at),
    step: 1 / DECADE_STEPS,
    power: true,
    off: least === 0,
  };
}

/** The place of a value. */
export function placeOf(value: number, scale: Scale): number {
  if (!scale.power) return value;
  return value > 0 ? Math.log10(value) : scale.low;
}

/** The value at a place, rounded to what a person reads; the lowest place of a weight that may be 0 is 0. */
export function valueAt(place: number, scale: Scale): number {
  if (!scale.power) return Number(place.toFixed(6));
  return scale.off && place <= scale.low ? 0 : Number((10 ** place).toPrecision(3));
}

/** A value as it is written in a field. */
export function written(value: number | string | boolean | null): string {
  return typeof value === "number" ? figure(value) : value === null ? "" : String(value);
}

/** What a person has written: a number if it is one, nothing for nothing, else the text, which Python refuses in words. */
export function read(text: string): number | string | null {
  const bare = text.trim().replace(",", ".");
  const number = Number(bare);
  return bare === "" ? null : Number.isFinite(number) ? number : text;
}
