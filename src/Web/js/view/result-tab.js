// @ts-check
/** How routing goes and what came of it: progress, figures, files, and how to order. */
import { artifact, artifacts } from "../api.js";
import { bottlenecksOf, titleOf } from "../model/bottlenecks.js";
import { orderHints } from "./order-hints.js";
import { panelDialog } from "./panel-dialog.js";
import { issueCard } from "./problems-tab.js";
import { download, h, icon } from "./dom.js";

const phases = { starting: "Starting", preparing: "Reading the modules", routing: "Routing", repairing: "Joining the last sockets", finishing: "Finishing", verifying: "Verifying the copper", fabricating: "Writing the files", packing: "Packing" };
const ends = { "not-routed": "Some sockets could not be joined", "not-verified": "The copper failed its check", invalid: "The project cannot be routed as it is", cancelled: "Cancelled", "timed-out": "It took too long", failed: "The service failed" };

/** @param {import("./inspector.js").Editor} editor @returns {Node[]} */
export function resultTab(editor) {
  const { store, router } = editor, { job } = store;
  if (!job) return [h("p", { class: "empty" }, "Route the board: it is joined, verified and packed for the fabrication house."), routeButton(editor)];
  if (job.state === "running") return running(editor, job);
  const done = job.state === "done", bottlenecks = bottlenecksOf(job.issues);
  return [
    h("div", { class: `banner ${done ? "good" : "bad"}`, role: "status" }, h("b", {}, done ? "Routed and verified" : /** @type {any} */ (ends)[job.state] ?? job.state)),
    ...(store.isCurrent ? [] : [h("p", { class: "issue warning" }, "The board has changed since. Route it again for a package of what you see.")]),
    facts(job),
    ...(done ? [
      h("button", { type: "button", class: "primary", id: "download", onclick: () => void router.download() }, "Download the package"),
      h("button", { type: "button", id: "panel", onclick: () => panelDialog(editor, job.id) }, icon("panel"), "Make a panel of it"),
      orderHints(job.id),
      files(job.id),
    ] : bottlenecks.length > 0 ? [] : [routeButton(editor)]),
    ...bottlenecks.map((bottleneck, i) => bottleneckCard(editor, bottleneck, i)),
    ...job.issues.filter((issue) => issue.code !== "ROUTING_BLOCKED").map((issue) => issueCard(editor, issue)),
  ];
}

/** One card for all sockets behind the same gap. @param {import("./inspector.js").Editor} editor @param {import("../model/bottlenecks.js").Bottleneck} bottleneck @param {number} index */
const bottleneckCard = ({ store, router }, bottleneck, index) => h("article", { class: "issue error" },
  h("p", {}, h("b", {}, `${titleOf(bottleneck, store.project)}. `), bottleneck.why),
  h("code", {}, "ROUTING_BLOCKED"),
  store.isCurrent && h("div", { class: "acts" },
    h("button", { type: "button", "aria-pressed": index === store.bottleneck, onclick: () => store.set({ bottleneck: index, face: "design" }, "bottleneck", "view") }, "Show it on the board"),
    bottleneck.moves.length > 0 && h("button", { type: "button", class: "primary", onclick: () => void router.apply(bottleneck.moves) }, "Move as advised and route")));

/** @param {import("./inspector.js").Editor} editor */
const routeButton = ({ router }) => h("button", { type: "button", class: "primary", onclick: () => void router.route() }, "Route the board");

/** @param {import("./inspector.js").Editor} editor @param {import("../model/store.js").Job} job */
const running = ({ router }, job) => [
  h("p", { role: "status" }, job.lost ? "Connection lost; the job goes on. Trying again …" : `${/** @type {any} */ (phases)[job.phase] ?? job.phase} …`),
  h("div", { class: "meter", role: "progressbar", "aria-label": "Progress", "aria-valuenow": Math.round(job.progress), "aria-valuemin": 0, "aria-valuemax": 100 }, h("div", { style: `width:${job.progress}%` })),
  facts(job),
  h("button", { type: "button", onclick: () => void router.stop() }, "Stop"),
];

/** @param {import("../model/store.js").Job} job */
const facts = (job) => h("dl", { class: "facts" },
  ...(job.total > 0 ? [h("dt", {}, "Sockets joined"), h("dd", {}, `${job.connected} of ${job.total}`)] : []),
  ...(job.lengthMm > 0 ? [h("dt", {}, "Copper"), h("dd", {}, `${job.lengthMm.toFixed(0)} mm`), h("dt", {}, "Vias"), h("dd", {}, job.vias)] : []));

/** @param {string} job */
function files(job) {
  const list = h("details", { ontoggle: async () => {
    if (!list.open || list.children.length > 1) return;
    const found = await artifacts(job).catch(() => []);
    list.append(...found.map(({ name, size }) => h("div", {}, h("button", { type: "button", class: "quiet", onclick: async () => download(await artifact(job, name), name) }, name), h("small", { class: "empty" }, `${Math.ceil(size / 1024)} kB`))));
  } }, h("summary", {}, "Single files"));
  return list;
}
