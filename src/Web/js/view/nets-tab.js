// @ts-check
/** The nets, to be found on the board, and what is drawn. */
import { lengthOf } from "../model/geometry.js";
import { checkField } from "./fields.js";
import { colourOf, h } from "./dom.js";

const names = { modules: "Modules", zones: "Keep-out zones", sockets: "Sockets", names: "Names", ratsnest: "Connections to make", front: "Front copper", back: "Back copper" };

/** @param {import("./inspector.js").Editor} editor @returns {Node[]} */
export function netsTab({ store }) {
  const { check, copper, layers } = store;
  const light = (/** @type {string} */ net) => store.set({ net }, "net");
  return [
    h("h3", {}, "Shown"),
    ...Object.entries(names).map(([name, label]) => checkField(label, /** @type {any} */ (layers)[name], (value) => store.set({ layers: { ...layers, [name]: value } }, "view"))),
    h("h3", {}, "Nets"),
    ...(check?.nets ?? []).map((net) => {
      const tracks = copper?.tracks.filter((track) => track.net === net.name) ?? [];
      const length = tracks.reduce((sum, track) => sum + lengthOf(track.points), 0);
      return h("button", { type: "button", class: "net", onmouseenter: () => light(net.name), onmouseleave: () => light(""), onfocus: () => light(net.name), onblur: () => light("") },
        h("i", { style: `background:${colourOf(net.name)}` }), h("span", {}, net.name),
        h("small", {}, `${net.sockets.length} sockets${copper ? `, ${length.toFixed(0)} mm` : ""}`));
    }),
    (check?.nets.length ?? 0) === 0 && h("p", { class: "empty" }, "Modules bring their nets with them."),
  ].filter((node) => node instanceof Node);
}
