// What the page holds: the open documents, the one that is looked at, and how. Tells whoever listens what changed.

/** @import {About, View} from "./types.js" */
/** @import {Review} from "./review.js" */

/** @typedef {"documents" | "items" | "cursor" | "view" | "shown" | "language" | "checked"} What */

class App {
  /** @type {About} */
  about = { version: "", style: "xx", styles: [], groups: [], rules: [], profiles: [], open: [] };
  /** @type {Review[]} */
  reviews = [];
  /** @type {Review | null} */
  review = null;
  /** @type {View} */
  view = "review";
  /** Groups that are not highlighted. @type {Set<string>} */
  hidden = new Set();
  /** @type {Map<What, (() => void)[]>} */
  #listeners = new Map();

  /**
   * @param {What[]} whats
   * @param {() => void} listener
   */
  on(whats, listener) {
    for (const what of whats) {
      const known = this.#listeners.get(what);
      if (known) known.push(listener);
      else this.#listeners.set(what, [listener]);
    }
  }

  /** @param {What} what */
  tell(what) {
    for (const listener of this.#listeners.get(what) ?? []) listener();
  }

  /** @param {{group: string}} item */
  shows({ group }) {
    return !this.hidden.has(group);
  }

  /** The rules under which a person may mask text. */
  get maskRules() {
    const groups = new Set(this.about.groups.filter(({ masked }) => masked).map(({ name }) => name));
    return this.about.rules.filter(({ group }) => groups.has(group));
  }
}

export const app = new App();
