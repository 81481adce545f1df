// @ts-check
/**
 * Mouse, pen and fingers on the board: choose, drag, frame, pan, zoom, resize. One gesture at a time; each is an object with `move` and `end`.
 * @typedef {import("../model/store.js").Store} Store
 * @typedef {import("../model/geometry.js").Point} Point
 * @typedef {{move: (event: PointerEvent, at: Point) => void, end: (event: PointerEvent | null) => void}} Gesture
 */
import { around, meets, snap } from "../model/geometry.js";
import { outlineOf, withNode, withNodeAfter, withOutline } from "../model/outline.js";
import { boxOf, dragBy, keyOf, withSize } from "../model/project.js";
import { byId, h } from "./dom.js";

const threshold = 3;

export class Pointer {
  /** @param {Store} store @param {import("./camera.js").Camera} camera @param {SVGSVGElement} svg @param {SVGGElement} over */
  constructor(store, camera, svg, over) {
    this.store = store;
    this.camera = camera;
    this.svg = svg;
    this.over = over;
    /** @type {Gesture | null} */
    this.gesture = null;
    /** @type {Map<number, PointerEvent>} */
    this.fingers = new Map();
    this.isPanning = false;
    this.lit = "";
    svg.addEventListener("pointerdown", (event) => this.down(event));
    svg.addEventListener("pointermove", (event) => this.move(event));
    svg.addEventListener("pointerup", (event) => this.up(event));
    svg.addEventListener("pointercancel", (event) => this.up(event, true));
    svg.addEventListener("pointerleave", () => this.hint(null));
    svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      camera.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event);
    }, { passive: false });
    svg.addEventListener("keydown", (event) => { if (event.key === " " && event.target === svg) this.isPanning = true; });
    svg.addEventListener("keyup", (event) => { if (event.key === " ") this.isPanning = false; });
  }

  /** @param {PointerEvent} event */
  down(event) {
    this.fingers.set(event.pointerId, event);
    this.svg.setPointerCapture(event.pointerId);
    if (this.fingers.size === 2) {
      this.gesture?.end(null);
      this.gesture = this.pinch();
      return;
    }
    if (this.gesture) return;
    const target = /** @type {Element} */ (event.target), at = this.camera.at(event);
    const id = target.closest("[data-module]")?.getAttribute("data-module");
    if (event.button === 1 || this.isPanning) this.gesture = this.pan();
    else if (event.button !== 0) return;
    else if (target.closest("[data-handle=size]")) this.gesture = this.resize();
    else if (target.closest("[data-node]")) this.gesture = this.dragNode(Number(target.closest("[data-node]")?.getAttribute("data-node")), false);
    else if (target.closest("[data-edge]")) this.gesture = this.dragNode(Number(target.closest("[data-edge]")?.getAttribute("data-edge")), true);
    else if (target.closest("[data-open]")) this.gesture = this.tell(Number(target.closest("[data-open]")?.getAttribute("data-open")));
    else if (id) this.gesture = this.dragModules(event, at, id);
    else if (event.pointerType === "touch") this.gesture = this.pan();
    else this.gesture = this.frame(event, at);
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (this.fingers.has(event.pointerId)) this.fingers.set(event.pointerId, event);
    if (this.gesture) this.gesture.move(event, this.camera.at(event));
    else this.hint(event);
  }

  /** @param {PointerEvent} event @param {boolean} [cancelled] */
  up(event, cancelled = false) {
    this.fingers.delete(event.pointerId);
    const gesture = this.gesture;
    this.gesture = null;
    gesture?.end(cancelled ? null : event);
  }

  /** @returns {Gesture} */
  pan() {
    /** @type {PointerEvent | null} */
    let last = null, travelled = 0;
    this.svg.classList.add("panning");
    return {
      move: (event) => {
        if (last) {
          this.camera.pan(event.clientX - last.clientX, event.clientY - last.clientY);
          travelled += Math.abs(event.clientX - last.clientX) + Math.abs(event.clientY - last.clientY);
        }
        last = event;
      },
      end: (event) => {
        this.svg.classList.remove("panning");
        if (event && travelled < threshold) this.store.choose([]);
      },
    };
  }

  /** @returns {Gesture} */
  pinch() {
    const spread = () => {
      const [a, b] = [...this.fingers.values()];
      return { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2, distance: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1 };
    };
    let last = spread();
    return {
      move: () => {
        if (this.fingers.size < 2) return;
        const now = spread();
        this.camera.pan(now.clientX - last.clientX, now.clientY - last.clientY);
        this.camera.zoom(now.distance / last.distance, now);
        last = now;
      },
      end: () => {},
    };
  }

  /** @param {PointerEvent} start @param {Point} from @param {string} id @returns {Gesture} */
  dragModules(start, from, id) {
    const { store } = this, chosen = store.chosen.has(id), toggles = start.shiftKey || start.ctrlKey || start.metaKey;
    if (toggles) store.choose(chosen ? [...store.chosen].filter((other) => other !== id) : [...store.chosen, id]);
    else if (!chosen) store.choose([id]);
    const base = store.history.value;
    let moved = false;
    return {
      move: (event, at) => {
        if (!moved && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < threshold) return;
        moved = true;
        store.drag(dragBy(base, store.chosen, { x: at.x - from.x, y: at.y - from.y }, id, event.altKey ? 0 : store.grid));
      },
      end: (event) => {
        const draft = store.draft;
        if (moved && event && draft) store.commit(draft);
        else if (moved) store.drag(null);
        else if (event && chosen && !toggles) store.choose([id]);
      },
    };
  }

  /** @param {PointerEvent} start @param {Point} from @returns {Gesture} */
  frame(start, from) {
    const { store } = this, before = start.shiftKey ? [...store.chosen] : [];
    const rect = h("rect", { class: "marquee" });
    this.over.append(rect);
    let box = around([from]);
    return {
      move: (_, at) => {
        box = around([from, at]);
        for (const [name, value] of Object.entries({ x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top })) rect.setAttribute(name, String(value));
      },
      end: (event) => {
        rect.remove();
        if (!event) return;
        const inside = store.project.modules.filter((module) => meets(boxOf(module, store.library.get(keyOf(module))), box)).map((module) => module.id);
        store.choose(box.left === box.right && box.top === box.bottom ? before : [...before, ...inside]);
      },
    };
  }

  /** The board's centre is the project's origin, so it grows to both sides. @returns {Gesture} */
  resize() {
    const { store } = this;
    return {
      move: (_, at) => store.drag(withSize(store.history.value, Math.abs(snap(2 * at.x, Math.max(store.grid, 0.5))), Math.abs(snap(2 * at.y, Math.max(store.grid, 0.5))))),
      end: (event) => {
        const draft = store.draft;
        if (event && draft) store.commit(draft);
        else store.drag(null);
      },
    };
  }

  /** Drags a node of the outline, or a new one out of the middle of an edge. @param {number} index @param {boolean} isNew @returns {Gesture} */
  dragNode(index, isNew) {
    const { store } = this, base = store.history.value, nodes = /** @type {import("../model/outline.js").Node[]} */ (outlineOf(base));
    const at = isNew ? index + 1 : index;
    return {
      move: (event, point) => {
        const grid = event.altKey ? 0 : store.grid, to = { x: snap(point.x, grid), y: snap(point.y, grid) };
        store.drag(withOutline(base, isNew ? withNodeAfter(nodes, index, to) : withNode(nodes, index, to)));
      },
      end: (event) => {
        const draft = store.draft;
        if (event && draft) store.commit(draft);
        else store.drag(null);
        if (event && (draft || !isNew)) store.chooseNode(at);
      },
    };
  }

  /** An open socket tells what bars it. @param {number} bottleneck @returns {Gesture} */
  tell(bottleneck) {
    return { move: () => {}, end: (event) => { if (event) this.store.set({ bottleneck }, "bottleneck"); } };
  }

  /** Tells what is under the pointer and lights its net. @param {PointerEvent | null} event */
  hint(event) {
    const target = /** @type {Element | null} */ (event?.target ?? null), told = target?.closest("[data-hint]"), hint = byId("hint");
    const net = told?.getAttribute("data-net") ?? this.netOfSocket(told ?? null);
    if (net !== this.lit) {
      this.lit = net;
      this.store.set({ net }, "net");
    }
    const problems = told ? "" : this.problemsAt(target);
    hint.hidden = !event || (!told && problems === "");
    if (hint.hidden || !event) return;
    hint.textContent = told ? `${told.getAttribute("data-hint")}${net && !told.hasAttribute("data-net") ? ` (net ${net})` : ""}` : problems;
    const bounds = this.svg.getBoundingClientRect();
    hint.style.left = `${Math.min(event.clientX - bounds.left + 14, bounds.width - 200)}px`;
    hint.style.top = `${event.clientY - bounds.top + 14}px`;
  }

  /** @param {Element | null} socket @returns {string} */
  netOfSocket(socket) {
    const name = socket?.getAttribute("data-socket"), module = socket?.closest("[data-module]")?.getAttribute("data-module");
    if (!name || !module) return "";
    return this.store.check?.nets.find((net) => net.sockets.some((other) => other.moduleId === module && other.name === name))?.name ?? "";
  }

  /** @param {Element | null} target */
  problemsAt(target) {
    const module = target?.closest("[data-module]")?.getAttribute("data-module");
    return module ? (this.store.check?.issues ?? []).filter((issue) => issue.modules.includes(module)).map((issue) => issue.message).join(" ") : "";
  }
}
