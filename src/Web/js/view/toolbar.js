// @ts-check
/** The bar at the top, the view's tools over the board, the status line below, and the tabs of a phone. */
import { emptyProject } from "../model/project.js";
import { frameOf } from "../model/outline.js";
import { choose, save, share } from "../files.js";
import { help } from "./help.js";
import { byId, dialog, h, icon, iconButton } from "./dom.js";

export class Toolbar {
  /** @param {import("./inspector.js").Editor} editor @param {import("./camera.js").Camera} camera */
  constructor(editor, camera) {
    this.editor = editor;
    this.camera = camera;
    const { store, router } = editor;
    this.label = "";
    this.offline = false;
    this.name = h("input", { class: "name", "aria-label": "Name of the board", maxlength: 200, onchange: () => store.commit({ ...store.history.value, name: this.name.value }, "name") });
    this.undo = iconButton("undo", "Undo (Ctrl+Z)", () => store.undo());
    this.redo = iconButton("redo", "Redo (Ctrl+Y)", () => store.redo());
    this.route = h("button", { type: "button", class: "primary", id: "route", onclick: () => void (router.isRunning ? router.stop() : router.route()) });
    byId("toolbar").append(
      this.name,
      iconButton("file", "New board", () => this.fresh()), iconButton("open", "Open a project (Ctrl+O)", () => choose(store)), iconButton("save", "Save the project as a file (Ctrl+S)", () => save(store)), iconButton("share", "Share the board", () => void share(store)),
      h("span", { class: "rule" }), this.undo, this.redo, h("span", { class: "gap" }),
      iconButton("theme", "Light or dark", switchTheme), iconButton("help", "Keys and help", help), this.route);
    this.faces = h("div", { class: "segments", role: "group", "aria-label": "Side" });
    this.gridChoice = h("select", { "aria-label": "Grid", style: "width:auto", onchange: () => store.set({ grid: Number(this.gridChoice.value) }, "grid") },
      ...[0, 0.1, 0.25, 0.5, 1, 2.54].map((grid) => h("option", { value: grid, selected: grid === store.grid }, grid === 0 ? "no grid" : `${grid} mm`)));
    byId("view-tools").append(this.faces, h("div", { class: "segments" },
      iconButton("minus", "Zoom out (-)", () => camera.zoom(1 / 1.25)), iconButton("plus", "Zoom in (+)", () => camera.zoom(1.25)), iconButton("fit", "Show the whole board (0)", () => this.fit())), this.gridChoice);
    this.place = h("span"), this.state = h("span", { class: "grow" });
    byId("status").append(this.state, this.place);
    byId("board").addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      const at = camera.at(event);
      this.place.textContent = `${at.x.toFixed(2)}, ${at.y.toFixed(2)} mm`;
    });
    this.phoneTabs();
    store.subscribe(() => this.draw());
    addEventListener("beforeunload", (event) => { if (store.saved !== store.history.value && store.history.value.modules.length > 0) event.preventDefault(); });
    this.draw();
  }

  draw() {
    const { store, router } = this.editor, { project, history, check, face, job, copper } = store;
    if (document.activeElement !== this.name) this.name.value = project.name;
    document.title = `${project.name || "MakeDevice"}${store.saved === history.value ? "" : " •"}`;
    this.undo.disabled = history.past.length === 0;
    this.redo.disabled = history.future.length === 0;
    const label = router.isRunning ? "stop" : "play";
    if (this.label !== label) this.route.replaceChildren(icon(label), label === "stop" ? "Stop" : "Route");
    this.label = label;
    this.route.disabled = !router.isRunning && (project.modules.length === 0 || (check !== null && !check.canRoute));
    const faces = /** @type {const} */ ([["design", copper ? "Copper" : "Design"], ["front", "Front"], ["back", "Back"]]);
    this.faces.replaceChildren(...faces.map(([id, name]) => h("button", {
      type: "button", "aria-pressed": face === id, disabled: id !== "design" && !(job && job.previewVersion > 0), onclick: () => store.set({ face: id }, "view"),
    }, name)));
    const problems = check?.issues.filter((issue) => issue.severity === "error").length ?? 0;
    const sockets = check?.nets.reduce((sum, net) => sum + net.sockets.length, 0) ?? 0;
    this.state.textContent = this.offline ? "The service cannot be reached; edits are kept in this browser."
      : `${project.modules.length} modules, ${sockets} sockets, ${check?.nets.length ?? 0} nets${problems ? `, ${problems} problem${problems > 1 ? "s" : ""}` : ""}`;
  }

  /** @param {boolean} reached */
  reach(reached) {
    if (this.offline === !reached) return;
    this.offline = !reached;
    this.draw();
  }

  fit() {
    this.camera.fit(frameOf(this.editor.store.project));
  }

  fresh() {
    const { store } = this.editor;
    if (store.saved === store.history.value || store.history.value.modules.length === 0) {
      store.open(emptyProject());
      return;
    }
    const box = dialog("A new board?", [h("p", {}, "This board has not been saved to a file.")], [
      h("button", { type: "button", onclick: () => { save(store); box.close(); store.open(emptyProject()); } }, "Save, then new"),
      h("button", { type: "button", class: "primary", onclick: () => { box.close(); store.open(emptyProject()); } }, "Discard it"),
    ]);
  }

  phoneTabs() {
    const panels = { library: "Modules", "": "Board", inspector: "Settings" };
    byId("phone-tabs").append(...Object.entries(panels).map(([id, name]) => h("button", {
      type: "button", onclick: () => { for (const other of ["library", "inspector"]) byId(other).classList.toggle("shown", other === id && !byId(other).classList.contains("shown")); },
    }, name)));
  }
}

function switchTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches, now = document.documentElement.dataset.theme ?? (dark ? "dark" : "light");
  document.documentElement.dataset.theme = now === "dark" ? "light" : "dark";
  localStorage.setItem("makedevice-theme", document.documentElement.dataset.theme);
}
