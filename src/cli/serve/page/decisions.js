// What a person decided, as one table of keys and values with a way back and forth.
//
// Keys: "style" · "clean", whether debris of the site goes · "f:ID" for a finding · "a:N" for a place that was added · "t:WORD" for a word decided throughout.

/** @import {Added, Change, Status, Wire} from "./types.js" */

/** @typedef {{status: Status, replacement?: string, start?: number, end?: number, rule?: string}} FindingDecision */
/** @typedef {{kind: "always" | "never", rule: string}} TermDecision */
/** @typedef {string | boolean | FindingDecision | Added | TermDecision} Value */
/** @typedef {{key: string, before: Value | undefined, after: Value | undefined}} Step */
/** @typedef {{label: string, steps: Step[]}} Deed */

export class Decisions {
  /** @type {Map<string, Value>} */
  #values = new Map();
  /** @type {Deed[]} */
  #done = [];
  /** @type {Deed[]} */
  #undone = [];
  #lastAdded = 0;

  /** @param {string} style */
  constructor(style) {
    this.#values.set("style", style);
    this.#values.set("clean", true);
  }

  get clean() {
    return this.#values.get("clean") === true;
  }

  get style() {
    return /** @type {string} */ (this.#values.get("style"));
  }

  /** @param {string} key */
  finding(key) {
    return /** @type {FindingDecision | undefined} */ (this.#values.get(key));
  }

  /** @param {string} key */
  addedAs(key) {
    return /** @type {Added | undefined} */ (this.#values.get(key));
  }

  /** @returns {Generator<[string, Added]>} */
  *added() {
    for (const [key, value] of this.#values) if (key.startsWith("a:")) yield [key, /** @type {Added} */ (value)];
  }

  /** @returns {Generator<[string, TermDecision]>} */
  *terms() {
    for (const [key, value] of this.#values) if (key.startsWith("t:")) yield [key.slice(2), /** @type {TermDecision} */ (value)];
  }

  /** A key that no added place has had. */
  newKey() {
    this.#lastAdded += 1;
    return `a:${this.#lastAdded}`;
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /**
   * Does several things as one that is undone as one.
   * @param {string} label
   * @param {Iterable<[string, Value | undefined]>} values
   * @returns {Deed | null} what changed
   */
  change(label, values) {
    /** @type {Step[]} */
    const steps = [];
    for (const [key, after] of values) {
      const before = this.#values.get(key);
      if (JSON.stringify(before) === JSON.stringify(after)) continue;
      steps.push({ key, before, after });
      this.#put(key, after);
    }
    if (steps.length === 0) return null;
    const deed = { label, steps };
    this.#done.push(deed);
    this.#undone = [];
    return deed;
  }

  /** @returns {Deed | null} what was undone */
  undo() {
    const deed = this.#done.pop();
    if (!deed) return null;
    for (const step of deed.steps.toReversed()) this.#put(step.key, step.before);
    this.#undone.push(deed);
    return deed;
  }

  /** @returns {Deed | null} what was done again */
  redo() {
    const deed = this.#undone.pop();
    if (!deed) return null;
    for (const step of deed.steps) this.#put(step.key, step.after);
    this.#done.push(deed);
    return deed;
  }

  /**
   * What the server is told. A finding that was not touched is left out: it is done as proposed.
   * @param {(id: string) => boolean} counts whether a finding can be decided
   * @returns {Wire}
   */
  wire(counts) {
    /** @type {Change[]} */
    const changes = [];
    for (const [key, value] of this.#values) {
      if (!key.startsWith("f:") || !counts(key.slice(2))) continue;
      const { status, ...rest } = /** @type {FindingDecision} */ (value);
      if (status === "open") continue;
      changes.push({ id: key.slice(2), status, ...rest });
    }
    return { style: this.style, clean: this.clean, changes, added: [...this.added()].map(([, added]) => added) };
  }

  /**
   * The values that stand for decisions made elsewhere.
   * @param {Wire} wire
   * @returns {[string, Value | undefined][]}
   */
  taken(wire) {
    /** @type {[string, Value | undefined][]} */
    const values = [["style", wire.style], ["clean", wire.clean]];
    for (const key of this.#values.keys()) if (key.includes(":")) values.push([key, undefined]);
    for (const { id, ...made } of wire.changes) values.push([`f:${id}`, made]);
    for (const added of wire.added) values.push([this.newKey(), added]);
    return values;
  }

  /**
   * @param {string} key
   * @param {Value | undefined} value
   */
  #put(key, value) {
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
  }
}
