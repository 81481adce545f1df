// @ts-check
/**
 * The service's HTTP API as the editor uses it. Every failure is a `ServiceError` with a sentence for people.
 * @typedef {import("./model/project.js").Project} Project
 * @typedef {import("./model/project.js").LibraryModule} LibraryModule
 * @typedef {import("./model/store.js").Check} Check
 * @typedef {import("./model/store.js").Copper} Copper
 * @typedef {import("./model/store.js").Job} Job
 */
import { issueOf } from "./model/issues.js";
import { serialise } from "./model/project.js";

const keyName = "makedevice-key";

export class ServiceError extends Error {
  /** @param {string} message @param {number} status 0 where the service was not reached */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** The access key of a protected service, kept for this tab alone. @param {string} key */
export const useKey = (key) => sessionStorage.setItem(keyName, key);

/** @param {string} path @param {RequestInit} [options] @returns {Promise<Response>} */
export async function request(path, options = {}) {
  const key = sessionStorage.getItem(keyName);
  const headers = { ...(key ? { "x-functions-key": key } : {}), ...options.headers };
  let response;
  try {
    response = await fetch(path, { ...options, headers });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ServiceError("The service cannot be reached. Your board is safe in this tab.", 0);
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => null);
  throw new ServiceError(body?.error?.message ?? `The service answered ${response.status}.`, response.status);
}

/** @returns {Promise<Map<string, LibraryModule>>} */
export async function modules() {
  const body = await (await request("/api/modules")).json();
  return new Map(body.modules.map((/** @type {any} */ module) => [module.key, { ...module, picture: `/api/modules/${encodeURIComponent(module.key)}/picture.svg` }]));
}

const json = { "Content-Type": "application/json" };

/** @param {Project} project @param {AbortSignal} signal @returns {Promise<Check>} */
export async function check(project, signal) {
  const body = await (await request("/api/check", { method: "POST", headers: json, body: serialise(project), signal })).json();
  return {
    canRoute: body.canRoute, issues: body.issues.map(issueOf), contour: body.board?.contour ?? "", nets: body.nets ?? [], ratsnest: body.ratsnest ?? [],
    trunkZones: { left: body.trunkZones?.leftMm ?? 0, right: body.trunkZones?.rightMm ?? 0 },
  };
}

/** @param {Project} project @returns {Promise<string>} the job's id */
export async function start(project) {
  const body = await (await request("/api/jobs", { method: "POST", headers: { ...json, "Idempotency-Key": crypto.randomUUID() }, body: serialise(project) })).json();
  return body.id;
}

/** @param {string} id of a finished job @param {object} panel @returns {Promise<string>} the panel job's id */
export async function startPanel(id, panel) {
  const body = await (await request("/api/panels", { method: "POST", headers: json, body: JSON.stringify({ job: id, panel }) })).json();
  return body.id;
}

/** The lines for programs with the sentences for people that stand at the same places. @param {any} told */
const issuesOf = (told) => (told.issues ?? []).map((/** @type {string} */ text, /** @type {number} */ i) => issueOf(told.issueDetails?.[i] ? { ...told.issueDetails[i], text } : text));

/** @param {any} body of `GET /api/jobs/{id}` @returns {Job} */
export function jobOf(body) {
  const status = body.customStatus ?? {}, output = body.output ?? {};
  const sides = Object.values(status.sides ?? {});
  const sum = (/** @type {string} */ name) => sides.reduce((all, /** @type {any} */ side) => all + (side[name] ?? 0), 0);
  const issues = issuesOf(output.issues ? output : status);
  // Sockets that nothing can reach are left out before routing: the sides do not count them.
  const open = issues.find((/** @type {import("./model/issues.js").Issue} */ issue) => issue.code === "ROUTING_UNCONNECTED_SOCKETS")?.fields;
  return {
    id: body.id, state: body.status, phase: status.phase ?? "preparing", progress: body.status === "done" ? 100 : status.progress ?? 0,
    connected: Number(open?.connectedSockets ?? output.sockets?.connected ?? sum("connected")), total: Number(open?.totalSockets ?? output.sockets?.total ?? sum("sockets")),
    previewVersion: Math.max(output.previewVersion ?? 0, status.previewVersion ?? 0),
    issues,
    lengthMm: output.copper?.lengthMm ?? 0, vias: output.copper?.vias ?? 0, artifact: output.artifact ?? "", lost: false,
  };
}

/** @param {string} id */
export const job = async (id) => jobOf(await (await request(`/api/jobs/${id}`)).json());

/** @param {string} id */
export const cancel = (id) => request(`/api/jobs/${id}`, { method: "DELETE" });

/** @param {string} id @returns {Promise<Copper>} */
export const copper = async (id) => (await request(`/api/jobs/${id}/copper`)).json();

/**
 * A picture of a job as an object URL, and where it lies on the board: its viewBox, in millimetres.
 * @param {string} id @param {"front" | "back"} face @param {number} version
 * @returns {Promise<{url: string, frame: number[]}>}
 */
export async function picture(id, face, version) {
  const svg = await (await request(`/api/jobs/${id}/preview/${face}.svg?version=${version}`)).text();
  const frame = /viewBox="([^"]+)"/.exec(svg)?.[1].split(/[ ,]+/).map(Number) ?? [0, 0, 1, 1];
  return { url: URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })), frame };
}

/** Files of an ended job. @param {string} id @returns {Promise<{name: string, size: number}[]>} */
export const artifacts = async (id) => (await (await request(`/api/jobs/${id}/artifacts`)).json()).artifacts;

/** @param {string} id @param {string} name */
export const artifact = async (id, name) => (await request(`/api/jobs/${id}/artifacts/${encodeURIComponent(name)}`)).blob();
