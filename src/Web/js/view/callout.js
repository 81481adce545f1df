// @ts-check
/** Tells beside an open socket what bars it, and moves what is in the way with one click; beside what was moved so, how to take it back. */
import { bottlenecksOf, gapOf, movedOf, placeOf, placeOfMoved, titleOf } from "../model/bottlenecks.js";
import { byId, h, iconButton } from "./dom.js";

export class Callout {
  /** @param {import("./inspector.js").Editor} editor @param {SVGSVGElement} svg */
  constructor(editor, svg) {
    this.editor = editor;
    this.svg = svg;
    /** @type {import("./camera.js").Camera | null} */
    this.camera = null;
    this.box = byId("callout");
    /** @type {import("../model/geometry.js").Box | null} */
    this.about = null;
    editor.store.subscribe((what) => { if (what.has("bottleneck") || what.has("job") || what.has("library")) this.draw(); });
  }

  draw() {
    const { store, router } = this.editor, all = store.isCurrent ? bottlenecksOf(store.job?.issues ?? []) : [], one = all[store.bottleneck], moved = router.applied;
    this.box.hidden = !one && !moved;
    this.box.classList.toggle("good", !one);
    if (one) this.tell(all, one);
    else if (moved) this.tellMoved(moved.moves);
    this.place();
  }

  /** @param {import("../model/bottlenecks.js").Bottleneck[]} all @param {import("../model/bottlenecks.js").Bottleneck} one */
  tell(all, one) {
    const { store, router } = this.editor;
    this.about = placeOf(one, gapOf(one, store.project, store.library));
    const step = (/** @type {number} */ by) => store.set({ bottleneck: (store.bottleneck + by + all.length) % all.length }, "bottleneck");
    this.box.replaceChildren(
      h("header", {}, h("b", {}, titleOf(one, store.project)), iconButton("close", "Close", () => store.set({ bottleneck: -1 }, "bottleneck"))),
      h("p", {}, one.why),
      h("div", { class: "acts" },
        one.moves.length > 0
          ? h("button", { type: "button", class: "primary", id: "apply-advice", onclick: () => void router.apply(one.moves) }, "Move as advised and route")
          : h("span", { class: "empty" }, "Make room between the two, or use narrower tracks."),
        router.applied && this.undoButton(),
        all.length > 1 && h("span", { class: "steps" }, iconButton("back", "The one before", () => step(-1)), `${store.bottleneck + 1} of ${all.length}`, iconButton("next", "The next one", () => step(1)))));
  }

  /** @param {import("../model/issues.js").Move[]} moves */
  tellMoved(moves) {
    const { store, router } = this.editor;
    this.about = placeOfMoved(moves, store.project, store.library);
    this.box.replaceChildren(
      h("header", {}, h("b", {}, "Moved as advised"), iconButton("close", "Close", () => router.keep())),
      h("p", {}, movedOf(moves, store.project)),
      h("div", { class: "acts" }, this.undoButton()));
  }

  undoButton() {
    return h("button", { type: "button", id: "undo-advice", onclick: () => void this.editor.router.takeBack() }, "Undo the move");
  }

  /** Below its place, or above where there is no room; never outside of the stage. */
  place() {
    if (this.box.hidden || !this.about || !this.camera) return;
    const { width, height } = this.camera.size, below = this.camera.toScreen({ x: (this.about.left + this.about.right) / 2, y: this.about.bottom }), above = this.camera.toScreen({ x: 0, y: this.about.top });
    const own = { width: this.box.offsetWidth, height: this.box.offsetHeight }, clear = 56;
    const left = Math.min(Math.max(8, below.x - own.width / 2), Math.max(8, width - own.width - 8));
    const fits = below.y + clear + own.height < height - 8;
    this.box.style.left = `${left}px`;
    this.box.style.top = `${Math.max(8, fits ? below.y + clear : above.y - clear - own.height)}px`;
  }
}
