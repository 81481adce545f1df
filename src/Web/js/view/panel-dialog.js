// @ts-check
/** A panel of the finished job's board: drawn while it is chosen, made by the service, handed over as a file. */
import { artifact, startPanel } from "../api.js";
import { follow } from "../follow.js";
import { outlineOf, pathOf, frameOf } from "../model/outline.js";
import { copiesOf, gapOf, problemOf, requestOf, sizeOf, usualPanel } from "../model/panel.js";
import { choiceField, numberField } from "./fields.js";
import { dialog, download, h } from "./dom.js";

const separations = { "Tabs that break": "tabs", "V-cuts": "vcut" };
const rails = { "Above and below": "top-bottom", "Left and right": "left-right", "All around": "all", None: "none" };

/** @param {import("./inspector.js").Editor} editor @param {string} job */
export function panelDialog({ store }, job) {
  const board = /** @type {import("../model/project.js").Project} */ (store.routed ?? store.history.value), { size } = board;
  let spec = usualPanel();
  const watch = new AbortController();
  const sketch = h("figure", { class: "panel-sketch" }), fields = h("div"), said = h("div", { role: "status" });
  const make = h("button", { type: "button", class: "primary", id: "make-panel", onclick: () => void run() }, "Make the panel");
  const box = dialog("A panel of this board", [h("div", { class: "panel-form" }, fields, sketch), said], [make]);
  box.classList.add("wide");
  box.addEventListener("close", () => watch.abort());
  draw(true);

  /** @param {Partial<import("../model/panel.js").PanelSpec>} change */
  function set(change) {
    const separated = change.separation !== undefined;
    spec = { ...spec, ...change };
    draw(separated);
  }

  /** @param {boolean} withFields */
  function draw(withFields) {
    if (withFields) fields.replaceChildren(...form());
    const whole = sizeOf(spec, size), problem = problemOf(spec, size);
    sketch.replaceChildren(drawing(board, spec), h("figcaption", {}, `${mm(whole.width)} × ${mm(whole.height)} mm, ${spec.columns * spec.rows} boards`));
    said.replaceChildren(...(problem ? [h("p", { class: "issue error" }, problem)] : []));
    make.disabled = problem !== "";
  }

  /** @returns {Node[]} */
  function form() {
    const count = { min: 1, max: 400, step: 1 };
    return [
      numberField("Columns", spec.columns, count, (columns) => set({ columns: Math.round(columns ?? 1) })),
      numberField("Rows", spec.rows, count, (rows) => set({ rows: Math.round(rows ?? 1) })),
      choiceField("Held by", nameOf(separations, spec.separation), Object.keys(separations), (name) => set({ separation: /** @type {any} */ (separations)[name] })),
      ...(spec.separation === "tabs" ? [numberField("Gap", spec.gap, { min: 1, max: 20, step: 0.5, unit: "mm" }, (gap) => set({ gap: gap ?? 2 }))] : []),
      choiceField("Rails", nameOf(rails, spec.rails.sides), Object.keys(rails), (name) => set({ rails: { ...spec.rails, sides: /** @type {any} */ (rails)[name] } })),
      numberField("Rail width", spec.rails.width, { min: 3, max: 20, step: 0.5, unit: "mm" }, (width) => set({ rails: { ...spec.rails, width: width ?? 5 } })),
    ];
  }

  async function run() {
    make.disabled = true;
    said.replaceChildren(h("p", {}, "Making the panel …"));
    try {
      const id = await startPanel(job, requestOf(spec));
      const ended = await follow(id, () => {}, () => {}, watch.signal);
      if (ended.state === "done") {
        const hand = async () => download(await artifact(id, ended.artifact), ended.artifact);
        await hand();
        said.replaceChildren(h("p", { class: "banner good" }, "The panel is made and checked. "), h("button", { type: "button", onclick: () => void hand() }, "Download it again"));
      } else said.replaceChildren(...ended.issues.map((issue) => h("p", { class: `issue ${issue.severity}` }, issue.message)), ...(ended.issues.length > 0 ? [] : [h("p", { class: "issue error" }, "The panel could not be made.")]));
    } catch (error) {
      if (!watch.signal.aborted) said.replaceChildren(h("p", { class: "issue error" }, error instanceof Error ? error.message : String(error)));
    }
    make.disabled = false;
  }
}

