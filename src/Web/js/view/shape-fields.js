// @ts-check
/** The board's shape: a rectangle, or a free outline whose corners are dragged on the board and told in numbers here. */
import { outlineOf, pathOf, shapes, withNode, withOutline, withoutNode, withShape } from "../model/outline.js";
import { emptyProject, withSize } from "../model/project.js";
import { numberField } from "./fields.js";
import { h } from "./dom.js";

/** @typedef {import("../model/store.js").Store} Store */

/** Buttons that show what they make. @param {Store} store @returns {Node[]} */
export function shapeFields(store) {
  const nodes = outlineOf(store.project), icon = { ...emptyProject(), size: { width: 26, height: 18 } };
  const button = (/** @type {string} */ name, /** @type {string} */ path, /** @type {boolean} */ pressed, /** @type {() => void} */ onclick) => h("button", {
    type: "button", class: "shape", "aria-label": name, title: name, "aria-pressed": pressed, onclick,
  }, h("svg", { viewBox: "-15 -11 30 22", "aria-hidden": "true" }, h("path", { d: path })));
  const rectangle = pathOf([[-13, -9], [13, -9], [13, 9], [-13, 9]].map(([x, y]) => ({ x, y, r: 3 })));
  return [
    h("div", { class: "shapes", role: "group", "aria-label": "Shape" },
      button("Rectangle", rectangle, nodes === null, () => { if (outlineOf(store.history.value)) store.commit(rectangleOf(store.history.value)); store.chooseNode(-1); }),
      ...Object.entries(shapes).map(([id, { name }]) => button(name, pathOf(/** @type {any} */ (outlineOf(withShape(icon, id)))), false, () => {
        store.commit(withShape(store.history.value, id));
        store.chooseNode(-1);
      }))),
    ...(nodes ? [h("p", { class: "empty" }, "Drag the round handles on the board; a small one between two makes a new corner.")] : []),
    ...(nodes && nodes[store.node] ? nodeFields(store, store.node, nodes[store.node]) : []),
  ];
}

/** @param {import("../model/project.js").Project} project */
const rectangleOf = (project) => {
  const plain = withOutline(project, null);
  return withSize(plain, plain.size.width, plain.size.height);
};

/** @param {Store} store @param {number} at @param {import("../model/outline.js").Node} node @returns {Node[]} */
function nodeFields(store, at, node) {
  const set = (/** @type {Partial<import("../model/outline.js").Node>} */ change, /** @type {string} */ kind) => {
    const project = store.history.value, nodes = outlineOf(project);
    if (nodes && nodes[at]) store.commit(withOutline(project, withNode(nodes, at, change)), kind);
  };
  const place = { min: -500, max: 500, step: store.grid || 0.5 };
  return [
    h("h3", {}, `Corner ${at + 1}`),
    numberField("x", node.x, { ...place, unit: "mm" }, (x) => set({ x: x ?? 0 }, `node-x${at}`)),
    numberField("y", node.y, { ...place, unit: "mm, down" }, (y) => set({ y: y ?? 0 }, `node-y${at}`)),
    numberField("Fillet", node.r ?? 0, { min: 0, max: 500, step: 0.5, unit: "mm" }, (r) => set({ r: r ?? 0 }, `node-r${at}`)),
    numberField("Arc to the next", node.bulgeAfter ?? 0, { min: -20, max: 20, step: 0.1, unit: "1 is a half circle" }, (bulge) => set({ bulgeAfter: bulge ?? 0 }, `node-b${at}`)),
    h("button", {
      type: "button", onclick: () => {
        const project = store.history.value, nodes = outlineOf(project);
        if (nodes) store.commit(withOutline(project, withoutNode(nodes, at)));
        store.chooseNode(-1);
      },
    }, "Remove this corner"),
  ];
}
