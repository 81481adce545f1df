// @ts-check
/**
 * A project file and its edits. Every edit is pure: it takes a project and gives a new one. Properties that this editor does not know stay where they are.
 * @typedef {import("./geometry.js").Point} Point
 * @typedef {import("./geometry.js").Box} Box
 * @typedef {{id: string, name: string, version: string, position: Point, rotation: number}} PlacedModule
 * @typedef {{top: boolean, bottom: boolean}} Connectors
 * @typedef {{fabricationHouse: string, cornerRadius: number, connectors: Connectors, rules?: Record<string, unknown>, outline?: unknown[]}} Options
 * @typedef {{id: string, name: string, size: {width: number, height: number}, pcbOptions: Options, modules: PlacedModule[], graphicsSvg: string}} Project
 * @typedef {{x: number, y: number, width: number, height: number}} Frame
 * @typedef {{key: string, name: string, version: string, zones: Frame[], frame: Frame, sockets: {name: string, x: number, y: number, layer: string | null}[], picture: string}} LibraryModule
 */
import { around, corners, snap, tidy, turn } from "./geometry.js";
import { outlineOf, stretched, withOutline } from "./outline.js";

export const limits = { side: { min: 5, max: 500 }, modules: 200, bytes: 5 * 1024 * 1024 };

/** @returns {Project} */
export const emptyProject = () => ({
  id: crypto.randomUUID(), name: "my board", size: { width: 80, height: 60 },
  pcbOptions: { fabricationHouse: "JLCPCB", cornerRadius: 3, connectors: { top: false, bottom: false } }, modules: [], graphicsSvg: "",
});

/** Why a file is no project, in a sentence. */
export class ProjectError extends Error {}

/**
 * Reads a project as far as the editor must understand it; the service checks the rest and says what is wrong with it.
 * @param {string} text @returns {Project}
 */
export function parseProject(text) {
  /** @type {any} */
  let raw;
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new ProjectError("This file is no project: it is not JSON.");
  }
  if (!isObject(raw)) throw new ProjectError("This file is no project: it holds no JSON object.");
  if (!isObject(raw.size) || !isNumber(raw.size.width) || !isNumber(raw.size.height)) throw new ProjectError("This file is no project: it has no size with width and height.");
  if (!Array.isArray(raw.modules)) throw new ProjectError("This file is no project: it has no list of modules.");
  if (raw.modules.length > limits.modules) throw new ProjectError(`This project has ${raw.modules.length} modules; at most ${limits.modules} fit a board.`);
  const empty = emptyProject(), options = isObject(raw.pcbOptions) ? raw.pcbOptions : {};
  return {
    ...raw,
    id: isText(raw.id) ? raw.id : empty.id,
    name: isText(raw.name) ? raw.name : "",
    pcbOptions: {
      ...empty.pcbOptions, cornerRadius: 0, ...options,
      connectors: { ...empty.pcbOptions.connectors, ...(isObject(options.connectors) ? options.connectors : {}) },
    },
    modules: raw.modules.map(parseModule),
    graphicsSvg: isText(raw.graphicsSvg) ? raw.graphicsSvg : "",
  };
}

/** @param {any} raw @param {number} index @returns {PlacedModule} */
function parseModule(raw, index) {
  if (!isObject(raw) || !isText(raw.name) || !isText(raw.version)) throw new ProjectError(`Module ${index + 1} has no name and version.`);
  if (!isObject(raw.position) || !isNumber(raw.position.x) || !isNumber(raw.position.y)) throw new ProjectError(`Module ${index + 1} (${raw.name}) has no position.`);
  return { ...raw, id: isText(raw.id) && raw.id ? raw.id : crypto.randomUUID(), rotation: isNumber(raw.rotation) ? raw.rotation : 0 };
}

const isObject = (/** @type {any} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isNumber = (/** @type {any} */ value) => typeof value === "number" && Number.isFinite(value);
const isText = (/** @type {any} */ value) => typeof value === "string";

/** The file's text. @param {Project} project */
export const serialise = (project) => JSON.stringify(project, null, 2) + "\n";