const mm = (/** @type {number} */ length) => Number(length.toFixed(2));

/** @param {Record<string, string>} names @param {string} value */
const nameOf = (names, value) => Object.keys(names).find((name) => names[name] === value) ?? "";

/** @param {import("../model/project.js").Project} board @param {import("../model/panel.js").PanelSpec} spec */
function drawing(board, spec) {
  const { size } = board, whole = sizeOf(spec, size), nodes = outlineOf(board), frame = frameOf(board), radius = Math.min(board.pcbOptions.cornerRadius, size.width / 2, size.height / 2);
  const margin = 0.03 * Math.max(whole.width, whole.height), { sides, width } = spec.rails;
  const rail = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ w, /** @type {number} */ height) => h("rect", { class: "rail", x, y, width: w, height });
  const upright = sides === "left-right" || sides === "all", level = sides === "top-bottom" || sides === "all";
  const copies = copiesOf(spec, size);
  return h("svg", { viewBox: `${-margin} ${-margin} ${whole.width + 2 * margin} ${whole.height + 2 * margin}`, role: "img", "aria-label": `${spec.columns} by ${spec.rows} boards` },
    ...(level ? [rail(0, 0, whole.width, width), rail(0, whole.height - width, whole.width, width)] : []),
    ...(upright ? [rail(0, 0, width, whole.height), rail(whole.width - width, 0, width, whole.height)] : []),
    ...copies.map(({ x, y }) => nodes
      ? h("path", { class: "copy", transform: `translate(${x - frame.left} ${y - frame.top})`, d: pathOf(nodes) })
      : h("rect", { class: "copy", x, y, width: size.width, height: size.height, rx: radius })),
    ...(spec.separation === "vcut" ? cuts(spec, size, whole, copies) : tabs(spec, size, copies)));
}

/** V-cuts run from edge to edge. @param {import("../model/panel.js").PanelSpec} spec @param {import("../model/panel.js").Size} board @param {import("../model/panel.js").Size} whole @param {{x: number, y: number}[]} copies */
function cuts(spec, board, whole, copies) {
  const { sides } = spec.rails, at = (/** @type {number[]} */ starts, /** @type {number} */ side, /** @type {boolean} */ railed) => [...new Set(starts.flatMap((start) => [start, start + side]).map(mm))].sort((a, b) => a - b).slice(railed ? 0 : 1, railed ? undefined : -1);
  return [
    ...at(copies.map((copy) => copy.x), board.width, sides === "left-right" || sides === "all").map((x) => h("line", { class: "cut", x1: x, x2: x, y1: 0, y2: whole.height })),
    ...at(copies.map((copy) => copy.y), board.height, sides === "top-bottom" || sides === "all").map((y) => h("line", { class: "cut", y1: y, y2: y, x1: 0, x2: whole.width })),
  ];
}

/** Two tabs a side that faces another board or a rail, about where they will be. @param {import("../model/panel.js").PanelSpec} spec @param {import("../model/panel.js").Size} board @param {{x: number, y: number}[]} copies */
function tabs(spec, board, copies) {
  const gap = gapOf(spec), { sides } = spec.rails, level = sides === "top-bottom" || sides === "all", upright = sides === "left-right" || sides === "all", wide = 3;
  return copies.flatMap(({ x, y }, i) => {
    const column = i % spec.columns, row = Math.floor(i / spec.columns), third = (/** @type {number} */ side) => [side / 3 - wide / 2, 2 * side / 3 - wide / 2];
    const tab = (/** @type {number} */ left, /** @type {number} */ top, /** @type {number} */ width, /** @type {number} */ height) => h("rect", { class: "tab", x: left, y: top, width, height });
    return [
      ...(row > 0 || level ? third(board.width).map((at) => tab(x + at, y - gap, wide, gap)) : []),
      ...(row === spec.rows - 1 && level ? third(board.width).map((at) => tab(x + at, y + board.height, wide, gap)) : []),
      ...(column > 0 || upright ? third(board.height).map((at) => tab(x - gap, y + at, gap, wide)) : []),
      ...(column === spec.columns - 1 && upright ? third(board.height).map((at) => tab(x + board.width, y + at, gap, wide)) : []),
    ];
  });
}
