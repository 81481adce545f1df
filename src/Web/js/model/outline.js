// @ts-check
/**
 * A free outline, `pcbOptions.outline`: nodes in millimetres in the frame of the modules, with fillets (`r`) and arcs to the next node (`bulgeAfter`: the
 * tangent of a quarter of the arc's angle, positive clockwise on the screen). Without one the board is the rounded rectangle of its size.
 * @typedef {import("./geometry.js").Point} Point
 * @typedef {import("./geometry.js").Box} Box
 * @typedef {import("./project.js").Project} Project
 * @typedef {{x: number, y: number, r?: number, bulgeAfter?: number}} Node
 * @typedef {{from: Point, to: Point, bulge: number}} Piece straight where the bulge is 0
 */
import { around, corners, tidy } from "./geometry.js";

/** Shapes to begin with, in a frame from -1 to 1. @type {Record<string, {name: string, nodes: [number, number, number?][]}>} */
export const shapes = {
  polygon: { name: "Free form", nodes: [[-1, -0.6], [0.1, -1], [1, -0.5], [0.75, 1], [-0.7, 1]] },
  l: { name: "L shape", nodes: [[-1, -1], [-0.1, -1], [-0.1, 0.1], [1, 0.1], [1, 1], [-1, 1]] },
  hexagon: { name: "Hexagon", nodes: [[-0.5, -1], [0.5, -1], [1, 0], [0.5, 1], [-0.5, 1], [-1, 0]] },
  notch: { name: "Notch", nodes: [[-1, -1], [-0.3, -1], [-0.3, -0.55], [0.3, -0.55], [0.3, -1], [1, -1], [1, 1], [-1, 1]] },
  round: { name: "Round ends", nodes: [[-0.55, -1], [0.55, -1, 1], [0.55, 1], [-0.55, 1, 1]] },
};

/** @param {Project} project @returns {Node[] | null} */
export function outlineOf(project) {
  const { outline } = project.pcbOptions;
  if (!Array.isArray(outline) || outline.length < 3) return null;
  const nodes = /** @type {Node[]} */ (outline);
  const first = nodes[0], last = nodes[nodes.length - 1];
  return nodes.every((node) => Number.isFinite(node?.x) && Number.isFinite(node?.y)) ? (first.x === last.x && first.y === last.y ? nodes.slice(0, -1) : nodes) : null;
}

/** The project with an outline, its size that of the outline; with `null` a rectangle of the same size. @param {Project} project @param {Node[] | null} nodes @returns {Project} */
export function withOutline(project, nodes) {
  const { outline: _, ...options } = project.pcbOptions;
  if (!nodes) return { ...project, pcbOptions: { ...options, cornerRadius: 3 } };
  const box = around(polygonOf(nodes));
  return {
    ...project,
    size: { ...project.size, width: tidy(box.right - box.left), height: tidy(box.bottom - box.top) },
    pcbOptions: { ...options, cornerRadius: 0, connectors: { ...options.connectors, top: false, bottom: false }, outline: nodes },
  };
}

/** A shape over the board as it is. @param {Project} project @param {string} shape @returns {Project} */
export function withShape(project, shape) {
  const box = frameOf(project), centre = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  const width = (box.right - box.left) / 2, height = (box.bottom - box.top) / 2, fillet = shape === "round" ? 0 : 3;
  const reach = shape === "round" ? Math.max(0.05, 1 - height / width) : 1;
  const nodes = shapes[shape].nodes.map(([x, y, bulge]) => ({
    x: tidy(centre.x + (shape === "round" ? Math.sign(x) * reach : x) * width), y: tidy(centre.y + y * height), ...(fillet ? { r: fillet } : {}), ...(bulge ? { bulgeAfter: bulge } : {}),
  }));
  return withOutline(project, stretched(nodes, 2 * width, 2 * height));
}

/**
 * The outline stretched to a size, about its middle. Fillets keep their radius and cut the tips of pointed corners, so one stretch comes near and the next nearer.
 * @param {Node[]} nodes @param {number} width @param {number} height @returns {Node[]}
 */
export function stretched(nodes, width, height) {
  const start = around(polygonOf(nodes)), centre = { x: (start.left + start.right) / 2, y: (start.top + start.bottom) / 2 };
  let now = nodes, box = start;
  for (let i = 0; i < 20 && (Math.abs(box.right - box.left - width) > 5e-4 || Math.abs(box.bottom - box.top - height) > 5e-4); i++) {
    const x = width / (box.right - box.left), y = height / (box.bottom - box.top), middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
    now = now.map((node) => ({ ...node, x: tidy(centre.x + (node.x - middle.x) * x), y: tidy(centre.y + (node.y - middle.y) * y) }));
    box = around(polygonOf(now));
  }
  return now;
}

