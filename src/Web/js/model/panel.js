// @ts-check
/**
 * A panel's specification, as `POST /api/panels` takes it, and how large the panel becomes.
 * @typedef {"top-bottom" | "left-right" | "all" | "none"} RailSides
 * @typedef {{columns: number, rows: number, separation: "tabs" | "vcut", gap: number, rails: {sides: RailSides, width: number}}} PanelSpec
 * @typedef {{width: number, height: number}} Size
 */

export const panelLimits = { copies: 400, side: 500 };

/** @returns {PanelSpec} */
export const usualPanel = () => ({ columns: 2, rows: 2, separation: "tabs", gap: 2, rails: { sides: "top-bottom", width: 5 } });

/** Boards edge to edge where they are scored. @param {PanelSpec} spec */
export const gapOf = (spec) => spec.separation === "vcut" ? 0 : spec.gap;

/** What the request holds. @param {PanelSpec} spec */
export const requestOf = (spec) => ({ ...spec, gap: gapOf(spec) });

/** Rails to the left and right, and above and below, each with its gap. @param {PanelSpec} spec */
function margins(spec) {
  const rail = spec.rails.width + gapOf(spec), { sides } = spec.rails;
  return { x: sides === "left-right" || sides === "all" ? rail : 0, y: sides === "top-bottom" || sides === "all" ? rail : 0 };
}

/** @param {PanelSpec} spec @param {Size} board @returns {Size} */
export function sizeOf(spec, board) {
  const gap = gapOf(spec), margin = margins(spec);
  return {
    width: spec.columns * board.width + (spec.columns - 1) * gap + 2 * margin.x,
    height: spec.rows * board.height + (spec.rows - 1) * gap + 2 * margin.y,
  };
}

/** Where the copies lie, from the panel's top left corner. @param {PanelSpec} spec @param {Size} board */
export function copiesOf(spec, board) {
  const gap = gapOf(spec), margin = margins(spec);
  return Array.from({ length: spec.columns * spec.rows }, (_, i) => ({
    x: margin.x + (i % spec.columns) * (board.width + gap), y: margin.y + Math.floor(i / spec.columns) * (board.height + gap),
  }));
}

/** Why such a panel cannot be ordered, in a sentence; empty where it can. @param {PanelSpec} spec @param {Size} board */
export function problemOf(spec, board) {
  const { width, height } = sizeOf(spec, board), copies = spec.columns * spec.rows;
  if (copies > panelLimits.copies) return `${copies} copies are more than the ${panelLimits.copies} that a panel may have.`;
  if (width > panelLimits.side || height > panelLimits.side) return `A side of more than ${panelLimits.side} mm is too large: use fewer copies.`;
  return "";
}
