// @ts-check
/**
 * Plane geometry in the project's own frame: millimetres, origin at the board's centre, x to the right, y down; turns are clockwise degrees.
 * @typedef {{x: number, y: number}} Point
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 */

/** @param {number} value @param {number} step */
export const snap = (value, step) => step > 0 ? tidy(Math.round(value / step) * step) : tidy(value);

/** A coordinate to a micrometre, so that files hold 12.3 and not 12.300000000000001. @param {number} value */
export const tidy = (value) => Math.round(value * 1000) / 1000 + 0;

/** @param {Point} p @param {number} degrees clockwise @returns {Point} */
export function turn(p, degrees) {
  const quarter = ((degrees % 360) + 360) % 360;
  if (quarter === 0) return { x: p.x, y: p.y };
  if (quarter === 90) return { x: -p.y, y: p.x };
  if (quarter === 180) return { x: -p.x, y: -p.y };
  if (quarter === 270) return { x: p.y, y: -p.x };
  const angle = quarter * Math.PI / 180, cos = Math.cos(angle), sin = Math.sin(angle);
  return { x: p.x * cos - p.y * sin, y: p.x * sin + p.y * cos };
}

/** @param {Iterable<Point>} points @returns {Box} */
export function around(points) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

/** @param {Box} box @returns {Point[]} */
export const corners = (box) => [
  { x: box.left, y: box.top }, { x: box.right, y: box.top }, { x: box.right, y: box.bottom }, { x: box.left, y: box.bottom },
];

/** True where the boxes share a point. @param {Box} a @param {Box} b */
export const meets = (a, b) => a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;

/** @param {number[]} flat x, y, x, y … */
export function lengthOf(flat) {
  let length = 0;
  for (let i = 2; i + 1 < flat.length; i += 2) length += Math.hypot(flat[i] - flat[i - 2], flat[i + 1] - flat[i - 1]);
  return length;
}

/** The point of a segment that is nearest to another point. @param {Point} p @param {Point} a @param {Point} b @returns {Point} */
function onSegment(p, a, b) {
  const dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return { x: a.x + t * dx, y: a.y + t * dy };
}

/** @param {Point} a @param {Point} b */
const apart = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/** @param {Point[]} polygon closed @returns {[Point, Point][]} */
const edges = (polygon) => polygon.map((point, i) => [point, polygon[(i + 1) % polygon.length]]);

/**
 * The nearest points of two sets of closed polygons; of several such pairs (parallel edges) the one beside a third point.
 * @param {Point[][]} one @param {Point[][]} other @param {Point} beside @returns {[Point, Point] | null}
 */
export function nearest(one, other, beside) {
  /** @type {{pair: [Point, Point], apart: number, far: number} | null} */
  let best = null;
  for (const [a, b] of one.flatMap(edges)) {
    for (const [c, d] of other.flatMap(edges)) {
      const starts = [a, b, onSegment(c, a, b), onSegment(d, a, b), onSegment(beside, a, b)];
      for (const start of starts) {
        const end = onSegment(start, c, d), distance = apart(start, end), far = apart(start, beside);
        if (best && (distance > best.apart + 1e-6 || (distance > best.apart - 1e-6 && far >= best.far))) continue;
        best = { pair: [start, end], apart: distance, far };
      }
    }
  }
  return best && best.pair;
}

/** True where the point lies inside of the closed polygon. @param {Point} p @param {Point[]} polygon */
export const contains = (p, polygon) => edges(polygon).filter(([a, b]) => (a.y > p.y) !== (b.y > p.y) && p.x < a.x + ((p.y - a.y) / (b.y - a.y)) * (b.x - a.x)).length % 2 === 1;
