// @ts-check
/** Size, outline, house and the rules that people use. */
import { limits, pourChoice, pours, withOptions, withRule, withSize } from "../model/project.js";
import { outlineOf, withOutline } from "../model/outline.js";
import { shapeFields } from "./shape-fields.js";
import { checkField, choiceField, numberField } from "./fields.js";
import { h } from "./dom.js";

const houses = ["JLCPCB", "Eurocircuits", "Aisler", "PCBWay"];

/** @type {{name: string, label: string, min: number, max: number, usual: string}[]} */
const measures = [
  { name: "trackWidth", label: "Track width", min: 0.1, max: 5, usual: "0.125" },
  { name: "clearance", label: "Clearance", min: 0.1, max: 5, usual: "0.125" },
  { name: "viaDiameter", label: "Via diameter", min: 0.25, max: 5, usual: "by house" },
  { name: "viaHole", label: "Via hole", min: 0.15, max: 5, usual: "by house" },
];

/** @param {import("./inspector.js").Editor} editor @returns {Node[]} */
export function boardTab({ store }) {
  const project = store.project, { size, pcbOptions: options } = project, rules = options.rules ?? {};
  // Fields stay as they were drawn while one of them is typed into: what they change is the project as it is then.
  const now = () => store.history.value;
  const side = { min: limits.side.min, max: limits.side.max, step: 0.5, unit: "mm" };
  const house = houses.includes(options.fabricationHouse) ? houses : [...houses, options.fabricationHouse];
  const holes = /** @type {any} */ (rules.mountingHoles);
  const nodes = outlineOf(project);
  return [
    ...shapeFields(store),
    numberField("Width", size.width, side, (width) => store.commit(withSize(now(), width ?? 0, now().size.height), "width")),
    numberField("Height", size.height, side, (height) => store.commit(withSize(now(), now().size.width, height ?? 0), "height")),
    nodes
      ? numberField("Fillet of all corners", nodes[0].r ?? 0, { min: 0, max: 250, step: 0.5, unit: "mm" }, (r) => store.commit(withOutline(now(), (outlineOf(now()) ?? nodes).map((node) => ({ ...node, r: r ?? 0 }))), "radius"))
      : numberField("Corner radius", options.cornerRadius, { min: 0, max: 250, step: 0.5, unit: "mm" }, (radius) => store.commit(withOptions(now(), { cornerRadius: radius ?? 0 }), "radius")),
    choiceField("Fabrication house", options.fabricationHouse, house, (name) => store.commit(withOptions(now(), { fabricationHouse: name }))),
    h("h3", {}, "Connectors"),
    ...nodes ? [h("p", { class: "empty" }, "A board of a free form has its own edge: no edge connectors.")] : ["top", "bottom"].map((edge) => checkField(`Edge connector at the ${edge}`, /** @type {any} */ (options.connectors)[edge],
      (value) => store.commit(withOptions(now(), { connectors: { ...now().pcbOptions.connectors, [edge]: value } })))),
    h("h3", {}, "Mounting holes"),
    checkField("A hole in each corner", holes !== undefined, (value) => store.commit(withRule(now(), "mountingHoles", value ? {} : undefined))),
    h("h3", {}, "Copper"),
    choiceField("Nets run as", rules.topology === "tree" ? "trees" : "trunks", ["trunks", "trees"], (value) => store.commit(withRule(now(), "topology", value === "trees" ? "tree" : undefined))),
    choiceField("Fill both sides with ground", pourChoice(project), Object.keys(pours), (choice) => store.commit(withRule(now(), "pour", pours[choice]))),
    ...measures.map(({ name, label, min, max, usual }) => numberField(label, /** @type {any} */ (rules)[name], { min, max, step: 0.025, unit: "mm", placeholder: usual },
      (value) => store.commit(withRule(now(), name, value), name))),
    h("h3", {}, "Silkscreen drawing"),
    project.graphicsSvg
      ? h("button", { type: "button", onclick: () => store.commit({ ...now(), graphicsSvg: "" }) }, "Remove the drawing")
      : h("p", { class: "empty" }, "Drop an SVG onto the board; it is printed in one colour, stretched over the board."),
  ];
}
