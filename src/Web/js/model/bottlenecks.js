// @ts-check
/**
 * What bars open sockets, as the service's `ROUTING_BLOCKED` tells it: sockets behind the same gap, with the same advice, are one bottleneck.
 * @typedef {import("./geometry.js").Point} Point
 * @typedef {import("./issues.js").Issue} Issue
 * @typedef {import("./issues.js").Move} Move
 * @typedef {import("./project.js").Project} Project
 * @typedef {import("./project.js").LibraryModule} LibraryModule
 * @typedef {{net: string, module: string, at: Point}} BarredSocket
 * @typedef {{sockets: BarredSocket[], between: string[], gapMm: number, fits: number, needed: number, why: string, moves: Move[], confirmed: boolean, issues: Issue[]}} Bottleneck
 */
import { adviceOf, itemsOf } from "./issues.js";
import { around, nearest } from "./geometry.js";
import { keyOf, zonesOf } from "./project.js";
import { edgeOf } from "./outline.js";

/** @param {Issue[]} issues @returns {Bottleneck[]} in the order of their first sockets */
export function bottlenecksOf(issues) {
  /** @type {Map<string, Bottleneck>} */
  const found = new Map();
  for (const issue of issues) {
    if (issue.code !== "ROUTING_BLOCKED") continue;
    const { fields } = issue;
    const key = ["reason", "between", "gapMm", "fits", "needed", "moveModuleIds", "moveXmm", "moveYmm"].map((name) => fields[name]).join("|");
    const known = found.get(key) ?? {
      sockets: [], between: itemsOf(fields.between), gapMm: Number(fields.gapMm), fits: Number(fields.fits), needed: Number(fields.needed),
      why: whyOf(issue.message), moves: adviceOf(issue), confirmed: fields.confirmed === "true", issues: [],
    };
    known.sockets.push({ net: fields.net, module: fields.moduleId, at: { x: Number(fields.xMm), y: Number(fields.yMm) } });
    known.issues.push(issue);
    found.set(key, known);
  }
  return [...found.values()];
}

/** The sentence without its first part, which names the one socket that it came with. @param {string} message */
function whyOf(message) {
  const why = message.slice(message.indexOf(": ") + 2);
  return why[0].toUpperCase() + why.slice(1) + (why.endsWith(".") ? "" : ".");
}

/** Who is barred, for people. @param {Bottleneck} bottleneck @param {Project} project */
export function titleOf(bottleneck, project) {
  const modules = [...new Set(bottleneck.sockets.map((socket) => socket.module))];
  const parts = modules.map((id) => {
    const nets = bottleneck.sockets.filter((socket) => socket.module === id).map((socket) => socket.net);
    const name = project.modules.find((module) => module.id === id)?.name.replaceAll("_", " ") ?? id;
    return `${listed(nets)} of ${name}`;
  });
  return `${listed(parts)} ${bottleneck.sockets.length === 1 ? "stays" : "stay"} open`;
}

/** @param {string[]} parts */
const listed = (parts) => parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;

/**
 * The gap's two sides where they are nearest to each other, and there nearest to the socket; null where it is not between two things that this editor knows.
 * @param {Bottleneck} bottleneck @param {Project} project @param {Map<string, LibraryModule>} library @returns {[Point, Point] | null}
 */
export function gapOf(bottleneck, project, library) {
  const [a, b] = bottleneck.between;
  if (!a || !b || a === b) return null;
  const sides = [a, b].map((id) => id === "board-edge" ? [edgeOf(project)] : modulesZones(project, id, library));
  const all = around(bottleneck.sockets.map((socket) => socket.at));
  return nearest(sides[0], sides[1], { x: (all.left + all.right) / 2, y: (all.top + all.bottom) / 2 });
}

/** @param {Project} project @param {string} id @param {Map<string, LibraryModule>} library */
function modulesZones(project, id, library) {
  const module = project.modules.find((one) => one.id === id);
  return module ? zonesOf(module, library.get(keyOf(module))) : [];
}

/** Where the bottleneck is to be seen: its sockets and its gap. @param {Bottleneck} bottleneck @param {[Point, Point] | null} gap */
export const placeOf = (bottleneck, gap) => around([...bottleneck.sockets.map((socket) => socket.at), ...(gap ?? [])]);

/** Where modules that were moved are to be seen. @param {Move[]} moves @param {Project} project @param {Map<string, LibraryModule>} library */
export const placeOfMoved = (moves, project, library) => around(moves.flatMap(({ id }) => modulesZones(project, id, library)).flat());

/** What was moved, for people. @param {Move[]} moves @param {Project} project */
export function movedOf(moves, project) {
  const told = (/** @type {number} */ by, /** @type {string} */ back, /** @type {string} */ on) => by === 0 ? [] : [`${Math.abs(by)} mm ${by < 0 ? back : on}`];
  return `${listed(moves.map(({ id, x, y }) => `${project.modules.find((module) => module.id === id)?.name.replaceAll("_", " ") ?? id} ${listed([...told(x, "to the left", "to the right"), ...told(y, "up", "down")])}`))}.`;
}
