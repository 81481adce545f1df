// @ts-check
/** Draws on the board what bars a socket: the gap as a measure, and where the advice would put the modules. */
import { gapOf } from "../model/bottlenecks.js";
import { keyOf, moveBy, zonesOf } from "../model/project.js";
import { h } from "./dom.js";

/**
 * @param {import("../model/bottlenecks.js").Bottleneck} bottleneck
 * @param {import("../model/project.js").Project} project
 * @param {Map<string, import("../model/project.js").LibraryModule>} library
 * @returns {Node[]}
 */
export function bottleneckMark(bottleneck, project, library) {
  const gap = gapOf(bottleneck, project, library);
  return [
    ...bottleneck.sockets.map(({ at }) => h("circle", { class: "barred", cx: at.x, cy: at.y, r: 1.3 })),
    ...bottleneck.moves.flatMap((move) => ghost(move, project, library)),
    ...(gap ? measure(gap, bottleneck.gapMm) : []),
  ];
}

/** The module's zones where the advice would put it. @param {import("../model/issues.js").Move} move @param {import("../model/project.js").Project} project @param {Map<string, import("../model/project.js").LibraryModule>} library */
function ghost(move, project, library) {
  const module = moveBy(project, new Set([move.id]), move.x, move.y).modules.find((one) => one.id === move.id);
  if (!module) return [];
  return zonesOf(module, library.get(keyOf(module))).map((zone) => h("polygon", { class: "advised", points: zone.map(({ x, y }) => `${x},${y}`).join(" ") }));
}

/** A gap as draughtsmen measure a narrow one: arrows from outside, the figure beside. @param {[import("../model/geometry.js").Point, import("../model/geometry.js").Point]} gap @param {number} width */
function measure([a, b], width) {
  const length = Math.hypot(b.x - a.x, b.y - a.y), u = length > 1e-6 ? { x: (b.x - a.x) / length, y: (b.y - a.y) / length } : { x: 1, y: 0 };
  const arrow = (/** @type {{x: number, y: number}} */ tip, /** @type {number} */ sense) => {
    const at = (/** @type {number} */ back, /** @type {number} */ side) => `${tip.x - sense * back * u.x - side * u.y} ${tip.y - sense * back * u.y + side * u.x}`;
    return h("path", { class: "measure", d: `M${at(3, 0)}L${at(0, 0)}M${at(0.9, 0.45)}L${at(0, 0)}L${at(0.9, -0.45)}` });
  };
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  return [
    arrow(a, 1), arrow(b, -1),
    h("line", { class: "measure wide", x1: a.x - 2.2 * u.y, y1: a.y + 2.2 * u.x, x2: a.x + 2.2 * u.y, y2: a.y - 2.2 * u.x }),
    h("line", { class: "measure wide", x1: b.x - 2.2 * u.y, y1: b.y + 2.2 * u.x, x2: b.x + 2.2 * u.y, y2: b.y - 2.2 * u.x }),
    h("text", { class: "measure-text", x: middle.x, y: Math.min(a.y, b.y) - 2.6 }, `${width} mm`),
  ];
}
