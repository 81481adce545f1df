// @ts-check
/**
 * Keys of the whole page. A field that is typed into keeps its own.
 * @typedef {import("./model/store.js").Store} Store
 */
import { duplicate, moveBy, remove, rotateBy } from "./model/project.js";
import { outlineOf, withoutNode, withOutline } from "./model/outline.js";
import { choose, save } from "./files.js";

/** @param {Store} store @param {import("./view/camera.js").Camera} camera @param {() => void} fit */
export function bindKeys(store, camera, fit) {
  /** @type {Record<string, (event: KeyboardEvent) => void>} */
  const commands = {
    z: (event) => event.shiftKey ? store.redo() : store.undo(), y: () => store.redo(), s: () => save(store), o: () => choose(store),
    a: () => store.choose(store.project.modules.map((module) => module.id)),
    d: () => {
      const copy = duplicate(store.history.value, store.chosen);
      store.commit(copy.project);
      store.choose(copy.ids);
    },
  };
  /** @type {Record<string, [number, number]>} */
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  /** @type {Record<string, (event: KeyboardEvent) => void>} */
  const keys = {
    r: (event) => store.commit(rotateBy(store.history.value, store.chosen, event.shiftKey ? 15 : 90)),
    Delete: () => erase(), Backspace: () => erase(), Escape: () => { store.choose([]); store.set({ bottleneck: -1 }, "bottleneck"); },
    "+": () => camera.zoom(1.25), "=": () => camera.zoom(1.25), "-": () => camera.zoom(0.8), 0: () => fit(),
  };

  const erase = () => {
    const nodes = outlineOf(store.history.value);
    if (store.node >= 0 && nodes) {
      store.commit(withOutline(store.history.value, withoutNode(nodes, store.node)));
      store.chooseNode(-1);
      return;
    }

    store.commit(remove(store.history.value, store.chosen));
    store.choose([]);
  };

  addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("input, select, textarea, dialog")) return;
    const open = target.closest("[data-open]")?.getAttribute("data-open");
    if (open && (event.key === "Enter" || event.key === " ")) {
      store.set({ bottleneck: Number(open) }, "bottleneck");
      event.preventDefault();
      return;
    }
    const module = target.closest("[data-module]")?.getAttribute("data-module");
    if (module && (event.key === "Enter" || event.key === " ")) {
      store.choose(event.shiftKey ? [...store.chosen, module] : [module]);
      event.preventDefault();
      return;
    }
    const command = event.ctrlKey || event.metaKey ? commands[event.key.toLowerCase()] : undefined;
    const arrow = arrows[event.key], onBoard = target.closest("#board") || target === document.body;
    if (command) command(event);
    else if (event.ctrlKey || event.metaKey || event.altKey || !onBoard) return;
    else if (arrow && store.chosen.size > 0) {
      const step = (store.grid || 0.1) * (event.shiftKey ? 10 : 1);
      store.commit(moveBy(store.history.value, store.chosen, arrow[0] * step, arrow[1] * step), "arrows");
    } else if (arrow) camera.pan(-40 * arrow[0], -40 * arrow[1]);
    else if (keys[event.key] ?? keys[event.key.toLowerCase()]) (keys[event.key] ?? keys[event.key.toLowerCase()])(event);
    else return;
    event.preventDefault();
  });
}
