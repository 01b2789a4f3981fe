// Numbers and texts as a person reads them.

/** Fill `{name}` in a text. */
export function fill(text: string, values: Readonly<Record<string, string | number | null>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** Seconds as a person says them. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** A number in few characters. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  const size = Math.abs(value);
  return value !== 0 && (size >= 1e5 || size < 1e-3) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

/** A share of a whole, in percent. */
export function percent(share: number): string {
  return share < 0.01 ? "<1 %" : `${Math.round(100 * share)} %`;
}

/** A number that can be typed again: as it is, or by its power of ten where that is shorter to read. */
export function figure(value: number): string {
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(6));
  return value !== 0 && (size >= 1e5 || size < 1e-3) ? rounded.toExponential().replace("e+", "e") : String(rounded);
}
