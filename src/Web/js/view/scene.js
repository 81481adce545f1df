// @ts-check
/**
 * Draws the store on the board's SVG. What did not change is not touched: modules are immutable, so one look tells.
 * @typedef {import("../model/store.js").Store} Store
 * @typedef {import("../model/project.js").PlacedModule} PlacedModule
 * @typedef {import("../model/project.js").LibraryModule} LibraryModule
 */
import { picture } from "../api.js";
import { bottlenecksOf } from "../model/bottlenecks.js";
import { frameOf, outlineOf, pathOf } from "../model/outline.js";
import { Pictures } from "./pictures.js";
import { namePlaces } from "../model/names.js";
import { bottleneckMark } from "./bottleneck-mark.js";
import { keyOf } from "../model/project.js";
import { colourOf, h } from "./dom.js";
import { around, corners, lengthOf, turn } from "../model/geometry.js";

export class Scene {
  /** @param {Store} store @param {SVGSVGElement} svg */
  constructor(store, svg) {
    this.store = store;
    this.ground = h("g");
    this.graphics = h("g", { "pointer-events": "none" });
    this.picture = h("g", { "pointer-events": "none" });
    this.modules = h("g");
    this.ratsnest = h("g", { class: "ratsnest", "pointer-events": "none" });
    this.copper = h("g", { class: "copper" });
    this.open = h("g");
    this.over = h("g");
    /** @type {Map<string, {module: PlacedModule, kind: LibraryModule | undefined, element: SVGGElement}>} */
    this.drawn = new Map();
    this.shown = "";
    /** Size of the names, mm: what editor.css says of `.module text`. */
    this.nameSize = 2.4;
    /** @type {{text: string, size: object | null, url: string}} */
    this.drawing = { text: "", size: null, url: "" };
    svg.append(this.ground, this.graphics, this.picture, this.copper, this.modules, this.ratsnest, this.open, this.over);
    this.pictures = new Pictures(() => this.showPictures());
    store.subscribe((what) => this.update(what));
  }

  /** @param {number} scale pixels a millimetre */
  look(scale) {
    this.pictures.look(scale);
    const size = Math.min(12 / scale, 2.4);
    if (size === this.nameSize) return;
    this.nameSize = size;
    this.placeNames();
  }

  showPictures() {
    for (const { kind, element } of this.drawn.values()) if (kind) element.querySelector(".module-picture")?.setAttribute("href", this.pictures.of(kind));
  }

  /** @param {Set<string>} what */
  update(what) {
    const has = (/** @type {string[]} */ ...names) => names.some((name) => what.has(name));
    if (has("project", "check", "opened")) this.drawGround();
    if (has("project", "opened")) this.drawGraphics();
    if (has("project", "library", "opened")) this.drawModules();
    if (has("project", "library", "opened") && !this.store.draft) this.placeNames();
    if (has("chosen", "check", "opened", "library") || (what.has("project") && !this.store.draft)) this.markModules();
    if (has("check", "view", "project")) this.drawRatsnest();
    if (has("copper")) this.drawCopper();
    if (has("copper", "bottleneck", "job", "library", "view")) this.drawOpen();
    if (has("view", "copper", "job", "net", "check", "project")) this.show();
    if (has("job", "view")) void this.drawPicture();
    if (has("chosen", "project", "job", "view", "opened")) this.drawHandles();
  }

  drawGround() {
    const { project, check } = this.store, { width, height } = project.size, nodes = outlineOf(project);
    const radius = Math.min(project.pcbOptions.cornerRadius, width / 2, height / 2);
    const contour = check?.contour && !this.store.draft && this.isFresh() ? check.contour : nodes ? pathOf(nodes) : "";
    const shape = (/** @type {string} */ name) => contour
      ? h("path", { class: name, d: contour, "fill-rule": "evenodd" })
      : h("rect", { class: name, x: -width / 2, y: -height / 2, width, height, rx: radius });
    const parts = [h("defs", {}, h("clipPath", { id: "board-clip" }, shape("clip"))), shape("board-shadow"), shape("board-ground")];
    for (const [side, wide] of Object.entries(check?.trunkZones ?? {})) {
      if (wide <= 0) continue;
      parts.push(h("rect", { class: "trunk-zone", x: side === "left" ? -width / 2 : width / 2 - wide, y: -height / 2, width: wide, height },
        h("title", {}, "Trunks of the nets stand here: keep modules out.")));
    }
    this.ground.replaceChildren(...parts);
  }

