// @ts-check
/**
 * Which part of the plane the drawing shows: pan and zoom as the SVG's viewBox.
 * @typedef {import("../model/geometry.js").Point} Point
 * @typedef {import("../model/geometry.js").Box} Box
 */
const scales = { least: 0.6, most: 120 };

export class Camera {
  /** @param {SVGSVGElement} svg @param {(scale: number) => void} moved told the pixels a millimetre */
  constructor(svg, moved) {
    this.svg = svg;
    this.moved = moved;
    /** Pixels a millimetre. */
    this.scale = 8;
    /** @type {Point} */
    this.centre = { x: 0, y: 0 };
    new ResizeObserver(() => this.apply()).observe(svg);
  }

  get size() { return { width: this.svg.clientWidth || 1, height: this.svg.clientHeight || 1 }; }

  apply() {
    const { width, height } = this.size, w = width / this.scale, h = height / this.scale;
    this.svg.setAttribute("viewBox", `${this.centre.x - w / 2} ${this.centre.y - h / 2} ${w} ${h}`);
    this.svg.style.setProperty("--px", `${1 / this.scale}px`);
    this.moved(this.scale);
  }

  /** Where a pointer is on the board. @param {{clientX: number, clientY: number}} event @returns {Point} */
  at(event) {
    const bounds = this.svg.getBoundingClientRect();
    return {
      x: this.centre.x + (event.clientX - bounds.left - bounds.width / 2) / this.scale,
      y: this.centre.y + (event.clientY - bounds.top - bounds.height / 2) / this.scale,
    };
  }

  /** Where a place of the board is in the view, in pixels. @param {Point} p @returns {Point} */
  toScreen(p) {
    const { width, height } = this.size;
    return { x: width / 2 + (p.x - this.centre.x) * this.scale, y: height / 2 + (p.y - this.centre.y) * this.scale };
  }

  /** @param {number} dx pixels @param {number} dy pixels */
  pan(dx, dy) {
    this.centre = { x: this.centre.x - dx / this.scale, y: this.centre.y - dy / this.scale };
    this.apply();
  }

  /** @param {number} factor @param {{clientX: number, clientY: number}} [about] what stays where it is */
  zoom(factor, about) {
    const before = about ? this.at(about) : this.centre;
    this.scale = Math.min(scales.most, Math.max(scales.least, this.scale * factor));
    const after = about ? this.at(about) : this.centre;
    this.centre = { x: this.centre.x + before.x - after.x, y: this.centre.y + before.y - after.y };
    this.apply();
  }

  /** @param {Box} box */
  fit(box) {
    const { width, height } = this.size;
    this.centre = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
    this.scale = Math.min(scales.most, Math.max(scales.least, Math.min((width - 48) / Math.max(1, box.right - box.left), (height - 110) / Math.max(1, box.bottom - box.top))));
    this.apply();
  }
}
