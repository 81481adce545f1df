// @ts-check
import { h } from "./dom.js";

/**
 * A labelled number. What is no number, or out of range, is marked and changes nothing.
 * @param {string} label @param {number | undefined} value @param {{min?: number, max?: number, step?: number, unit?: string, placeholder?: string}} how
 * @param {(value: number | undefined) => void} change told `undefined` for an emptied field that has a placeholder
 */
export function numberField(label, value, how, change) {
  const input = h("input", {
    type: "number", step: how.step ?? "any", min: how.min, max: how.max, value: value ?? "", placeholder: how.placeholder,
    onchange: () => {
      const empty = input.value.trim() === "", next = Number(input.value);
      const wrong = empty ? how.placeholder === undefined : !Number.isFinite(next) || next < (how.min ?? -Infinity) || next > (how.max ?? Infinity);
      input.setAttribute("aria-invalid", String(wrong));
      if (!wrong) change(empty ? undefined : next);
    },
  });
  return h("label", { class: "field" }, how.unit ? `${label} (${how.unit})` : label, input);
}

/** @param {string} label @param {boolean} value @param {(value: boolean) => void} change */
export function checkField(label, value, change) {
  const input = h("input", { type: "checkbox", checked: value, onchange: () => change(input.checked) });
  return h("label", { class: "check" }, input, label);
}

/** @param {string} label @param {string} value @param {string[]} choices @param {(value: string) => void} change */
export function choiceField(label, value, choices, change) {
  const select = h("select", { onchange: () => change(select.value) }, ...choices.map((choice) => h("option", { value: choice, selected: choice === value }, choice)));
  return h("label", { class: "field" }, label, select);
}
