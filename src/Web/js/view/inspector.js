// @ts-check
/**
 * The panel at the right: the board, the chosen modules, problems, nets, and the routed result.
 * @typedef {import("../model/store.js").Store} Store
 */
import { boardTab } from "./board-tab.js";
import { modulesTab } from "./modules-tab.js";
import { netsTab } from "./nets-tab.js";
import { problemsTab } from "./problems-tab.js";
import { resultTab } from "./result-tab.js";
import { byId, h } from "./dom.js";

/** @type {{id: string, name: string, draw: (editor: Editor) => Node[], needs: string[]}[]} */
const tabs = [
  { id: "board", name: "Board", draw: boardTab, needs: ["project", "opened", "chosen"] },
  { id: "modules", name: "Module", draw: modulesTab, needs: ["chosen", "project", "library", "opened"] },
  { id: "problems", name: "Problems", draw: problemsTab, needs: ["check", "job", "project"] },
  { id: "nets", name: "Nets", draw: netsTab, needs: ["check", "copper", "view"] },
  { id: "result", name: "Result", draw: resultTab, needs: ["job", "copper", "bottleneck", "history"] },
];

/** @typedef {{store: Store, router: import("../router.js").Router}} Editor */

export class Inspector {
  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
    this.shown = "board";
    /** The job that was shown last; one that starts has no id yet. @type {string | null} */
    this.job = null;
    this.ran = false;
    this.body = h("div", { role: "tabpanel", id: "inspector-body", tabindex: -1 });
    this.list = h("div", { class: "tablist", role: "tablist", "aria-label": "Settings", onkeydown: (/** @type {KeyboardEvent} */ event) => this.step(event) });
    byId("inspector").append(this.list, this.body);
    editor.store.subscribe((what) => this.update(what));
    this.drawTabs();
    this.drawBody();
  }

  /** @param {string} id */
  show(id) {
    if (this.shown === id) return;
    this.shown = id;
    this.drawTabs();
    this.drawBody();
  }

  /** @param {Set<string>} what */
  update(what) {
    const { job } = this.editor.store;
    if (what.has("job") && (job?.id ?? null) !== this.job) {
      this.job = job?.id ?? null;
      if (job) this.show("result");
    }
    // On a phone the panel lies over the board: it comes up when there is something to read.
    const runs = job?.state === "running";
    if (this.ran && job && !runs && this.editor.store.bottleneck < 0) byId("inspector").classList.add("shown");
    this.ran = runs;
    if (what.has("check") || what.has("job") || what.has("chosen")) this.drawTabs();
    const tab = this.tab;
    if (tab.needs.some((need) => what.has(need)) && !this.isTyping(what)) this.drawBody();
  }

  /** A field that is typed into must not be drawn anew under the cursor. @param {Set<string>} what */
  isTyping(what) {
    const focus = document.activeElement;
    return !what.has("opened") && focus instanceof HTMLInputElement && focus.type !== "checkbox" && this.body.contains(focus);
  }

  get tab() { return tabs.find((tab) => tab.id === this.shown) ?? tabs[0]; }

  drawTabs() {
    const { check, chosen } = this.editor.store, problems = (check?.issues ?? []).filter((issue) => issue.severity !== "info").length;
    const count = { problems, modules: chosen.size };
    const had = this.list.contains(document.activeElement);
    this.list.replaceChildren(...tabs.map(({ id, name }) => h("button", {
      type: "button", role: "tab", id: `tab-${id}`, "aria-selected": id === this.shown, "aria-controls": "inspector-body", tabindex: id === this.shown ? 0 : -1, onclick: () => this.show(id),
    }, name, id in count && /** @type {any} */ (count)[id] > 0 ? h("span", { class: id === "problems" ? "count" : "count ok" }, /** @type {any} */ (count)[id]) : null)));
    if (had) this.list.querySelector("[aria-selected=true]").focus();
  }

  drawBody() {
    this.body.setAttribute("aria-labelledby", `tab-${this.shown}`);
    this.body.replaceChildren(...this.tab.draw(this.editor));
  }

  /** @param {KeyboardEvent} event */
  step(event) {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    const at = tabs.findIndex((tab) => tab.id === this.shown);
    this.show(tabs[(at + by + tabs.length) % tabs.length].id);
    this.list.querySelector("[aria-selected=true]").focus();
  }
}
