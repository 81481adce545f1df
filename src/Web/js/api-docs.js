// @ts-check
/** Shows the service's OpenAPI description: every operation with its parameters, answers and examples. */
import { byId, h } from "./view/dom.js";

/** @type {any} */
const api = await (await fetch("/openapi.json")).json();

/** @param {any} value */
const example = (value) => h("pre", {}, typeof value === "string" ? value : JSON.stringify(value, null, 2));

/** Examples of a request's or an answer's bodies. @param {any} content */
const bodies = (content) => Object.entries(content ?? {}).flatMap(([type, media]) =>
  Object.entries(media.examples ?? (media.example === undefined ? {} : { "": { value: media.example } })).flatMap(([, told]) => [h("div", { class: "faint" }, type), example(told.value)]));

/** @param {[string, any][]} rows */
const table = (rows) => rows.length > 0 ? h("table", {}, ...rows.map(([name, text]) => h("tr", {}, h("td", {}, h("code", {}, name)), h("td", {}, text)))) : null;

/** @param {string} path @param {string} verb @param {any} operation */
function section(path, verb, operation) {
  const answers = Object.entries(operation.responses ?? {});
  return h("section", { id: operation.operationId },
    h("h3", {}, h("span", { class: "verb" }, verb.toUpperCase()), h("code", {}, path)),
    h("p", {}, operation.summary), operation.description && h("p", { class: "faint" }, operation.description),
    table((operation.parameters ?? []).map((/** @type {any} */ parameter) => [parameter.name, `${parameter.in}${parameter.required ? "" : ", optional"}: ${parameter.description ?? ""}`])),
    h("details", {}, h("summary", {}, "Bodies"),
      operation.requestBody && h("h4", {}, "Request"), ...bodies(operation.requestBody?.content),
      h("h4", {}, "Answers"), table(answers.map(([status, answer]) => [status, answer.description])), ...answers.flatMap(([, answer]) => bodies(answer.content))));
}

/** @type {Map<string, Node[]>} */
const groups = new Map();
for (const [path, item] of Object.entries(api.paths)) {
  for (const [verb, operation] of Object.entries(/** @type {any} */ (item))) {
    const tag = operation.tags?.[0] ?? "Other";
    groups.set(tag, [...(groups.get(tag) ?? []), section(path, verb, operation)]);
  }
}
byId("docs").replaceChildren(
  h("h1", {}, api.info.title), h("p", {}, api.info.description), h("p", { class: "faint" }, `Version ${api.info.version}. `, h("a", { href: "/openapi.json" }, "openapi.json"), " · ", h("a", { href: "/" }, "board editor")),
  ...[...groups].flatMap(([tag, sections]) => [h("h2", {}, tag), ...sections]));
