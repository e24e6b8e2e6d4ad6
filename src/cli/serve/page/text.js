// Places in the text: paragraphs, blocks, and what stands where after the edits.

/** @import {Item, Span, Unit} from "./types.js" */

/** @typedef {{unit: number, start: number, end: number, label: string | null, goesOn: boolean, row: boolean}} Paragraph */
/** @typedef {{paragraphs: Paragraph[], chars: number}} Block */

const LONGEST_PARAGRAPH = 3000;
const BLOCK_CHARS = 3000;
const BLOCK_PARAGRAPHS = 30;

/**
 * The paragraphs of all units. One that is very long is cut behind a sentence, so that no block is too big to draw.
 * @param {Unit[]} units
 * @returns {Paragraph[]}
 */
export function paragraphs(units) {
  /** @type {Paragraph[]} */
  const all = [];
  let lastPlace = "";
  units.forEach(({ label, text, role, row = false }, unit) => {
    let start = 0;
    const place = placeOf(label, role);
    // That the text begins with the text needs no words.
    const begins = unit === 0 && (role ?? "body") === "body" && !place.includes("!");
    let shown = place !== lastPlace && !begins ? place : null;
    lastPlace = place;
    do {
      const line = text.indexOf("\n", start);
      const lineEnd = line < 0 ? text.length : line + 1;
      let goesOn = false;
      do {
        const end = lineEnd - start > LONGEST_PARAGRAPH ? cut(text, start) : lineEnd;
        all.push({ unit, start, end, label: shown, goesOn, row: row && end === text.length });
        shown = null;
        goesOn = true;
        start = end;
      } while (start < lineEnd);
    } while (start < text.length);
  });
  return all;
}

/**
 * Where a unit stands, as far as a reader asks: the part of the file, and more where it cannot be seen there.
 * @param {string | null} label
 * @param {string} [role]
 */
function placeOf(label, role = "body") {
  if (label === null) return "";
  return role === "body" ? label.replace(/(?: (?:¶|line )\d+|![A-Z]+\d+)$/, "") : label;
}

/**
 * @param {string} text
 * @param {number} start
 */
function cut(text, start) {
  const latest = start + LONGEST_PARAGRAPH;
  for (let at = latest; at > start + LONGEST_PARAGRAPH / 2; at -= 1) if ("。！？；;.!?，、".includes(text.charAt(at - 1))) return at;
  const low = text.charCodeAt(latest);
  return low >= 0xdc00 && low < 0xe000 ? latest + 1 : latest;
}

/**
 * Neighbouring paragraphs that are drawn together.
 * @param {Paragraph[]} all
 * @returns {Block[]}
 */
export function blocks(all) {
  /** @type {Block[]} */
  const made = [];
  let open = /** @type {Block | null} */ (null);
  for (const paragraph of all) {
    const chars = paragraph.end - paragraph.start;
    if (!open || open.paragraphs.length >= BLOCK_PARAGRAPHS || open.chars + chars > BLOCK_CHARS) {
      open = { paragraphs: [], chars: 0 };
      made.push(open);
    }
    open.paragraphs.push(paragraph);
    open.chars += chars;
  }
  return made;
}

/** @typedef {{unit: number, start: number, end: number}} Place */

/**
 * The first of some places in order, disjoint ones, that ends behind a point.
 * @param {readonly Place[]} places
 * @param {number} unit
 * @param {number} at
 */
export function firstBehind(places, unit, at) {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const place = /** @type {Place} */ (places[middle]);
    if (place.unit < unit || (place.unit === unit && place.end <= at)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Those of some places in order, disjoint ones, that share text with a stretch.
 * @template {Place} T
 * @param {readonly T[]} places
 * @param {Place} stretch
 * @returns {T[]}
 */
export function within(places, { unit, start, end }) {
  const found = [];
  for (let index = firstBehind(places, unit, start); index < places.length; index += 1) {
    const place = /** @type {T} */ (places[index]);
    if (place.unit !== unit || place.start >= end) break;
    found.push(place);
  }
  return found;
}

/**
 * Whether one of some places in order, disjoint ones, shares text with a stretch.
 * @param {readonly Place[]} places
 * @param {Place} stretch
 */
export function touches(places, { unit, start, end }) {
  const place = places[firstBehind(places, unit, start)];
  return place !== undefined && place.unit === unit && place.start < end;
}

/**
 * @param {Place} a
 * @param {Place} b
 */
export function inOrder(a, b) {
  return a.unit - b.unit || a.start - b.start || b.end - a.end;
}

/**
 * Items in order that share no text: of two that do, the first keeps it.
 * @param {Item[]} sorted
 * @returns {Item[]}
 */
export function disjoint(sorted) {
  let unit = -1;
  let at = 0;
  return sorted.filter((item) => {
    if (item.unit !== unit) [unit, at] = [item.unit, 0];
    if (item.start < at || item.end <= item.start) return false;
    at = item.end;
    return true;
  });
}

/**
 * The text of a unit after the edits.
 * @param {string} text
 * @param {readonly Span[]} spans
 * @param {number} unit
 */
export function changed(text, spans, unit) {
  const pieces = [];
  let at = 0;
  for (let index = firstBehind(spans, unit, 0); spans[index]?.unit === unit; index += 1) {
    const { start, end, replacement } = /** @type {Span} */ (spans[index]);
    if (replacement === null) continue;
    pieces.push(text.slice(at, start), replacement);
    at = end;
  }
  return pieces.join("") + text.slice(at);
}

/**
 * All places of a word, without overlaps.
 * @param {Unit[]} units
 * @param {string} word
 * @returns {Place[]}
 */
export function occurrences(units, word) {
  /** @type {Place[]} */
  const found = [];
  if (word === "") return found;
  units.forEach(({ text }, unit) => {
    for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + word.length)) {
      found.push({ unit, start, end: start + word.length });
    }
  });
  return found;
}

/**
 * The next or the last border between two characters, as a person sees them.
 * @param {string} text
 * @param {number} at
 * @param {1 | -1} way
 */
export function stepOver(text, at, way) {
  const near = way > 0 ? text.slice(at, at + 40) : text.slice(Math.max(0, at - 40), at);
  const characters = [...new Intl.Segmenter("zh", { granularity: "grapheme" }).segment(near)];
  const character = way > 0 ? characters[0] : characters.at(-1);
  return at + way * (character?.segment.length ?? 0);
}
