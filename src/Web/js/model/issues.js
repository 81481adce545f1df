// @ts-check
/**
 * Problems as the service tells them: `CODE key=value …`, with a sentence and a severity beside it.
 * @typedef {"error" | "warning" | "info"} Severity
 * @typedef {{code: string, severity: Severity, text: string, message: string, fields: Record<string, string>, modules: string[]}} Issue
 * @typedef {{id: string, x: number, y: number}} Move
 */

/** Reads one line. Lists keep their brackets; the last field may be a sentence. @param {string} line @returns {Record<string, string>} */
export function fieldsOf(line) {
  /** @type {Record<string, string>} */
  const fields = {};
  for (const match of line.matchAll(/(?:^|\s)([A-Za-z]\w*)=(\[[^\]]*\]|.*?(?=\s[A-Za-z]\w*=|$))/gs)) fields[match[1]] = match[2];
  return fields;
}

/** @param {string | undefined} list `[a,b]` or a single value @returns {string[]} */
export const itemsOf = (list) => (list ?? "").replace(/^\[|\]$/g, "").split(",").filter((item) => item !== "");

/** @param {{code?: string, severity?: string, text?: string, message?: string} | string} told @returns {Issue} */
export function issueOf(told) {
  const text = typeof told === "string" ? told : told.text ?? told.message ?? "";
  const code = typeof told === "string" ? text.split(" ", 1)[0] : told.code ?? text.split(" ", 1)[0];
  const fields = fieldsOf(text);
  const severity = typeof told === "string" ? "error" : told.severity ?? "error";
  return {
    code, text, fields,
    severity: severity === "info" || severity === "warning" ? severity : "error",
    message: typeof told !== "string" && told.message ? told.message : sentence(code, fields),
    modules: [...new Set([...itemsOf(fields.moduleId), ...itemsOf(fields.moduleIds)])],
  };
}

/** A code made readable, where the service sent no sentence. @param {string} code @param {Record<string, string>} fields */
function sentence(code, fields) {
  const words = code.toLowerCase().replaceAll("_", " ");
  const detail = fields.error ?? Object.entries(fields).filter(([key]) => !/^moduleId/.test(key)).map(([key, value]) => `${key} ${value}`).join(", ");
  return words[0].toUpperCase() + words.slice(1) + (detail ? `: ${detail}` : "") + ".";
}

/** The move that the service advises so that a socket can be joined; empty where it advises none. @param {Issue} issue @returns {Move[]} */
export function adviceOf(issue) {
  const ids = itemsOf(issue.fields.moveModuleIds), x = itemsOf(issue.fields.moveXmm), y = itemsOf(issue.fields.moveYmm);
  return ids.map((id, i) => ({ id, x: Number(x[i]), y: Number(y[i]) })).filter((move) => Number.isFinite(move.x) && Number.isFinite(move.y));
}