/** @param {Node[]} nodes @param {number} at @param {Partial<Node>} change @returns {Node[]} */
export const withNode = (nodes, at, change) => nodes.map((node, i) => i === at ? { ...node, ...change } : node);

/** A new node in the middle of the edge after a node, which becomes straight. @param {Node[]} nodes @param {number} after @param {Point} at @returns {Node[]} */
export const withNodeAfter = (nodes, after, at) => nodes.flatMap((node, i) => {
  if (i !== after) return [node];
  const { bulgeAfter: _, ...straight } = node;
  return [straight, { x: tidy(at.x), y: tidy(at.y), ...(node.r ? { r: node.r } : {}) }];
});

/** At least three nodes are left. @param {Node[]} nodes @param {number} at @returns {Node[]} */
export const withoutNode = (nodes, at) => nodes.length > 3 ? nodes.filter((_, i) => i !== at) : nodes;

/** The pieces of the outline in their order: fillets, lines and arcs. @param {Node[]} nodes @returns {Piece[]} */
function piecesOf(nodes) {
  const fillets = nodes.map((node, i) => filletOf(nodes[(i + nodes.length - 1) % nodes.length], node, nodes[(i + 1) % nodes.length]));
  return nodes.flatMap((node, i) => [
    fillets[i],
    { from: fillets[i].to, to: fillets[(i + 1) % nodes.length].from, bulge: node.bulgeAfter ?? 0 },
  ]).filter((piece) => piece.from.x !== piece.to.x || piece.from.y !== piece.to.y);
}

/** A fillet reaches at most half of the shorter edge along each. @param {Node} before @param {Node} node @param {Node} after @returns {Piece} */
function filletOf(before, node, after) {
  const inn = { x: node.x - before.x, y: node.y - before.y }, out = { x: after.x - node.x, y: after.y - node.y };
  const lengths = [Math.hypot(inn.x, inn.y), Math.hypot(out.x, out.y)];
  const turn = Math.atan2(inn.x * out.y - inn.y * out.x, inn.x * out.x + inn.y * out.y);
  const reach = Math.min((node.r ?? 0) * Math.tan(Math.abs(turn) / 2), Math.min(...lengths) / 2);
  if (!(reach > 1e-9)) return { from: node, to: node, bulge: 0 };
  return {
    from: { x: node.x - inn.x / lengths[0] * reach, y: node.y - inn.y / lengths[0] * reach },
    to: { x: node.x + out.x / lengths[1] * reach, y: node.y + out.y / lengths[1] * reach },
    bulge: Math.tan(turn / 4),
  };
}

/** SVG path data of the outline. @param {Node[]} nodes */
export function pathOf(nodes) {
  const pieces = piecesOf(nodes);
  if (pieces.length === 0) return "";
  const at = (/** @type {Point} */ p) => `${p.x} ${p.y}`;
  return `M${at(pieces[0].from)}${pieces.map(({ from, to, bulge }) => {
    if (bulge === 0) return `L${at(to)}`;
    const radius = Math.hypot(to.x - from.x, to.y - from.y) * (1 + bulge * bulge) / (4 * Math.abs(bulge));
    return `A${radius} ${radius} 0 ${Math.abs(bulge) > 1 ? 1 : 0} ${bulge > 0 ? 1 : 0} ${at(to)}`;
  }).join("")}Z`;
}

const chords = 16;

/** The outline as a polygon, arcs as chords. @param {Node[]} nodes @returns {Point[]} */
export const polygonOf = (nodes) => piecesOf(nodes).flatMap(({ from, to, bulge }) => {
  if (bulge === 0) return [from];
  const k = (1 - bulge * bulge) / (4 * bulge), centre = { x: (from.x + to.x) / 2 - (to.y - from.y) * k, y: (from.y + to.y) / 2 + (to.x - from.x) * k };
  const start = Math.atan2(from.y - centre.y, from.x - centre.x), radius = Math.hypot(from.x - centre.x, from.y - centre.y);
  return Array.from({ length: chords }, (_, i) => {
    const angle = start + 4 * Math.atan(bulge) * i / chords;
    return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
  });
});

/** The box around the board. @param {Project} project @returns {Box} */
export function frameOf(project) {
  const nodes = outlineOf(project), { width, height } = project.size;
  return nodes ? around(polygonOf(nodes)) : { left: -width / 2, top: -height / 2, right: width / 2, bottom: height / 2 };
}

/** The board's edge as a polygon; that of a rectangle without its round corners. @param {Project} project @returns {Point[]} */
export function edgeOf(project) {
  const nodes = outlineOf(project);
  return nodes ? polygonOf(nodes) : corners(frameOf(project));
}
