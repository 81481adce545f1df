// @ts-check
/** How routing goes and what came of it: progress, figures, files, and how to order. */
import { artifact, artifacts } from "../api.js";
import { issueCard } from "./problems-tab.js";
import { download, h } from "./dom.js";

const phases = { starting: "Starting", preparing: "Reading the modules", routing: "Routing", repairing: "Joining the last sockets", finishing: "Finishing", verifying: "Verifying the copper", fabricating: "Writing the files", packing: "Packing" };
const ends = { "not-routed": "Some sockets could not be joined", "not-verified": "The copper failed its check", invalid: "The project cannot be routed as it is", cancelled: "Cancelled", "timed-out": "It took too long", failed: "The service failed" };

/** @param {import("./inspector.js").Editor} editor @returns {Node[]} */
export function resultTab(editor) {
  const { store, router } = editor, { job } = store;
  if (!job) return [h("p", { class: "empty" }, "Route the board: it is joined, verified and packed for the fabrication house."), routeButton(editor)];
  if (job.state === "running") return running(editor, job);
  const done = job.state === "done";
  return [
    h("div", { class: `banner ${done ? "good" : "bad"}`, role: "status" }, h("b", {}, done ? "Routed and verified" : /** @type {any} */ (ends)[job.state] ?? job.state)),
    facts(job),
    ...(done ? [
      h("button", { type: "button", class: "primary", id: "download", onclick: () => void router.download() }, "Download the fabrication package"),
      h("h3", {}, "To order"),
      h("p", {}, `Unpack the zip. ORDER.md in it says what ${store.history.value.pcbOptions.fabricationHouse || "the house"} takes in which field of its form, and which firmware goes where.`),
      files(job.id),
    ] : [routeButton(editor)]),
    ...job.issues.map((issue) => issueCard(editor, issue)),
  ];
}

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
