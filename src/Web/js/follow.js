// @ts-check
/**
 * Follows a job to its end: by server-sent events where they come through, else by asking. A lost connection is told and tried again, for a
 * job goes on without its watcher.
 * @typedef {import("./model/store.js").Job} Job
 */
import { job as ask, jobOf, request, ServiceError } from "./api.js";

const wait = { poll: 500, retry: 1500 };

/**
 * @param {string} id
 * @param {(job: Job) => void} show called for every change
 * @param {(lost: boolean) => void} lost
 * @param {AbortSignal} signal
 * @returns {Promise<Job>} as it ended
 */
export async function follow(id, show, lost, signal) {
  let events = true, last = "";
  for (;;) {
    signal.throwIfAborted();
    try {
      /** @type {Job | null} */
      let job = null;
      if (events) {
        try {
          [job, last] = await listen(id, last, show, signal);
        } catch (error) {
          if (!(error instanceof ServiceError) || error.status === 0 || error.status === 429 || error.status >= 500) throw error;
          events = false;
        }
      }
      if (!events) {
        job = await ask(id);
        show(job);
        await sleep(wait.poll, signal);
      }
      lost(false);
      if (job && job.state !== "running") return job;
    } catch (error) {
      if (signal.aborted || (error instanceof ServiceError && error.status === 404)) throw error;
      lost(true);
      await sleep(wait.retry, signal);
    }
  }
}

/**
 * One answer of the event stream: the service ends it after some time or at the job's end, and is asked again from the last event on.
 * @param {string} id @param {string} last @param {(job: Job) => void} show @param {AbortSignal} signal
 * @returns {Promise<[Job | null, string]>}
 */
async function listen(id, last, show, signal) {
  const response = await request(`/api/jobs/${id}/events`, { signal, headers: { Accept: "text/event-stream", ...(last ? { "Last-Event-ID": last } : {}) } });
  if (!response.body || !response.headers.get("Content-Type")?.startsWith("text/event-stream")) throw new ServiceError("No events come through.", 406);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  /** @type {Job | null} */
  let job = null;
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return [job, last];
    text += value;
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const field = (/** @type {string} */ name) => event.split("\n").filter((line) => line.startsWith(name + ":")).map((line) => line.slice(name.length + 1).trim()).join("\n");
      if (field("id")) last = field("id");
      if (!field("data")) continue;
      job = jobOf(JSON.parse(field("data")));
      show(job);
    }
  }
}

/** @param {number} milliseconds @param {AbortSignal} signal */
const sleep = (milliseconds, signal) => new Promise((resolve, reject) => {
  const timer = setTimeout(resolve, milliseconds);
  signal.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); }, { once: true });
});
