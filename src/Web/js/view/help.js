// @ts-check
import { useKey } from "../api.js";
import { dialog, h } from "./dom.js";

const keys = [
  ["Arrows", "move the chosen modules by the grid; with Shift by ten steps"], ["R, Shift+R", "turn by 90°, by 15°"], ["Delete", "remove"], ["Ctrl+D", "duplicate"], ["Ctrl+A, Esc", "choose all, none"],
  ["Ctrl+Z, Ctrl+Y", "undo, redo"], ["Ctrl+S, Ctrl+O", "save, open"], ["Wheel, + -, 0", "zoom, show all"], ["Space or middle button", "pan"], ["Alt while dragging", "off the grid"], ["Tab", "from module to module"],
];

/** What the keys do, and where a protected service's key goes. */
export function help() {
  const key = h("input", { type: "password", "aria-label": "Access key", autocomplete: "off", placeholder: "only where the service asks for one" });
  dialog("Keys and help", [
    h("dl", { class: "facts" }, ...keys.flatMap(([name, what]) => [h("dt", {}, h("kbd", {}, name)), h("dd", {}, what)])),
    h("h3", {}, "Access key"), key,
    h("p", { class: "empty" }, "It is kept for this tab alone. ", h("a", { href: "/api/docs" }, "The service's API"), "."),
  ], [h("button", { type: "button", class: "primary", onclick: () => { if (key.value) { useKey(key.value); location.reload(); } } }, "Use the key")]);
}
