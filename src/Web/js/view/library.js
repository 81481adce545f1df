// @ts-check
/**
 * The module library: found by name, added by a click, Enter or a drag onto the board.
 * @typedef {import("../model/store.js").Store} Store
 * @typedef {import("../model/project.js").LibraryModule} LibraryModule
 */
import { boxOf, keyOf, addModule } from "../model/project.js";
import { contains, corners, meets, snap } from "../model/geometry.js";
import { edgeOf, frameOf } from "../model/outline.js";
import { announce, byId, h } from "./dom.js";

export class Library {
  /** @param {Store} store @param {import("./camera.js").Camera} camera */
  constructor(store, camera) {
    this.store = store;
    this.camera = camera;
    this.search = h("input", { type: "search", placeholder: "Find a module", "aria-label": "Find a module", oninput: () => this.draw() });
    this.list = h("div");
    byId("library").append(h("h2", {}, "Modules"), h("p", { class: "empty" }, "Click one, or drag it onto the board."), this.search, this.list);
    store.subscribe((what) => { if (what.has("library")) this.draw(); });
  }

  draw() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = [...this.store.library.values()].filter((kind) => words.every((/** @type {string} */ word) => kind.key.toLowerCase().includes(word)));
    this.list.replaceChildren(...(found.length > 0 ? found.map((kind) => this.card(kind)) : [h("p", { class: "empty" }, this.store.library.size === 0 ? "The library is empty." : "No module of that name.")]));
  }

  /** @param {LibraryModule} kind */
  card(kind) {
    const nets = new Set(kind.sockets.map((socket) => socket.name)).size;
    return h("button", { type: "button", class: "module-card", title: `${kind.name} ${kind.version}`, onclick: () => this.add(kind), onpointerdown: (/** @type {PointerEvent} */ event) => this.lift(event, kind) },
      h("img", { src: kind.picture, alt: "", draggable: "false", loading: "lazy" }),
      h("span", {}, h("b", {}, kind.name.replaceAll("_", " ")), h("small", {}, `${Math.round(kind.frame.width)} × ${Math.round(kind.frame.height)} mm · ${nets} nets`)));
  }

  /** Where there is room. @param {LibraryModule} kind */
  add(kind) {
    const { store } = this, frame = frameOf(store.project), edge = edgeOf(store.project);
    const taken = store.project.modules.map((module) => boxOf(module, store.library.get(keyOf(module))));
    const own = boxOf({ id: "", name: kind.name, version: kind.version, position: { x: 0, y: 0 }, rotation: 0 }, kind);
    const margin = 2, step = 2;
    /** @type {{x: number, y: number, far: number}[]} */
    const places = [];
    for (let y = frame.top - own.top + margin; y <= frame.bottom - own.bottom - margin; y += step) {
      for (let x = frame.left - own.left + margin + 3; x <= frame.right - own.right - margin - 3; x += step) {
        const box = { left: own.left + x - margin, right: own.right + x + margin, top: own.top + y - margin, bottom: own.bottom + y + margin };
        if (corners(box).every((corner) => contains(corner, edge)) && !taken.some((other) => meets(other, box))) places.push({ x, y, far: Math.hypot(x, y) });
      }
    }
    places.sort((a, b) => a.far - b.far);
    this.place(kind, places[0] ?? { x: 0, y: 0 });
    if (places.length === 0) announce("There is no free place; the module lies in the middle.");
  }

  /** @param {LibraryModule} kind @param {{x: number, y: number}} at */
  place(kind, at) {
    const { store } = this;
    const project = addModule(store.history.value, kind, { x: snap(at.x, store.grid), y: snap(at.y, store.grid) });
    store.commit(project);
    store.choose([project.modules[project.modules.length - 1].id]);
    announce(`Added ${kind.name}.`);
  }

  /** Drags a module from the list; a pointer that does not leave the card is a click. @param {PointerEvent} start @param {LibraryModule} kind */
  lift(start, kind) {
    if (start.button !== 0) return;
    const board = byId("board"), card = /** @type {HTMLElement} */ (start.currentTarget);
    /** @type {HTMLElement | null} */
    let ghost = null;
    const stop = new AbortController();
    addEventListener("pointermove", (event) => {
      if (!ghost && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > 8) {
        ghost = h("img", { class: "ghost", src: kind.picture, alt: "", style: `width:${kind.frame.width * this.camera.scale}px` });
        document.body.append(/** @type {HTMLElement} */ (ghost));
        card.addEventListener("click", (click) => click.stopImmediatePropagation(), { capture: true, once: true });
      }
      if (ghost) Object.assign(ghost.style, { left: `${event.clientX}px`, top: `${event.clientY}px` });
    }, { signal: stop.signal });
    const end = (/** @type {PointerEvent} */ event) => {
      stop.abort();
      ghost?.remove();
      if (!ghost || event.type === "pointercancel" || !document.elementsFromPoint(event.clientX, event.clientY).includes(board)) return;
      const at = this.camera.at(event), { frame } = kind;
      this.place(kind, { x: at.x - frame.x - frame.width / 2, y: at.y - frame.y - frame.height / 2 });
    };
    addEventListener("pointerup", end, { signal: stop.signal });
    addEventListener("pointercancel", end, { signal: stop.signal });
  }
}
