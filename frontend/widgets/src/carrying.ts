// Colour found on a small picture, carried to a large scan: for the screen, what carrying.py does where a picture is saved.
// The method and its constants are explained there; colours are those of colour.py.

export const STEADINESS = 25;
const SHARE = 0.5;
const DELTA = 6 / 29;
const CUBIC = -0.75; // of the interpolating kernel, as in torch

const XYZ = [
  [0.4123907993, 0.3575843394, 0.1804807884],
  [0.2126390059, 0.7151686788, 0.0721923154],
  [0.0193308187, 0.1191947798, 0.9505321522],
];

/** From linear RGB to X, Y and Z as shares of white, in rows; and back. */
export const TO_XYZ = XYZ.flatMap((row) => row.map((each) => each / row.reduce((sum, other) => sum + other)));
export const TO_RGB = inverse(TO_XYZ);

/** On the small picture: a* and b*, their slopes, the L* that goes with them, and the limits of a* and b* around. */
export type Guides = { width: number; height: number; planes: Float32Array[] };
export const A = 0;
export const B = 1;
export const SLOPE_A = 2;
export const SLOPE_B = 3;
export const SEEN = 4;
export const LOW_A = 5;
export const LOW_B = 6;
export const HIGH_A = 7;
export const HIGH_B = 8;

/** Pixels as a canvas gives them: four bytes each. */
export type Pixels = { width: number; height: number; data: Uint8ClampedArray };

const LINEAR = Float64Array.from({ length: 256 }, (_, level) => linear(level / 255));

/** L* of each level of gray. */
const LIGHTNESS = LINEAR.map((share) => 116 * root(share) - 16);

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function encoded(share: number): number {
  return share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055;
}

function root(share: number): number {
  return share > DELTA ** 3 ? Math.cbrt(share) : share / (3 * DELTA ** 2) + 4 / 29;
}

function unroot(value: number): number {
  return value > DELTA ? value ** 3 : 3 * DELTA ** 2 * (value - 4 / 29);
}

function inverse(m: readonly number[]): number[] {
  const at = (row: number, column: number) => m[3 * (row % 3) + (column % 3)] ?? 0;
  const minor = (i: number, j: number) => at(i + 1, j + 1) * at(i + 2, j + 2) - at(i + 1, j + 2) * at(i + 2, j + 1);
  const determinant = [0, 1, 2].reduce((sum, j) => sum + at(0, j) * minor(0, j), 0);
  return [0, 1, 2].flatMap((i) => [0, 1, 2].map((j) => minor(j, i) / determinant));
}

/** Return the guides of a picture whose gray print has the L* `seen`; `fine` are its a* and b* times 128, if they are known. */
export function guides({ width, height, data }: Pixels, seen: Float32Array, fine?: Int16Array | null): Guides {
  const [a, b] = [new Float32Array(width * height), new Float32Array(width * height)];
  for (let i = 0; i < a.length; i++) [a[i], b[i]] = fine ? unpacked(fine, 2 * i) : chroma(data, 4 * i);
  const around = (of: Float32Array) => spread(of, width, mean);
  const times = (one: Float32Array, other: Float32Array) => one.map((each, i) => each * (other[i] ?? 0));
  const minus = (one: Float32Array, other: Float32Array) => one.map((each, i) => each - (other[i] ?? 0));
  const middle = around(seen);
  const variance = around(minus(around(times(seen, seen)), times(middle, middle)));
  const slope = (ab: Float32Array) => {
    const together = around(minus(around(times(seen, ab)), times(middle, around(ab))));
    return together.map((each, i) => (SHARE * each) / (Math.max(0, variance[i] ?? 0) + STEADINESS));
  };
  const limits = [Math.min, Math.max].flatMap((most) => [a, b].map((of) => spread(of, width, most)));
  return { width, height, planes: [a, b, slope(a), slope(b), seen, ...limits] };
}

type Three = [number, number, number];

function unpacked(fine: Int16Array, at: number): [number, number] {
  return [(fine[at] ?? 0) / 128, (fine[at + 1] ?? 0) / 128];
}

/** Return a* and b* of a pixel. */
function chroma(data: Uint8ClampedArray, at: number): [number, number] {
  const xyz = mixed(TO_XYZ, level(data, at), level(data, at + 1), level(data, at + 2));
  const [x, y, z] = xyz.map(root) as Three;
  return [500 * (x - y), 200 * (y - z)];
}

function level(data: Uint8ClampedArray, at: number): number {
  return LINEAR[data[at] ?? 0] ?? 0;
}

