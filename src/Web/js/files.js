// @ts-check
/**
 * Project files and silkscreen drawings: opened by a button or by dropping them, saved by a download; the newest state is kept in this browser.
 * @typedef {import("./model/store.js").Store} Store
 */
import { announce, dialog, download, h } from "./view/dom.js";
import { fileName, limits, parseProject, ProjectError, serialise } from "./model/project.js";

const draftKey = "makedevice-draft";

/** @param {Store} store */
export function save(store) {
  const project = store.history.value;
  download(new Blob([serialise(project)], { type: "application/json" }), fileName(project));
  store.set({ saved: project }, "history");
  announce("Saved.");
}

/**
 * Hands the project file to the system's own sharing where there is such, and offers it as a file and as text that can be pasted into the editor.
 * @param {Store} store
 */
export async function share(store) {
  const project = store.history.value, text = serialise(project), file = new File([text], `${fileName(project)}.txt`, { type: "text/plain" });
  const said = h("p", { class: "empty", role: "status" });
  const send = navigator.canShare?.({ files: [file] }) && h("button", { type: "button", onclick: () => void navigator.share({ files: [file], title: project.name }).catch(() => {}) }, "Send …");
  dialog("Share this board", [
    h("p", {}, "The project file holds the whole board. Whoever drops it here, or pastes its text, goes on from where you are."), said,
  ], [
    send, h("button", { type: "button", onclick: async () => { await navigator.clipboard.writeText(text); said.textContent = "Copied: paste it into a message, or into another editor."; } }, "Copy as text"),
    h("button", { type: "button", class: "primary", onclick: () => save(store) }, "Save the file"),
  ].filter((button) => button instanceof Node));
}

/** A project that is pasted is opened. @param {Store} store */
export function acceptPaste(store) {
  addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (/** @type {Element} */ (event.target).closest("input, textarea") || !text.trimStart().startsWith("{")) return;
    event.preventDefault();
    void take(store, new File([text], "pasted text"));
  });
}

/** Lets the user choose a file. @param {Store} store */
export function choose(store) {
  const input = h("input", { type: "file", accept: ".MakeDevice,.json,.svg,application/json,image/svg+xml", onchange: () => { if (input.files[0]) void take(store, input.files[0]); } });
  input.click();
}

/** Opens a project or lays a drawing on the silkscreen. @param {Store} store @param {File} file */
export async function take(store, file) {
  try {
    if (file.size > limits.bytes) throw new ProjectError(`This file has ${(file.size / 1048576).toFixed(1)} MiB; a project has at most 5.`);
    const text = await textOf(file);
    if (/\.svg$/i.test(file.name) || /^\s*(<\?xml|<!--|<!DOCTYPE|<svg)/i.test(text)) {
      if (!/<svg[\s>]/i.test(text)) throw new ProjectError("This file is no SVG drawing.");
      store.commit({ ...store.history.value, graphicsSvg: text });
      announce("The drawing lies on the silkscreen.");
      return;
    }
    store.open(parseProject(text));
    announce(`Opened ${file.name}.`);
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error;
    dialog("Not opened", [h("p", {}, error.message), h("p", { class: "empty" }, file.name)], []);
  }
}

/** @param {File} file */
async function textOf(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ProjectError("This file is not UTF-8 text.");
  }
}

/** @param {Store} store */
export function acceptDrops(store) {
  const carriesFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    document.body.classList.add("drop-target");
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("drop-target"); });
  addEventListener("drop", (event) => {
    document.body.classList.remove("drop-target");
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) void take(store, file);
  });
}

/** Keeps the board over a reload. @param {Store} store */
export function keepDraft(store) {
  const kept = localStorage.getItem(draftKey);
  if (kept) {
    try {
      store.open(parseProject(kept));
    } catch {
      localStorage.removeItem(draftKey);
    }
  }
  store.subscribe((what) => {
    if (!what.has("history")) return;
    try {
      localStorage.setItem(draftKey, serialise(store.history.value));
    } catch {
      // A full or forbidden store: the board lives in this tab all the same.
    }
  });
}
