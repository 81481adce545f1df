// @ts-check
/**
 * Modules' pictures as the board draws them: as bitmaps while they are small on the screen, which a hundred of them can be dragged by, and as the
 * drawings that they are when one looks closely.
 * @typedef {import("../model/project.js").LibraryModule} LibraryModule
 */

/** Pixels a millimetre of a bitmap, and how far the view may come up to it. */
const sharp = 24;

export class Pictures {
  /** @param {() => void} changed told when other pictures are to be shown */
  constructor(changed) {
    this.changed = changed;
    this.isClose = false;
    /** Object URLs of bitmaps; empty while one is made. @type {Map<string, string>} */
    this.bitmaps = new Map();
  }

  /** @param {number} scale pixels a millimetre of the view */
  look(scale) {
    const isClose = scale * devicePixelRatio > sharp;
    if (isClose === this.isClose) return;
    this.isClose = isClose;
    this.changed();
  }

  /** @param {LibraryModule} kind */
  of(kind) {
    if (!this.bitmaps.has(kind.picture)) void this.make(kind);
    return (!this.isClose && this.bitmaps.get(kind.picture)) || kind.picture;
  }

  /** @param {LibraryModule} kind */
  async make(kind) {
    this.bitmaps.set(kind.picture, "");
    const image = new Image(), canvas = document.createElement("canvas");
    image.src = kind.picture;
    try {
      await image.decode();
    } catch {
      this.bitmaps.delete(kind.picture);
      return;
    }
    Object.assign(canvas, { width: Math.ceil(kind.frame.width * sharp), height: Math.ceil(kind.frame.height * sharp) });
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ done) => canvas.toBlob(done));
    if (!blob) return;
    this.bitmaps.set(kind.picture, URL.createObjectURL(blob));
    this.changed();
  }
}