/** A name for the saved file. @param {Project} project */
export const fileName = (project) => (project.name.trim().replace(/[^\p{L}\p{N}._ -]+/gu, "_").replace(/^\.+/, "") || "board") + ".MakeDevice";

/** @param {Project} project @param {LibraryModule} kind @param {Point} at @returns {Project} */
export function addModule(project, kind, at) {
  const module = { id: crypto.randomUUID(), name: kind.name, version: kind.version, position: { x: tidy(at.x), y: tidy(at.y) }, rotation: 0 };
  return { ...project, modules: [...project.modules, module] };
}

/** @param {Project} project @param {ReadonlySet<string>} ids @param {(module: PlacedModule) => PlacedModule} change @returns {Project} */
const changed = (project, ids, change) => ({ ...project, modules: project.modules.map((module) => ids.has(module.id) ? change(module) : module) });

/** @param {Project} project @param {ReadonlySet<string>} ids @param {number} dx @param {number} dy */
export const moveBy = (project, ids, dx, dy) => changed(project, ids, (module) => moved(module, module.position.x + dx, module.position.y + dy));

/** @param {PlacedModule} module @param {number} x @param {number} y @returns {PlacedModule} */
const moved = (module, x, y) => ({ ...module, position: { ...module.position, x: tidy(x), y: tidy(y) } });

/** Moves by what drags the first module onto the grid, so that the others keep their distance from it. @param {Project} project @param {ReadonlySet<string>} ids @param {Point} by @param {string} lead @param {number} grid */
export function dragBy(project, ids, by, lead, grid) {
  const module = project.modules.find((m) => m.id === lead);
  if (!module) return project;
  const dx = snap(module.position.x + by.x, grid) - module.position.x, dy = snap(module.position.y + by.y, grid) - module.position.y;
  return moveBy(project, ids, dx, dy);
}

/** Turns the modules about their common centre. @param {Project} project @param {ReadonlySet<string>} ids @param {number} degrees clockwise */
export function rotateBy(project, ids, degrees) {
  const chosen = project.modules.filter((module) => ids.has(module.id));
  if (chosen.length === 0) return project;
  const box = around(chosen.map((module) => module.position));
  const centre = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  return changed(project, ids, (module) => {
    const at = turn({ x: module.position.x - centre.x, y: module.position.y - centre.y }, degrees);
    return { ...moved(module, centre.x + at.x, centre.y + at.y), rotation: (((module.rotation + degrees) % 360) + 360) % 360 };
  });
}

/** @param {Project} project @param {ReadonlySet<string>} ids */
export const remove = (project, ids) => ({ ...project, modules: project.modules.filter((module) => !ids.has(module.id)) });

/** The modules once more, beside themselves. @param {Project} project @param {ReadonlySet<string>} ids @returns {{project: Project, ids: Set<string>}} */
export function duplicate(project, ids) {
  const copies = project.modules.filter((module) => ids.has(module.id)).map((module) => ({ ...moved(module, module.position.x + 5, module.position.y + 5), id: crypto.randomUUID() }));
  return { project: { ...project, modules: [...project.modules, ...copies] }, ids: new Set(copies.map((module) => module.id)) };
}

/** Zones of a placed module as closed polygons on the board. @param {PlacedModule} module @param {LibraryModule | undefined} kind @returns {Point[][]} */
export function zonesOf(module, kind) {
  return (kind?.zones ?? []).map((zone) => corners({ left: zone.x, top: zone.y, right: zone.x + zone.width, bottom: zone.y + zone.height })
    .map((corner) => turn(corner, module.rotation))
    .map((corner) => ({ x: corner.x + module.position.x, y: corner.y + module.position.y })));
}

/** What a module takes of the board; its position alone where nothing is known of it. @param {PlacedModule} module @param {LibraryModule | undefined} kind */
export const boxOf = (module, kind) => around([...zonesOf(module, kind).flat(), ...(kind?.zones.length ? [] : [module.position])]);

/**
 * Aligns modules to the outermost of them, by the edges of their zones.
 * @param {Project} project @param {ReadonlySet<string>} ids @param {"left" | "right" | "top" | "bottom" | "centre" | "middle"} edge
 * @param {Map<string, LibraryModule>} library
 */
