// @ts-check
/**
 * Has the service check the project as it is edited: one question at a time, always about the newest project, at most one every tenth of a second.
 * @typedef {import("./model/store.js").Store} Store
 */
import { check, ServiceError } from "./api.js";

const pause = 100;

export class Checker {
  /** @param {Store} store @param {(reached: boolean) => void} reached */
  constructor(store, reached) {
    this.store = store;
    this.reached = reached;
    /** @type {import("./model/project.js").Project | null} */
    this.asked = null;
    this.busy = false;
    store.subscribe((what) => { if (what.has("project") || what.has("opened") || what.has("library")) void this.run(what.has("library")); });
  }

  /** @param {boolean} [again] */
  async run(again = false) {
    if (again) this.asked = null;
    if (this.busy) return;
    this.busy = true;
    while (this.asked !== this.store.project) {
      const project = this.asked = this.store.project;
      if (project.modules.length === 0) {
        this.store.set({ check: null, checked: project }, "check");
        continue;
      }
      try {
        const found = await check(project, AbortSignal.timeout(20_000));
        this.reached(true);
        this.store.set({ check: found, checked: project }, "check");
        await new Promise((resolve) => setTimeout(resolve, pause));
      } catch (error) {
        const refused = error instanceof ServiceError && error.status >= 400 && error.status < 500 && error.status !== 429;
        this.reached(refused);
        if (!refused) {
          this.asked = null;
          await new Promise((resolve) => setTimeout(resolve, 2000));
        }
      }
    }
    this.busy = false;
  }
}
