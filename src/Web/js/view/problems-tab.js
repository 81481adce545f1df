// @ts-check
/** What is wrong, in sentences, and what can be done about it with one click. */
import { adviceOf } from "../model/issues.js";
import { h } from "./dom.js";

/** @param {import("./inspector.js").Editor} editor @returns {Node[]} */
export function problemsTab(editor) {
  const { check, job, isCurrent } = editor.store;
  if (!check) return [h("p", { class: "empty" }, "Add a module: what is wrong with the board will be told here.")];
  const known = new Set(check.issues.map((issue) => issue.text));
  const ofJob = job && isCurrent && job.state !== "running" ? job.issues.filter((issue) => !known.has(issue.text)) : [];
  const cards = [...check.issues, ...ofJob].sort((a, b) => rank(a) - rank(b)).map((issue) => issueCard(editor, issue));
  return cards.length > 0 ? cards : [h("div", { class: "banner good" }, "No problems: this board can be routed.")];
}

/** @param {import("../model/issues.js").Issue} issue */
const rank = (issue) => ["error", "warning", "info"].indexOf(issue.severity);

/** @param {import("./inspector.js").Editor} editor @param {import("../model/issues.js").Issue} issue */
export function issueCard({ store, router }, issue) {
  const there = issue.modules.filter((id) => store.project.modules.some((module) => module.id === id));
  const moves = adviceOf(issue).filter((move) => store.project.modules.some((module) => module.id === move.id));
  return h("article", { class: `issue ${issue.severity}` },
    h("p", {}, issue.message),
    h("code", {}, issue.code),
    h("div", { class: "acts" },
      there.length > 0 && h("button", { type: "button", onclick: () => store.choose(there) }, there.length === 1 ? "Show the module" : "Show the modules"),
      moves.length > 0 && h("button", {
        type: "button", class: "primary", onclick: () => void router.apply(moves),
      }, `Move as advised and route (${moves.map((move) => `${move.x}, ${move.y} mm`).join("; ")})`)));
}