export function align(project, ids, edge, library) {
  const boxes = boxesOf(project, ids, library);
  if (boxes.size < 2) return project;
  const all = around([...boxes.values()].flatMap(corners));
  return changed(project, ids, (module) => {
    const box = /** @type {Box} */ (boxes.get(module.id));
    const dx = edge === "left" ? all.left - box.left : edge === "right" ? all.right - box.right : edge === "centre" ? (all.left + all.right - box.left - box.right) / 2 : 0;
    const dy = edge === "top" ? all.top - box.top : edge === "bottom" ? all.bottom - box.bottom : edge === "middle" ? (all.top + all.bottom - box.top - box.bottom) / 2 : 0;
    return moved(module, module.position.x + dx, module.position.y + dy);
  });
}

/** Equal gaps between modules, the outermost stay. @param {Project} project @param {ReadonlySet<string>} ids @param {"x" | "y"} axis @param {Map<string, LibraryModule>} library */
export function distribute(project, ids, axis, library) {
  const [near, far] = axis === "x" ? /** @type {const} */ (["left", "right"]) : /** @type {const} */ (["top", "bottom"]);
  const order = [...boxesOf(project, ids, library)].sort((a, b) => a[1][near] - b[1][near]);
  if (order.length < 3) return project;
  const room = order[order.length - 1][1][far] - order[0][1][near] - order.reduce((sum, [, box]) => sum + box[far] - box[near], 0);
  const gap = room / (order.length - 1);
  /** @type {Map<string, number>} */
  const shifts = new Map();
  let at = order[0][1][near];
  for (const [id, box] of order) {
    shifts.set(id, at - box[near]);
    at += box[far] - box[near] + gap;
  }
  return changed(project, ids, (module) => {
    const shift = shifts.get(module.id) ?? 0;
    return axis === "x" ? moved(module, module.position.x + shift, module.position.y) : moved(module, module.position.x, module.position.y + shift);
  });
}

/** @param {Project} project @param {ReadonlySet<string>} ids @param {Map<string, LibraryModule>} library @returns {Map<string, Box>} */
const boxesOf = (project, ids, library) => new Map(project.modules.filter((module) => ids.has(module.id)).map((module) => [module.id, boxOf(module, library.get(keyOf(module)))]));

/** @param {{name: string, version: string}} module */
export const keyOf = (module) => `${module.name}_${module.version}`;

/** @param {Project} project @param {Partial<Options>} options @returns {Project} */
export const withOptions = (project, options) => ({ ...project, pcbOptions: { ...project.pcbOptions, ...options } });

/** Sets or, with `undefined`, unsets a rule. @param {Project} project @param {string} name @param {unknown} value @returns {Project} */
export function withRule(project, name, value) {
  const { [name]: _, ...others } = project.pcbOptions.rules ?? {};
  const rules = value === undefined ? others : { ...others, [name]: value };
  const { rules: __, ...options } = project.pcbOptions;
  return { ...project, pcbOptions: Object.keys(rules).length > 0 ? { ...options, rules } : options };
}

/** The rule `pour` by what is chosen. @type {Record<string, {} | false | undefined>} */
export const pours = { "where it helps": undefined, always: {}, never: false };

/** What is chosen of `pours`; measures of a pour ask for one, too. @param {Project} project */
export function pourChoice(project) {
  const pour = project.pcbOptions.rules?.pour;
  return pour === false ? "never" : pour === undefined || pour === null || pour === "auto" ? "where it helps" : "always";
}

/** A free outline is stretched to the size. @param {Project} project @param {number} width @param {number} height @returns {Project} */
export function withSize(project, width, height) {
  const nodes = outlineOf(project), size = { width: clampSide(width), height: clampSide(height) };
  return nodes ? withOutline(project, stretched(nodes, size.width, size.height)) : { ...project, size: { ...project.size, ...size } };
}

/** @param {number} side */
const clampSide = (side) => Math.min(limits.side.max, Math.max(limits.side.min, tidy(side)));
