// @ts-check
/** Starts the editor: one store, its views, and what talks to the service. */
import { modules } from "./api.js";
import { Checker } from "./checker.js";
import { acceptDrops, acceptPaste, keepDraft } from "./files.js";
import { bindKeys } from "./keyboard.js";
import { Store } from "./model/store.js";
import { Router } from "./router.js";
import { Callout } from "./view/callout.js";
import { Camera } from "./view/camera.js";
import { byId } from "./view/dom.js";
import { Inspector } from "./view/inspector.js";
import { Library } from "./view/library.js";
import { Pointer } from "./view/pointer.js";
import { Scene } from "./view/scene.js";
import { Toolbar } from "./view/toolbar.js";

const theme = localStorage.getItem("makedevice-theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

const store = new Store(), board = byId("board");
const router = new Router(store), editor = { store, router };
const scene = new Scene(store, board);
const callout = new Callout(editor, board);
const camera = new Camera(board, (scale) => { callout.place(); scene.look(scale); });
callout.camera = camera;
const toolbar = new Toolbar(editor, camera);
new Library(store, camera);
new Inspector(editor);
new Pointer(store, camera, board, scene.over);
new Checker(store, (reached) => toolbar.reach(reached));
bindKeys(store, camera, () => toolbar.fit());
acceptDrops(store);
acceptPaste(store);
keepDraft(store);
let shown = store.project.size;
store.subscribe((what) => {
  const { size } = store.history.value;
  if (what.has("opened") || (store.node < 0 && (size.width !== shown.width || size.height !== shown.height))) toolbar.fit();
  shown = size;
});
store.changed("project", "view", "job", "chosen");
requestAnimationFrame(() => toolbar.fit());
await loadLibrary();

/** Tries until the service answers: the board can be edited meanwhile. */
async function loadLibrary() {
  for (;;) {
    try {
      store.set({ library: await modules() }, "library");
      toolbar.reach(true);
      return;
    } catch {
      toolbar.reach(false);
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}
