// @ts-check
/**
 * Undo and redo over immutable values. Edits of one kind that follow each other quickly (arrow keys, a value typed digit by digit) are one step.
 * @template T
 */
export class History {
  static most = 200;
  static together = 800;

  /** @param {T} value */
  constructor(value) {
    this.value = value;
    /** @type {T[]} */
    this.past = [];
    /** @type {T[]} */
    this.future = [];
    this.kind = "";
    this.at = -Infinity;
  }

  /** @param {T} value @param {string} kind @param {number} now milliseconds of any clock that does not go back */
  push(value, kind, now) {
    if (value === this.value) return;
    if (kind === "" || kind !== this.kind || now - this.at > History.together) this.past = [...this.past.slice(1 - History.most), this.value];
    Object.assign(this, { value, kind, at: now, future: [] });
  }

  undo() { this.step(this.past, this.future); }

  redo() { this.step(this.future, this.past); }

  /** @param {T[]} from @param {T[]} to */
  step(from, to) {
    const value = from.pop();
    if (value === undefined) return;
    to.push(this.value);
    Object.assign(this, { value, kind: "" });
  }
}
