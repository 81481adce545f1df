// @ts-check
/** What ORDER.md of the package says, beside the download: the few forms of Markdown that it is written in. */
import { artifact } from "../api.js";
import { h } from "./dom.js";

/** Filled when the file has come. @param {string} job */
export function orderHints(job) {
  const place = h("div", { class: "order" });
  void artifact(job, "ORDER.md").then((blob) => blob.text()).then((text) => place.replaceChildren(...markdown(text)), () => place.replaceChildren(h("p", {}, "ORDER.md in the zip says what the house takes in which field of its form.")));
  return place;
}

/** Headings, lists and paragraphs; `code` within. @param {string} text @returns {Node[]} */
export function markdown(text) {
  /** @type {Node[]} */
  const nodes = [];
  for (const line of text.split("\n").map((one) => one.trimEnd()).filter((one) => one !== "" && !one.startsWith("# "))) {
    const [, item, rest] = /^(\d+\.|\*|-) (.*)$/.exec(line) ?? [];
    if (item) {
      const name = /\d/.test(item) ? "ol" : "ul";
      let list = /** @type {Element | undefined} */ (nodes[nodes.length - 1]);
      if (list?.tagName.toLowerCase() !== name) nodes.push(list = h(name));
      /** @type {Element} */ (list).append(h("li", {}, ...spans(rest)));
    } else nodes.push(line.startsWith("## ") ? h("h3", {}, line.slice(3)) : h("p", {}, ...spans(line)));
  }
  return nodes;
}

/** @param {string} text */
const spans = (text) => text.split("`").map((part, i) => i % 2 === 1 ? h("code", {}, part) : part);