function mixed(m: readonly number[], x: number, y: number, z: number): Three {
  const row = (i: number) => (m[i] ?? 0) * x + (m[i + 1] ?? 0) * y + (m[i + 2] ?? 0) * z;
  return [row(0), row(3), row(6)];
}

const mean = (x: number, y: number, z: number) => (x + y + z) / 3;

/** Return what `joined` makes of each pixel and its eight neighbours, along rows and then columns; edges are repeated. */
function spread(of: Float32Array, width: number, joined: (...three: Three) => number): Float32Array {
  const along = new Float32Array(of.length);
  const result = new Float32Array(of.length);
  for (let i = 0; i < of.length; i++) {
    const x = i % width;
    along[i] = joined(of[x ? i - 1 : i] ?? 0, of[i] ?? 0, of[x < width - 1 ? i + 1 : i] ?? 0);
  }
  for (let i = 0; i < of.length; i++) {
    const [above, below] = [i >= width ? i - width : i, i < of.length - width ? i + width : i];
    result[i] = joined(along[above] ?? 0, along[i] ?? 0, along[below] ?? 0);
  }
  return result;
}

/** Return for a place on the large side the four places on the small one, and their weights. */
export function taps(place: number, small: number, large: number): [places: number[], weights: number[]] {
  const at = ((place + 0.5) * small) / large - 0.5;
  const first = Math.floor(at);
  const t = at - first;
  const near = (x: number) => ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
  const far = (x: number) => ((CUBIC * x - 5 * CUBIC) * x + 8 * CUBIC) * x - 4 * CUBIC;
  const places = [-1, 0, 1, 2].map((step) => Math.min(small - 1, Math.max(0, first + step)));
  return [places, [far(t + 1), near(t), near(1 - t), far(2 - t)]];
}

/** Return the guides with their rows as wide as the scan. */
export function stretched({ width, height, planes }: Guides, wide: number): Guides {
  const columns = Array.from({ length: wide }, (_, x) => taps(x, width, wide));
  const result = planes.map((plane) => {
    const rows = new Float32Array(wide * height);
    for (let y = 0; y < height; y++) {
      columns.forEach(([places, weights], x) => {
        let sum = 0;
        for (let k = 0; k < 4; k++) sum += (weights[k] ?? 0) * (plane[y * width + (places[k] ?? 0)] ?? 0);
        rows[y * wide + x] = sum;
      });
    }
    return rows;
  });
  return { width: wide, height, planes: result };
}

/** Write rows `from` to `to` of the carried picture into `page`, whose pixels are the scan's grays before. */
export function carryRows(guide: Guides, page: Pixels, from: number, to: number): void {
  const { width, height } = page;
  const sums = new Float64Array(guide.planes.length);
  for (let y = from; y < Math.min(to, height); y++) {
    const [places, weights] = taps(y, guide.height, height);
    for (let x = 0; x < width; x++) {
      guide.planes.forEach((plane, c) => {
        let sum = 0;
        for (let k = 0; k < 4; k++) sum += (weights[k] ?? 0) * (plane[(places[k] ?? 0) * width + x] ?? 0);
        sums[c] = sum;
      });
      const at = 4 * (y * width + x);
      const own = LIGHTNESS[page.data[at] ?? 0] ?? 0;
      const ab = (c: number) => {
        const detailed = (sums[c] ?? 0) + (sums[SLOPE_A + c] ?? 0) * (own - (sums[SEEN] ?? 0));
        return Math.min(Math.max(detailed, sums[LOW_A + c] ?? 0), sums[HIGH_A + c] ?? 0);
      };
      const rgb = toRgb(own, ab(A), ab(B));
      for (let c = 0; c < 3; c++) page.data[at + c] = Math.round(255 * (rgb[c] ?? 0));
    }
  }
}

/** Return L*, a* and b* as sRGB; a colour outside of it keeps its L* and loses chroma until it fits. */
export function toRgb(lightness: number, a: number, b: number): Three {
  const fy = (lightness + 16) / 116;
  const rgb = mixed(TO_RGB, unroot(fy + a / 500), unroot(fy), unroot(fy - b / 200));
  const gray = Math.min(1, Math.max(0, unroot(fy)));
  let share = 1;
  for (const each of rgb) {
    const chroma = each - gray;
    if (chroma > 1 - gray) share = Math.min(share, (1 - gray) / chroma);
    else if (chroma < -gray) share = Math.min(share, gray / -chroma);
  }
  return rgb.map((each) => encoded(Math.min(1, Math.max(0, gray + share * (each - gray))))) as Three;
}
