// One document with its findings and what was decided about them. Knows nothing of how it is shown.

/** @import {Added, Doc, Edit, Finding, Item, Preview, Span, Status, Wire} from "./types.js" */
/** @import {Deed, FindingDecision, Step, Value} from "./decisions.js" */
import { Decisions } from "./decisions.js";
import { changed, disjoint, inOrder, occurrences, stepOver, touches, within } from "./text.js";

/** @type {Map<string, string>} */
const groups = new Map();

/** @param {string} rule */
export function groupOf(rule) {
  let group = groups.get(rule);
  if (group === undefined) groups.set(rule, (group = rule.split("/", 1)[0] ?? rule));
  return group;
}

export class Review {
  /** In order, and apart. @type {Item[]} */
  items = [];
  /** @type {Span[]} */
  spans = [];
  /** @type {Map<string, Item>} */
  byKey = new Map();
  /** @type {Preview | null} */
  preview = null;
  /** @type {string | null} */
  cursor = null;
  /** Counts what was decided; an answer of the server belongs to one of these. */
  revision = 0;
  previewed = -1;
  savedAt = 0;
  /** @type {Map<string, Item[]> | null} */
  #words = null;
  /** The replacements that the server gave last. @type {Map<string, string>} */
  #replacements = new Map();
  /** Findings that became one edit with others, by the one that names it. @type {Map<string, string[]>} */
  #joined = new Map();
  /** Edits that come from no finding, by the settings they were proposed in. @type {Map<string, Map<string, Finding>>} */
  #unfound = new Map();
  /** Whether no finding lies over another place, so that a status changes nothing but itself. */
  #apart = true;
  /** @type {Set<string>} */
  #decidable = new Set();
  /** @type {{spans: Span[], unit: number, text: string} | null} */
  #result = null;

  /**
   * @param {Doc} doc
   * @param {string} style
   */
  constructor(doc, style) {
    this.doc = doc;
    this.decisions = new Decisions(doc.style ?? style);
    this.#arrange();
  }

  /** @param {{unit: number, start: number, end: number}} place */
  text({ unit, start, end }) {
    return this.doc.units[unit]?.text.slice(start, end) ?? "";
  }

  get current() {
    return this.cursor === null ? null : (this.byKey.get(this.cursor) ?? null);
  }

  /** Whether the server has answered to the last decision. */
  get settled() {
    return this.previewed === this.revision;
  }