  /** True where the check's contour is that of the project as it is. */
  isFresh() {
    return this.store.checked === this.store.history.value;
  }

  drawGraphics() {
    const { project } = this.store;
    if (project.graphicsSvg === this.drawing.text && project.size === this.drawing.size) return;
    const { left, top, right, bottom } = frameOf(project), text = project.graphicsSvg;
    if (this.drawing.url) URL.revokeObjectURL(this.drawing.url);
    const url = text.trim() ? URL.createObjectURL(new Blob([text], { type: "image/svg+xml" })) : "";
    this.drawing = { text, size: project.size, url };
    this.graphics.replaceChildren(...(url
      ? [h("image", { href: url, x: left, y: top, width: right - left, height: bottom - top, preserveAspectRatio: "none", opacity: 0.85, "clip-path": "url(#board-clip)", style: "filter: brightness(0) invert(1)" })] : []));
  }

  drawModules() {
    const { project, library } = this.store;
    const left = new Set(this.drawn.keys());
    for (const module of project.modules) {
      left.delete(module.id);
      const kind = library.get(keyOf(module)), known = this.drawn.get(module.id);
      if (known && known.module === module && known.kind === kind) continue;
      if (known && known.kind === kind && known.module.name === module.name) {
        known.module = module;
        place(known.element, module, kind);
        continue;
      }
      known?.element.remove();
      const element = drawModule(module, kind, kind ? this.pictures.of(kind) : "");
      this.modules.append(element);
      this.drawn.set(module.id, { module, kind, element });
    }
    for (const id of left) {
      this.drawn.get(id)?.element.remove();
      this.drawn.delete(id);
    }
  }

  placeNames() {
    const all = [...this.drawn.values()];
    const places = namePlaces(all.map(({ module, kind }) => ({ text: nameOf(module, kind), box: shifted(turnedFrame(module, kind), module.position) })), this.nameSize);
    for (const [i, { module, element }] of all.entries()) {
      const name = /** @type {Element} */ (element.querySelector(".module-name")), at = places[i];
      name.classList.toggle("crowded", at === null);
      if (at) nameAt(name, { x: at.x - module.position.x, y: at.y - module.position.y });
    }
  }

  markModules() {
    const { chosen, check } = this.store;
    /** @type {Map<string, string>} */
    const worst = new Map();
    for (const issue of check?.issues ?? []) {
      for (const id of issue.modules) if (issue.severity !== "info" && worst.get(id) !== "error") worst.set(id, issue.severity);
    }
    for (const [id, { element, module }] of this.drawn) {
      element.setAttribute("class", ["module", chosen.has(id) ? "chosen" : "", worst.get(id) ?? ""].join(" ").trim());
      element.setAttribute("aria-pressed", String(chosen.has(id)));
      element.setAttribute("aria-label", `${titleOf(module.name)} at ${module.position.x}, ${module.position.y} mm, turned ${module.rotation}°${worst.has(id) ? ", has a problem" : ""}`);
    }
  }

  drawRatsnest() {
    const { check, copper } = this.store;
    const lines = copper ? [] : check?.ratsnest ?? [];
    this.ratsnest.replaceChildren(...lines.map(({ net, x1, y1, x2, y2 }) => h("line", { x1, y1, x2, y2, "data-net": net, style: `stroke: ${colourOf(net)}` })));
  }

