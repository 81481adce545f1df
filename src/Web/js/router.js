// @ts-check
/**
 * Routing from the editor: starts a job for the project as it is, follows it, and shows what came of it.
 * @typedef {import("./model/store.js").Store} Store
 */
import { artifact, cancel, copper, start } from "./api.js";
import { follow } from "./follow.js";
import { bottlenecksOf } from "./model/bottlenecks.js";
import { moveBy } from "./model/project.js";
import { announce, dialog, download, h } from "./view/dom.js";

export class Router {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    /** @type {AbortController | null} */
    this.watch = null;
    /** The project as the advice made it, and the moves. @type {{project: import("./model/store.js").Project, moves: import("./model/issues.js").Move[]} | null} */
    this.moved = null;
    store.subscribe((what) => { if (what.has("opened")) this.leave(); });
  }

  get isRunning() { return this.store.job?.state === "running"; }

  async route() {
    this.leave();
    const { store } = this, project = store.history.value, watch = this.watch = new AbortController();
    store.set({ copper: null, bottleneck: -1, routed: project, job: { id: "", state: "running", phase: "starting", progress: 0, connected: 0, total: 0, previewVersion: 0, issues: [], lengthMm: 0, vias: 0, artifact: "", lost: false } }, "job", "copper", "view", "bottleneck");
    announce("Routing.");
    try {
      const id = await start(project);
      const ended = await follow(id, (job) => this.show(watch, job), (lost) => this.lose(watch, lost), watch.signal);
      if (watch.signal.aborted) return;
      const found = ["done", "not-routed", "not-verified"].includes(ended.state) ? await copper(id).catch(() => null) : null;
      if (watch.signal.aborted) return;
      const told = bottlenecksOf(ended.issues).length > 0 ? 0 : -1;
      store.set({ job: ended, ...(store.isCurrent ? { copper: found, bottleneck: told, face: found ? "design" : store.face } : {}) }, "job", "copper", "view", "bottleneck");
      announce(ended.state === "done" ? "Routed and verified." : "The board could not be completed.");
    } catch (error) {
      if (watch.signal.aborted) return;
      store.set({ job: null }, "job");
      dialog("Not routed", [h("p", {}, error instanceof Error ? error.message : String(error))], []);
    }
  }

  /** @param {AbortController} watch @param {import("./model/store.js").Job} job */
  show(watch, job) {
    if (watch.signal.aborted) return;
    const first = (this.store.job?.previewVersion ?? 0) === 0 && job.previewVersion > 0;
    this.store.set({ job, ...(first && this.store.face === "design" ? { face: /** @type {const} */ ("front") } : {}) }, "job", "view");
  }

  /** @param {AbortController} watch @param {boolean} lost */
  lose(watch, lost) {
    const { job } = this.store;
    if (watch.signal.aborted || !job || job.lost === lost) return;
    this.store.set({ job: { ...job, lost } }, "job");
    announce(lost ? "Connection lost. Trying again." : "Connected again.");
  }

  /** Moves modules as the service advises and routes at once. @param {import("./model/issues.js").Move[]} moves */
  async apply(moves) {
    const { store } = this;
    store.commit(moves.reduce((project, move) => moveBy(project, new Set([move.id]), move.x, move.y), store.history.value));
    this.moved = { project: store.history.value, moves };
    await this.route();
  }

  /** The advice that the board as it is has come from; null once it was changed otherwise, or {@link keep} was called. */
  get applied() { return this.moved?.project === this.store.history.value ? this.moved : null; }

  /** Puts the modules back where they were before the advice. */
  async takeBack() {
    if (!this.applied) return;
    if (this.isRunning) await this.stop();
    this.leave();
    this.moved = null;
    this.store.set({ job: null }, "job");
    this.store.undo();
    announce("The modules are where they were.");
  }

  /** Says no more of the advice that was followed. */
  keep() {
    this.moved = null;
    this.store.changed("job");
  }

  async stop() {
    const id = this.store.job?.id;
    if (id) await cancel(id).catch(() => null);
  }

  /** Watches no longer; the job goes on. */
  leave() {
    this.watch?.abort(new DOMException("left", "AbortError"));
    this.watch = null;
  }

  async download() {
    const { job } = this.store;
    if (!job?.artifact) return;
    download(await artifact(job.id, job.artifact), job.artifact);
  }
}
