// One paragraph as elements, in one of the four views.

/** @import {Item, Span, Unit, View} from "./types.js" */
/** @import {Paragraph} from "./text.js" */
import { el } from "./dom.js";
import { ruleName, t } from "./i18n.js";
import { work } from "./work.js";

/** @typedef {{unit: number, start: number, end: number, source: boolean}} Stand */

/** Where each piece of shown text stands in the source. @type {WeakMap<Text, Stand>} */
const stands = new WeakMap();

/** @param {Node} node */
export const standOf = (node) => (node instanceof Text ? (stands.get(node) ?? null) : null);

/**
 * @param {Unit} unit
 * @param {Paragraph} paragraph
 * @param {Span[]} spans those in the paragraph, in order
 * @param {View} view
 * @returns {HTMLElement | null} null where nothing of it is left
 */
export function drawParagraph(unit, paragraph, spans, view) {
  work.paragraphs += 1;
  const kind = `para${paragraph.goesOn ? " goes-on" : ""}`;
  if (view !== "side") {
    const made = el("p", { class: kind });
    const gone = fill(made, unit, paragraph, spans, view) && view === "result";
    return gone ? null : made;
  }
  const source = el("p", { class: `${kind} source` });
  const result = el("p", { class: `${kind} result` });
  fill(source, unit, paragraph, spans, "review");
  fill(result, unit, paragraph, spans, "result");
  return el("div", { class: "pair" }, source, result);
}

/**
 * @param {HTMLElement} element
 * @param {Unit} unit
 * @param {Paragraph} paragraph
 * @param {Span[]} spans
 * @param {"review" | "inline" | "result"} view
 * @returns {boolean} whether the paragraph was deleted to the end of its line
 */
function fill(element, unit, paragraph, spans, view) {
  const end = unit.text.charAt(paragraph.end - 1) === "\n" ? paragraph.end - 1 : paragraph.end;
  let at = paragraph.start;
  /** @type {(Node | null)[]} */
  const pieces = [];
  for (const span of spans) {
    const from = Math.max(span.start, at);
    const to = Math.min(span.end, end);
    if (from > at) pieces.push(plain(unit, paragraph.unit, at, from));
    if (to > from || span.start === from) pieces.push(mark(unit, span, from, to, view));
    at = Math.max(at, to);
  }
  if (at < end) pieces.push(plain(unit, paragraph.unit, at, end));
  const present = pieces.filter((piece) => piece !== null);
  element.append(...present);
  const last = spans.at(-1);
  return present.length === 0 && end > paragraph.start && last !== undefined && last.end >= paragraph.end;
}

/**
 * @param {Unit} unit
 * @param {number} index
 * @param {number} start
 * @param {number} end
 */
function plain({ text }, index, start, end) {
  return stand(text.slice(start, end), { unit: index, start, end, source: true });
}

/**
 * @param {string} shown
 * @param {Stand} where
 */
function stand(shown, where) {
  const node = document.createTextNode(shown);
  stands.set(node, where);
  return node;
}

/**
 * @param {Unit} unit
 * @param {Span} span
 * @param {number} from
 * @param {number} to
 * @param {"review" | "inline" | "result"} view
 */
function mark(unit, span, from, to, view) {
  const { item, replacement } = span;
  const source = () => plain(unit, span.unit, from, to);
  // A span that goes over several paragraphs has its replacement in the first.
  const comes = replacement !== null && from === span.start ? replacement : "";
  const instead = () => stand(comes, { unit: span.unit, start: span.start, end: span.end, source: false });
  const changed = replacement !== null;
  if (changed && view === "result" && comes === "") return null;
  const shown = [];
  if (changed && view === "inline") {
    shown.push(el("del", {}, source()));
    if (comes !== "") shown.push(el("ins", {}, instead()));
  } else {
    shown.push(changed && view === "result" ? instead() : source());
  }
  if (!item) return el("span", { class: "f" }, ...shown);
  work.marks += 1;
  return el("span", markAttributes(item, replacement), ...shown);
}

/**
 * A button that is called by its text; what it is and what becomes of it is said after that.
 * @param {Item} item
 * @param {string | null} replacement
 */
function markAttributes(item, replacement) {
  const said = { rule: ruleName(item.rule), status: statusName(item), other: replacement ?? "" };
  return {
    class: `f g-${item.group} s-${item.editable ? item.status : "report"}`,
    role: "button",
    tabindex: "-1",
    "data-key": item.key,
    "aria-description": t(replacement !== null && item.status === "accept" ? "mark-becomes" : "mark", said),
  };
}

/** @param {Item} item */
export function statusName({ editable, status }) {
  return t(`status-${editable ? status : "report"}`);
}