  /** @returns {Wire} */
  wire() {
    return this.decisions.wire((id) => this.#decidable.has(id));
  }

  /**
   * The text of a unit as the decisions make it.
   * @param {number} unit
   */
  result(unit) {
    if (this.#result?.spans !== this.spans || this.#result.unit !== unit) {
      this.#result = { spans: this.spans, unit, text: changed(this.doc.units[unit]?.text ?? "", this.spans, unit) };
    }
    return this.#result.text;
  }

  /** @param {Item} item */
  sameWords(item) {
    return this.words().get(this.text(item)) ?? [item];
  }

  /** All items by their text. */
  words() {
    if (!this.#words) {
      this.#words = new Map();
      for (const item of this.items) {
        const word = this.text(item);
        const same = this.#words.get(word);
        if (same) same.push(item);
        else this.#words.set(word, [item]);
      }
    }
    return this.#words;
  }

  /**
   * @param {string} label
   * @param {Iterable<[string, Value | undefined]>} values
   */
  change(label, values) {
    return this.#moved(this.decisions.change(label, values));
  }

  undo() {
    return this.#moved(this.decisions.undo());
  }

  redo() {
    return this.#moved(this.decisions.redo());
  }

  /**
   * What becomes of the table when these items get a status.
   * @param {Item[]} items
   * @param {Status} status
   * @returns {[string, Value | undefined][]}
   */
  decide(items, status) {
    return items.flatMap((item) => {
      /** @type {[string, Value | undefined][]} */
      const values = item.also.map((id) => [`f:${id}`, { ...this.decisions.finding(`f:${id}`), status }]);
      if (!item.finding) values.push([item.key, status === "reject" ? undefined : this.#added(item)]);
      else values.push([item.key, { ...this.decisions.finding(item.key), status }]);
      return values;
    });
  }

  /**
   * Other text, another kind or another stretch for an item; that is to accept it.
   * @param {Item} item
   * @param {{replacement?: string | undefined, rule?: string, start?: number, end?: number}} other
   * @returns {[string, Value | undefined][]}
   */
  alter(item, other) {
    if (!item.finding) return [[item.key, /** @type {Added} */ (given({ ...this.#added(item), ...other }))]];
    /** @type {Record<string, unknown>} */
    const made = { ...this.decisions.finding(item.key), ...other, status: "accept" };
    for (const name of /** @type {const} */ (["start", "end", "rule"])) if (made[name] === item.finding[name]) delete made[name];
    return [[item.key, /** @type {FindingDecision} */ (/** @type {unknown} */ (given(made)))]];
  }

  /**
   * One character more or less at one end; null where there is no room.
   * @param {Item} item
   * @param {"start" | "end"} side
   * @param {1 | -1} way outwards or inwards
   */
  resized(item, side, way) {
    const text = this.doc.units[item.unit]?.text ?? "";
    const step = /** @type {1 | -1} */ (side === "end" ? way : -way);
    const at = stepOver(text, item[side], step);
    const start = side === "start" ? at : item.start;
    const end = side === "end" ? at : item.end;
    if (at === item[side] || start >= end || this.text({ unit: item.unit, start, end }).includes("\n")) return null;
    const others = within(this.items, { unit: item.unit, start, end }).filter((other) => other.editable && other.key !== item.key);
    return others.length > 0 ? null : { start, end };
  }

  /**
   * Every place of a word gets masked: what was found is accepted, what was missed is added.
   * @param {string} word
   * @param {string} rule
   * @returns {{values: [string, Value | undefined][], places: number}}
   */
  everywhere(word, rule) {
    /** @type {[string, Value | undefined][]} */
    const values = [];
    let places = 0;
    for (const place of occurrences(this.doc.units, word)) {
      const there = within(this.items, place).filter((item) => item.editable);
      const same = there.find((item) => item.start === place.start && item.end === place.end);
      if (same) values.push(...this.decide([same], "accept"));
      else if (there.some((item) => item.status !== "reject")) continue;
      else values.push([this.decisions.newKey(), { ...place, rule }]);
      places += 1;
    }
    values.push([`t:${word}`, { kind: "always", rule }]);
    return { values, places };
  }

  /**
   * @param {string} word
   * @param {string} rule
   * @returns {{values: [string, Value | undefined][], places: number}}
   */
  nowhere(word, rule) {
    const same = (this.words().get(word) ?? []).filter((item) => item.editable);
    const values = this.decide(same, "reject");
    values.push([`t:${word}`, { kind: "never", rule }]);
    return { values, places: same.length };
  }

  /**
   * @param {{unit: number, start: number, end: number}} place
   * @param {string} rule
   * @returns {{key: string, values: [string, Value | undefined][]}}
   */
  add({ unit, start, end }, rule) {
    const key = this.decisions.newKey();
    return { key, values: [[key, { unit, start, end, rule }]] };
  }

  /**
   * The server's answer; one to older decisions only lends its replacements.
   * @param {Preview} preview
   * @param {number} revision
   */
  take(preview, revision) {
    this.preview = preview;
    this.previewed = revision;
    this.#replacements = new Map();
    const unfound = new Map(this.#unfound.get(this.#settings) ?? []);
    let isNew = !this.#unfound.has(this.#settings);
    const added = this.settled ? [...this.decisions.added()] : [];
    for (const edit of preview.edits) {
      const key = edit.finding !== null ? `f:${edit.finding}` : (added[edit.added ?? -1]?.[0] ?? placeKey(edit));
      // Of an edit over several units, the words stand in the first.
      if (!this.#replacements.has(key)) this.#replacements.set(key, edit.replacement);
      if (edit.findings && edit.findings.length > 1) {
        isNew ||= !this.#joined.has(key);
        this.#joined.set(key, edit.findings.filter((id) => id !== edit.finding));
      }
      if (edit.finding === null || this.#decidable.has(edit.finding) || unfound.has(edit.finding)) continue;
      unfound.set(edit.finding, unfoundOf(edit, edit.finding));
      isNew = true;
    }
    this.#unfound.set(this.#settings, unfound);
    if (isNew) return this.#arrange();
    for (const item of this.items) item.replacement = this.#replacementOf(item);
    this.#align();
  }

  /** Ids of edits that come from no finding hold for these alone. */
  get #settings() {
    return `${this.decisions.style} ${this.decisions.clean}`;
  }

  /** @param {Deed | null} deed */
  #moved(deed) {
    if (!deed) return null;
    this.revision += 1;
    if (this.#apart && deed.steps.every((step) => this.#isLight(step))) {
      for (const { key } of deed.steps) {
        const item = this.byKey.get(key);
        if (!item) continue;
        item.status = this.decisions.finding(key)?.status ?? "open";
        item.replacement = this.#replacementOf(item);
      }
      this.#align();
    } else {
      this.#arrange();
    }
    return deed;
  }

  /**
   * Whether a step moves no place: with ten thousand of them, most must not.
   * @param {Step} step
   */
  #isLight({ key, before, after }) {
    if (key.startsWith("t:")) return true;
    if (!key.startsWith("f:") || !this.byKey.has(key)) return false;
    const [a, b] = /** @type {[Partial<FindingDecision>, Partial<FindingDecision>]} */ ([before ?? {}, after ?? {}]);
    return a.start === b.start && a.end === b.end && a.rule === b.rule;
  }

  /** Puts the items in order. */
  #arrange() {
    this.#words = null;
    const unfound = this.#unfound.get(this.#settings)?.values() ?? [];
    const items = [...this.doc.findings, ...unfound].map((finding) => this.#itemOf(finding));
    this.#decidable = new Set(items.filter(({ editable }) => editable).map(({ key }) => key.slice(2)));
    for (const [key, added] of this.decisions.added()) {
      /** @type {Item} */
      const item = { ...added, key, group: groupOf(added.rule), status: "accept", editable: true, replacement: "", finding: null, also: [] };
      item.replacement = this.#replacementOf(item);
      items.push(item);
    }
    const joined = new Set([...this.#joined.values()].flat().map((id) => `f:${id}`));
    const alone = items.filter(({ key }) => !joined.has(key) || this.#joined.has(key)).sort(inOrder);
    const masks = disjoint(alone.filter((item) => item.editable && item.status !== "reject"));
    const rest = alone.filter((item) => (!item.editable || item.status === "reject") && !touches(masks, item));
    this.items = disjoint([...masks, ...rest].sort(inOrder));
    this.#apart = this.items.length === alone.length;
    this.byKey = new Map(this.items.map((item) => [item.key, item]));
    this.#align();
  }

  /** Lets the spans follow the items and the server's edits. */
  #align() {
    this.spans = this.settled && this.preview ? this.#spansOf(this.preview.edits) : this.items.map(spanOf);
  }

  /**
   * @param {Finding} finding
   * @returns {Item}
   */
  #itemOf(finding) {
    const key = `f:${finding.id}`;
    const made = this.decisions.finding(key);
    const rule = made?.rule ?? finding.rule;
    const { unit, action } = finding;
    const item = {
      key,
      unit,
      start: made?.start ?? finding.start,
      end: made?.end ?? finding.end,
      rule,
      group: groupOf(rule),
      status: made?.status ?? "open",
      editable: action === "mask" || (action === "clean" && this.decisions.clean),
      replacement: "",
      finding,
      also: this.#joined.get(key) ?? [],
    };
    item.replacement = this.#replacementOf(item);
    return item;
  }

  /** @param {Item} item */
  #replacementOf(item) {
    const { key, finding } = item;
    const said = this.#replacements.get(key) ?? (finding ? undefined : this.#replacements.get(placeKey(item)));
    const made = finding ? this.decisions.finding(key)?.replacement : this.decisions.addedAs(key)?.replacement;
    if (made !== undefined || said !== undefined) return made ?? said ?? "";
    // A style may leave such things as they are.
    const kept = finding !== null && this.settled && item.editable && item.status !== "reject";
    return kept ? this.text(item) : (finding?.replacement ?? "…");
  }

  /**
   * The server's edits, each with the item it belongs to, and the items that are no edit.
   * @param {Edit[]} edits
   * @returns {Span[]}
   */
  #spansOf(edits) {
    /** @type {Span[]} */
    const spans = [];
    let at = 0;
    for (const edit of edits) {
      const { unit, start, end, replacement, finding } = edit;
      for (let item = this.items[at]; item && (item.unit < unit || (item.unit === unit && item.end <= start)); item = this.items[at]) {
        spans.push(keptAt(item));
        at += 1;
      }
      const first = this.items[at];
      const isOwn = first && finding !== null && first.finding?.id === finding;
      const named = isOwn || finding === null ? null : this.byKey.get(`f:${finding}`);
      let item = isOwn ? first : (named ?? null);
      for (let under = this.items[at]; under && under.unit === unit && under.start < end; under = this.items[at]) {
        item ??= under;
        at += 1;
      }
      // An edit over several units goes on in the next one with the same item.
      spans.push({ unit, start, end, item: item ?? null, replacement });
    }
    for (const item of this.items.slice(at)) spans.push(keptAt(item));
    return spans;
  }

  /** @param {Item} item */
  #added({ key, unit, start, end, rule }) {
    return this.decisions.addedAs(key) ?? { unit, start, end, rule };
  }
}

/**
 * An edit that comes from no finding, as one.
 * @param {Edit} edit
 * @param {string} id
 * @returns {Finding}
 */
function unfoundOf({ unit, start, end, rule, replacement }, id) {
  const known = rule ?? "marker/site";
  return { id, unit, start, end, rule: known, group: groupOf(known), score: 1, action: "mask", replacement, reason: null, next: null };
}

/** @param {{unit: number, start: number, end: number}} place */
function placeKey({ unit, start, end }) {
  return `${unit}:${start}-${end}`;
}

/**
 * @param {Item} item
 * @returns {Span}
 */
function spanOf(item) {
  const { unit, start, end } = item;
  return { unit, start, end, item, replacement: item.editable && item.status !== "reject" ? item.replacement : null };
}

/**
 * @param {Item} item
 * @returns {Span}
 */
function keptAt(item) {
  const { unit, start, end } = item;
  return { unit, start, end, item, replacement: null };
}

/** @param {Record<string, unknown>} made */
function given(made) {
  return Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined));
}