  drawCopper() {
    const { copper } = this.store;
    /** @type {Record<string, any>} */
    const layers = { back: h("g", { class: "back" }), front: h("g", { class: "front" }) };
    for (const pour of copper?.pours ?? []) layers[pour.layer].append(h("path", { class: "pour", d: lineOf(pour.points) + "Z", "data-net": pour.net }, h("title", {}, `${pour.net}: pour`)));
    for (const track of copper?.tracks ?? []) {
      const told = `${track.net}: ${lengthOf(track.points).toFixed(1)} mm, ${track.widthMm} mm wide, ${track.layer}`;
      layers[track.layer].append(h("path", { d: lineOf(track.points), "stroke-width": track.widthMm, "data-net": track.net, "data-hint": told }));
    }
    const vias = (copper?.vias ?? []).flatMap(({ net, x, y, diameterMm, holeMm }) => [
      h("circle", { class: "via", cx: x, cy: y, r: diameterMm / 2, "data-net": net, "data-hint": `${net}: via ${diameterMm} mm, hole ${holeMm} mm` }),
      h("circle", { class: "via-hole", cx: x, cy: y, r: holeMm / 2 }),
    ]);
    this.copper.replaceChildren(layers.back, layers.front, ...vias);
  }

  /** Sockets that stayed open, each a button that tells why; and what bars the one that was asked about. */
  drawOpen() {
    const { copper, job, project, library, bottleneck, face } = this.store;
    const told = bottlenecksOf(job?.issues ?? []), shown = this.store.isCurrent && face === "design" ? told[bottleneck] : undefined;
    const open = face === "design" ? copper?.unconnected ?? [] : [];
    this.open.replaceChildren(...open.map(({ net, moduleId, x, y }) => {
      const about = told.findIndex(({ sockets }) => sockets.some((socket) => socket.module === moduleId && socket.net === net && Math.hypot(socket.at.x - x, socket.at.y - y) < 0.01));
      const why = about < 0 ? {} : { "data-open": about, role: "button", tabindex: 0, "aria-label": `${net} is not connected: tell why` };
      return h("circle", { class: "open-socket", cx: x, cy: y, r: 0.9, "data-net": net, "data-hint": `${net}: not connected${about < 0 ? "" : "; click to see why"}`, ...why });
    }), ...(shown ? bottleneckMark(shown, project, library) : []));
  }

  /** Which layers are seen, and which net is lit. */
  show() {
    const { layers, face, net, copper } = this.store, design = face === "design";
    for (const [name, shown] of Object.entries({ zone: layers.zones, socket: layers.sockets, "module-name": layers.names, "module-picture": layers.modules && design })) {
      this.modules.style.setProperty(`--${name}`, shown ? "visible" : "hidden");
    }
    toggle(this.ratsnest, design && layers.ratsnest && !copper);
    toggle(this.copper, design && copper !== null);
    toggle(this.graphics, design);
    for (const name of /** @type {const} */ (["front", "back"])) toggle(this.copper.querySelector(`.${name}`), layers[name]);
    for (const group of [this.copper, this.ratsnest]) {
      group.classList.toggle("lit", net !== "");
      for (const element of group.querySelectorAll("[data-net]")) element.classList.toggle("on", net !== "" && element.getAttribute("data-net") === net);
    }
    this.modules.classList.toggle("see-through", !design || copper !== null);
  }

  /** The realistic picture of a job, the newest there is. */
  async drawPicture() {
    const { job, face } = this.store;
    const wanted = face === "design" || !job || job.previewVersion === 0 ? "" : `${job.id} ${face} ${job.previewVersion}`;
    if (wanted === this.shown) return;
    this.shown = wanted;
    if (wanted === "" || !job || face === "design") {
      this.picture.replaceChildren();
      return;
    }
    const found = await picture(job.id, face, job.previewVersion).catch(() => null);
    if (!found || this.shown !== wanted) return;
    const [x, y, width, height] = found.frame;
    const image = h("image", { href: found.url, x, y, width, height });
    image.addEventListener("load", () => URL.revokeObjectURL(found.url));
    this.picture.replaceChildren(image);
  }

  drawHandles() {
    const { project, chosen, face, copper } = this.store, { right, bottom } = frameOf(project), nodes = outlineOf(project);
    if (chosen.size > 0 || face !== "design" || copper) this.over.replaceChildren();
    else if (nodes) this.over.replaceChildren(...this.nodeHandles(nodes));
    else this.over.replaceChildren(h("rect", { class: "handle", "data-handle": "size", x: right - 0.8, y: bottom - 0.8, width: 1.6, height: 1.6, rx: 0.3 }, h("title", {}, "Drag to resize the board")));
  }

