// @ts-check
/** Place and turn of the chosen modules. */
import { align, distribute, duplicate, keyOf, moveBy, remove, rotateBy } from "../model/project.js";
import { numberField } from "./fields.js";
import { h, iconButton } from "./dom.js";

/** @param {import("./inspector.js").Editor} editor @returns {Node[]} */
export function modulesTab({ store }) {
  const chosen = store.project.modules.filter((module) => store.chosen.has(module.id)), ids = store.chosen;
  if (chosen.length === 0) return [h("p", { class: "empty" }, "Choose a module on the board: click it, or drag a frame around several. Shift adds to the choice.")];
  const commit = (/** @type {import("../model/project.js").Project} */ project) => store.commit(project);
  const [one] = chosen;
  // Fields stay as they were drawn while one of them is typed into: what they change is the module as it is then.
  const now = () => store.history.value.modules.find((module) => module.id === one.id) ?? one;
  return [
    h("h2", {}, chosen.length === 1 ? one.name : `${chosen.length} modules`),
    ...(chosen.length === 1 ? [
      numberField("x", one.position.x, { min: -1000, max: 1000, step: store.grid || 0.5, unit: "mm" }, (x) => store.commit(moveBy(store.history.value, ids, (x ?? 0) - now().position.x, 0), "x")),
      numberField("y", one.position.y, { min: -1000, max: 1000, step: store.grid || 0.5, unit: "mm, down" }, (y) => store.commit(moveBy(store.history.value, ids, 0, (y ?? 0) - now().position.y), "y")),
      numberField("Turn", one.rotation, { min: -360, max: 360, step: 15, unit: "°" }, (turn) => store.commit(rotateBy(store.history.value, ids, (turn ?? 0) - now().rotation), "turn")),
      sockets(store, one),
    ] : [
      h("h3", {}, "Align"),
      h("div", {}, ...(/** @type {const} */ ([["left", "Align left edges"], ["centre", "Align centres"], ["right", "Align right edges"], ["top", "Align top edges"], ["middle", "Align middles"], ["bottom", "Align bottom edges"]]))
        .map(([edge, label]) => iconButton(edge, label, () => commit(align(store.history.value, ids, edge, store.library))))),
      h("h3", {}, "Distribute"),
      h("div", {}, iconButton("x", "Equal gaps from left to right", () => commit(distribute(store.history.value, ids, "x", store.library))),
        iconButton("y", "Equal gaps from top to bottom", () => commit(distribute(store.history.value, ids, "y", store.library)))),
    ]),
    h("div", { class: "acts" },
      iconButton("turn", "Turn by 90° (R)", () => commit(rotateBy(store.history.value, ids, 90))),
      iconButton("copy", "Duplicate (Ctrl+D)", () => {
        const { project, ids: copies } = duplicate(store.history.value, ids);
        commit(project);
        store.choose(copies);
      }),
      iconButton("bin", "Remove (Delete)", () => {
        commit(remove(store.history.value, ids));
        store.choose([]);
      })),
  ];
}

/** @param {import("../model/store.js").Store} store @param {import("../model/project.js").PlacedModule} module */
function sockets(store, module) {
  const kind = store.library.get(keyOf(module));
  if (!kind) return h("p", { class: "empty" }, "This module is not in the library.");
  const names = [...new Set(kind.sockets.map((socket) => socket.name))].sort();
  return h("p", {}, h("span", { class: "empty" }, "Sockets: "), names.join(", ") || "none");
}
