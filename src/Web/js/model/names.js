// @ts-check
/**
 * Where the names of modules are to be read: below their module, or above it, or drawn to a side, where they lie on no other name and, if that can be, on no other module.
 * @typedef {import("./geometry.js").Point} Point
 * @typedef {import("./geometry.js").Box} Box
 */
import { meets } from "./geometry.js";

/** Width of a usual letter, as a part of the font's size. */
const letter = 0.56;

/** Between a module and its name, mm. */
const gap = 0.5;

/**
 * @param {{text: string, box: Box}[]} named the names, with the boxes of their modules
 * @param {number} size of the font, mm
 * @returns {(Point | null)[]} the middle of each name's upper edge; null where there is no room for it
 */
export function namePlaces(named, size) {
  /** @type {Box[]} */
  const taken = [];
  return named.map(({ text, box }, i) => {
    const width = text.length * size * letter, places = candidates(box, width, size);
    const boxes = places.map(({ x, y }) => ({ left: x - width / 2, right: x + width / 2, top: y, bottom: y + size }));
    const readable = boxes.map((one) => !taken.some((other) => meets(one, other)));
    const clear = boxes.findIndex((one, at) => readable[at] && !named.some((other, j) => j !== i && meets(one, other.box)));
    const found = clear >= 0 ? clear : readable.indexOf(true);
    if (found < 0) return null;
    taken.push(boxes[found]);
    return places[found];
  });
}

/** The best first. @param {Box} box @param {number} width @param {number} size @returns {Point[]} */
function candidates(box, width, size) {
  const below = box.bottom + gap, above = box.top - gap - size, middle = (box.left + box.right) / 2, shift = (box.right - box.left - width) / 2;
  return [below, above].flatMap((y) => [middle, middle + shift, middle - shift].map((x) => ({ x, y })));
}
