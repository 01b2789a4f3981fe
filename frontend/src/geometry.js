// Points on a picture as shares of its width and height, from the top left.

const MOST_POINTS = 60; // of an outline: its text stands in the recipe
const CLOSED = 0.02; // an end so near to the beginning says nothing

/** Keep a point inside the picture, and its text short. */
export function inside([x, y]) {
  return [x, y].map((each) => Math.round(1e4 * Math.min(1, Math.max(0, each))) / 1e4);
}

/** Return an outline with few points: those that lie off the line between their neighbours (Douglas and Peucker 1973). */
export function simplified(points) {
  let tolerance = 0.002, kept = points;
  do {
    kept = between(points, tolerance);
    tolerance *= 1.5;
  } while (kept.length > MOST_POINTS);
  const closed = kept.length > 3 && Math.hypot(kept[0][0] - kept.at(-1)[0], kept[0][1] - kept.at(-1)[1]) < CLOSED;
  return closed ? kept.slice(0, -1) : kept;
}

function between(points, tolerance) {
  const [first, last] = [points[0], points.at(-1)];
  const far = points.map((point) => offLine(point, first, last));
  const place = far.indexOf(Math.max(...far));
  if (points.length < 3 || far[place] <= tolerance) return points.length < 2 ? points : [first, last];
  return [...between(points.slice(0, place + 1), tolerance).slice(0, -1), ...between(points.slice(place), tolerance)];
}

function offLine([x, y], [ax, ay], [bx, by]) {
  const length = Math.hypot(bx - ax, by - ay);
  return length ? Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length : Math.hypot(x - ax, y - ay);
}

/** Return the area of an outline, as a share of the picture's. */
export function area(points) {
  const twice = points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

/** Say whether a point lies inside an outline. */
export function within([x, y], points) {
  return points.reduce((odd, [ax, ay], i) => {
    const [bx, by] = points[(i + 1) % points.length];
    return ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay) ? !odd : odd;
  }, false);
}

/** Return the mean colour of the 3 × 3 pixels around a point, as `#rrggbb`. */
export function colourAt(canvas, [x, y]) {
  const at = (share, size) => Math.min(Math.max(0, Math.floor(share * size) - 1), Math.max(0, size - 3));
  const { data } = canvas.getContext("2d").getImageData(at(x, canvas.width), at(y, canvas.height), 3, 3);
  const mean = [0, 1, 2].map((channel) => {
    let [sum, count] = [0, 0];
    for (let i = 0; i < data.length; i += 4) if (data[i + 3]) [sum, count] = [sum + data[i + channel], count + 1];
    return Math.round(sum / Math.max(1, count));
  });
  return `#${mean.map((each) => each.toString(16).padStart(2, "0")).join("")}`;
}
