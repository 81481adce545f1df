// @ts-check
/**
 * What the editor knows, in one place. Views subscribe; they change it through its methods alone.
 * @typedef {import("./project.js").Project} Project
 * @typedef {import("./project.js").LibraryModule} LibraryModule
 * @typedef {import("./issues.js").Issue} Issue
 * @typedef {{net: string, layer: "front" | "back", widthMm: number, points: number[]}} Track
 * @typedef {{net: string, x: number, y: number, diameterMm: number, holeMm: number}} Via
 * @typedef {{net: string, layer: "front" | "back", points: number[]}} Pour
 * @typedef {{tracks: Track[], vias: Via[], pours: Pour[], unconnected: {net: string, moduleId: string, x: number, y: number}[]}} Copper
 * @typedef {{canRoute: boolean, issues: Issue[], contour: string, trunkZones: {left: number, right: number}, nets: {name: string, programming: boolean, sockets: {moduleId: string, name: string, x: number, y: number}[]}[], ratsnest: {net: string, x1: number, y1: number, x2: number, y2: number}[]}} Check
 * @typedef {{id: string, state: string, phase: string, progress: number, connected: number, total: number, previewVersion: number, issues: Issue[], lengthMm: number, vias: number, artifact: string, lost: boolean}} Job
 * @typedef {{modules: boolean, zones: boolean, sockets: boolean, names: boolean, ratsnest: boolean, front: boolean, back: boolean}} Layers
 */
import { History } from "./history.js";
import { emptyProject } from "./project.js";

export class Store {
  constructor() {
    /** @type {History<Project>} */
    this.history = new History(emptyProject());
    /** @type {Project | null} */
    this.draft = null;
    /** @type {Map<string, LibraryModule>} */
    this.library = new Map();
    /** @type {Set<string>} */
    this.chosen = new Set();
    /** @type {Check | null} */
    this.check = null;
    /** The project that the check is about. @type {Project | null} */
    this.checked = null;
    /** @type {Job | null} */
    this.job = null;
    /** The project that the job is about. @type {Project | null} */
    this.routed = null;
    /** @type {Copper | null} */
    this.copper = null;
    /** Which of the job's bottlenecks is told on the board; -1 for none. */
    this.bottleneck = -1;
    /** The node of the free outline that is edited; -1 for none. */
    this.node = -1;
    /** @type {"design" | "front" | "back"} */
    this.face = "design";
    /** @type {Layers} */
    this.layers = { modules: true, zones: true, sockets: true, names: true, ratsnest: true, front: true, back: true };
    this.net = "";
    this.grid = 0.5;
    this.saved = this.history.value;
    /** @type {Set<(what: Set<string>) => void>} */
    this.listeners = new Set();
    /** @type {Set<string>} */
    this.dirty = new Set();
  }

  /** The project as it looks now, in the middle of a drag too. */
  get project() { return this.draft ?? this.history.value; }

  /** @param {(what: Set<string>) => void} listener told what changed, at most once a frame */
  subscribe(listener) { this.listeners.add(listener); }

  /** @param {...string} what */
  changed(...what) {
    if (this.dirty.size === 0) requestAnimationFrame(() => this.tell());
    for (const one of what) this.dirty.add(one);
  }

  tell() {
    const what = this.dirty;
    this.dirty = new Set();
    for (const listener of this.listeners) listener(what);
  }

  /** Shows an edit that is still going on. @param {Project | null} project */
  drag(project) {
    this.draft = project;
    this.changed("project");
  }

  /** @param {Project} project @param {string} kind edits of one kind in quick succession are one step back; empty: always a step of its own */
  commit(project, kind = "") {
    this.draft = null;
    this.history.push(project, kind, performance.now());
    this.forgetCopper();
    this.changed("project", "history");
  }

  /** @param {Project} project */
  open(project) {
    this.draft = null;
    this.history = new History(project);
    this.saved = project;
    this.chosen = new Set();
    this.node = -1;
    this.job = null;
    this.routed = null;
    this.forgetCopper();
    this.changed("project", "history", "chosen", "job", "opened");
  }

  undo() { this.travel(() => this.history.undo()); }

  redo() { this.travel(() => this.history.redo()); }

  /** @param {() => void} step */
  travel(step) {
    step();
    this.draft = null;
    this.node = -1;
    this.choose([...this.chosen].filter((id) => this.project.modules.some((module) => module.id === id)));
    this.forgetCopper();
    this.changed("project", "history");
  }

  /** Routed copper belongs to the project it was routed for. */
  forgetCopper() {
    this.changed("job");
    if (this.copper === null && this.face === "design" && this.bottleneck < 0) return;
    this.copper = null;
    this.face = "design";
    this.bottleneck = -1;
    this.changed("copper", "view", "bottleneck");
  }

  /** @param {Iterable<string>} ids */
  choose(ids) {
    this.chosen = new Set(ids);
    this.node = -1;
    this.changed("chosen");
  }

  /** @param {number} node of the free outline; -1 for none */
  chooseNode(node) {
    this.chosen = new Set();
    this.node = node;
    this.changed("chosen");
  }

  /** True where the job's result is that of the project as it is. */
  get isCurrent() { return this.routed === this.history.value; }

  /** @param {Partial<Pick<Store, "check" | "checked" | "job" | "routed" | "copper" | "bottleneck" | "face" | "layers" | "net" | "grid" | "saved" | "library">>} values @param {...string} what */
  set(values, ...what) {
    Object.assign(this, values);
    this.changed(...what);
  }
}
