// @ts-check
/** The little of a view library that the editor needs. */

const svgNames = new Set(["svg", "g", "path", "rect", "circle", "line", "image", "text", "title", "use", "defs", "pattern", "polygon", "clipPath"]);

/**
 * An element with attributes, listeners (`onclick` …) and children.
 * @param {string} name @param {Record<string, any>} [attributes] @param {...(Node | string | number | null | undefined | false)} children
 * @returns {any}
 */
export function h(name, attributes = {}, ...children) {
  const element = svgNames.has(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked") /** @type {any} */ (element)[key] = value;
    else if (value === true && !key.startsWith("aria-")) element.setAttribute(key, "");
    else if ((value !== false || key.startsWith("aria-")) && value !== undefined && value !== null) element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false).map((child) => child instanceof Node ? child : String(child)));
  return element;
}

/** @param {string} id */
export const byId = (id) => /** @type {any} */ (document.getElementById(id));

const lines = {
  open: "M3 6h6l2 2h10v11H3z", undo: "M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3", redo: "m16 5 4 4-4 4m4-4H10a6 6 0 0 0 0 12h3",
  turn: "M20 12a8 8 0 1 1-3-6.2M20 3v4h-4", bin: "M5 7h14M10 7V4h4v3m-7 0 1 13h8l1-13", copy: "M8 8h12v12H8zM4 16V4h12", fit: "M4 9V4h5M20 9V4h-5M4 15v5h5m11-5v5h-5",
  plus: "M12 5v14M5 12h14", close: "M6 6l12 12M18 6 6 18", back: "m14 6-6 6 6 6", next: "m10 6 6 6-6 6", share: "M4 12v8h16v-8M12 15V3m-4 4 4-4 4 4", save: "M12 3v12m-5-5 5 5 5-5M4 19h16", panel: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z", minus: "M5 12h14", theme: "M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z", play: "M7 4v16l13-8z", stop: "M6 6h12v12H6z", help: "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2m0 3v.1", file: "M6 3h8l4 4v14H6z",
  left: "M4 4v16M8 8h11v3H8zM8 14h7v3H8z", right: "M20 4v16M5 8h11v3H5zM9 14h7v3H9z", top: "M4 4h16M8 8v11h3V8zM14 8v7h3V8z", bottom: "M4 20h16M8 5v11h3V5zM14 9v7h3V9z",
  centre: "M12 3v18M6 7h12v3H6zM8 14h8v3H8z", middle: "M3 12h18M7 6v12h3V6zM14 8v8h3V8z", x: "M4 4v16M20 4v16M9 8h6v8H9z", y: "M4 4h16M4 20h16M8 9h8v6H8z",
};

/** @param {keyof typeof lines} name */
export const icon = (name) => h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, h("path", { d: lines[name] }));

/** A button with an icon and a name that is read aloud. @param {keyof typeof lines} name @param {string} label @param {() => void} onclick @param {Record<string, any>} [more] */
export const iconButton = (name, label, onclick, more = {}) => h("button", { type: "button", class: "quiet", title: label, "aria-label": label, onclick, ...more }, icon(name));

/** Says something to those who do not see it. @param {string} text */
export const announce = (text) => { byId("announcer").textContent = text; };

/**
 * A dialog that closes by its buttons, Escape or a click beside it.
 * @param {string} title @param {Node[]} body @param {Node[]} acts
 * @returns {HTMLDialogElement}
 */
export function dialog(title, body, acts) {
  const close = h("button", { type: "button", onclick: () => box.close() }, "Close");
  const box = h("dialog", { "aria-label": title, onclose: () => box.remove(), onclick: (/** @type {Event} */ e) => e.target === box && box.close() },
    h("h2", {}, title), ...body, h("div", { class: "acts" }, close, ...acts));
  document.body.append(box);
  box.showModal();
  return box;
}

/** Hands a file to the user. @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A colour for a net that stays the same wherever it is shown. @param {string} net */
export function colourOf(net) {
  let hash = 7;
  for (const c of net) hash = (hash * 31 + c.charCodeAt(0)) % 3600;
  return /^GND$/i.test(net) ? "hsl(210 8% 60%)" : `hsl(${hash % 360} 75% 62%)`;
}