  /** A handle at each node, and a fainter one that makes a node in the middle of each straight edge. @param {import("../model/outline.js").Node[]} nodes */
  nodeHandles(nodes) {
    return nodes.flatMap((node, i) => {
      const next = nodes[(i + 1) % nodes.length];
      return [
        !node.bulgeAfter && h("circle", { class: "handle middle", "data-edge": i, cx: (node.x + next.x) / 2, cy: (node.y + next.y) / 2, r: 0.6 }, h("title", {}, "Drag to bend the edge here")),
        h("circle", { class: `handle${i === this.store.node ? " chosen" : ""}`, "data-node": i, cx: node.x, cy: node.y, r: 0.9 }, h("title", {}, "Drag to move this corner; Delete removes it")),
      ].filter(Boolean);
    });
  }
}

/** @param {Element | null} element @param {boolean} shown */
const toggle = (element, shown) => { if (element) /** @type {SVGElement} */ (element).style.display = shown ? "" : "none"; };

/** A module's name for people. @param {string} name */
const titleOf = (name) => name.replaceAll("_", " ");

/** @param {number[]} flat */
const lineOf = (flat) => flat.reduce((text, value, i) => text + (i % 2 === 0 ? (i === 0 ? "M" : "L") : " ") + value, "");

/** @param {LibraryModule | undefined} kind */
const moduleFrame = (kind) => kind?.frame ?? { x: -5, y: -5, width: 10, height: 10 };

/** The box of a module's drawing as it is turned, about its own origin. @param {PlacedModule} module @param {LibraryModule | undefined} kind */
function turnedFrame(module, kind) {
  const frame = moduleFrame(kind);
  return around(corners({ left: frame.x, top: frame.y, right: frame.x + frame.width, bottom: frame.y + frame.height }).map((corner) => turn(corner, module.rotation)));
}

/** @param {import("../model/geometry.js").Box} box @param {import("../model/geometry.js").Point} by */
const shifted = (box, by) => ({ left: box.left + by.x, right: box.right + by.x, top: box.top + by.y, bottom: box.bottom + by.y });

/** Moves and turns the drawing; its name stays upright, below it. @param {Element} element @param {PlacedModule} module @param {LibraryModule | undefined} kind */
function place(element, module, kind) {
  const box = turnedFrame(module, kind), name = /** @type {Element} */ (element.querySelector(".module-name"));
  element.setAttribute("transform", `translate(${module.position.x} ${module.position.y}) rotate(${module.rotation})`);
  name.setAttribute("transform", `rotate(${-module.rotation})`);
  nameAt(name, { x: (box.left + box.right) / 2, y: box.bottom + 0.5 });
}

/** @param {Element} name @param {import("../model/geometry.js").Point} at */
function nameAt(name, at) {
  name.setAttribute("x", String(at.x));
  name.setAttribute("y", String(at.y));
}

/** What is written beside a module. @param {PlacedModule} module @param {LibraryModule | undefined} kind */
const nameOf = (module, kind) => kind ? titleOf(module.name) : `${titleOf(module.name)} (not in the library)`;

/** @param {PlacedModule} module @param {LibraryModule | undefined} kind @param {string} picture @returns {SVGGElement} */
function drawModule(module, kind, picture) {
  const frame = moduleFrame(kind);
  const element = h("g", { class: "module", "data-module": module.id, tabindex: 0, role: "button" },
    kind && h("image", { class: "module-picture", href: picture, x: frame.x, y: frame.y, width: frame.width, height: frame.height, "pointer-events": "none" }),
    ...(kind?.zones ?? [frame]).map((zone) => h("rect", { class: "zone", x: zone.x, y: zone.y, width: zone.width, height: zone.height })),
    ...(kind?.sockets ?? []).map((socket) => h("circle", { class: "socket", cx: socket.x, cy: socket.y, r: 0.45, "data-hint": `${socket.name} of ${module.name}${socket.layer === "back" ? ", on the back" : ""}`, "data-socket": socket.name })),
    h("text", { class: "module-name" }, nameOf(module, kind)));
  place(element, module, kind);
  return element;
}
