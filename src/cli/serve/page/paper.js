// The document as one long sheet. Blocks far from view hold their bare text; only those near it are drawn in full, so
// that a long document costs no more than a short one.

/** @import {Item, View} from "./types.js" */
/** @import {Block} from "./text.js" */
/** @import {Review} from "./review.js" */
import { app } from "./app.js";
import { byId, el } from "./dom.js";
import { placeName, t } from "./i18n.js";
import { drawParagraph } from "./paragraph.js";
import { blocks, paragraphs, within } from "./text.js";
import { work } from "./work.js";

/** @typedef {Block & {element: HTMLElement, near: boolean, drawn: string | null}} DrawnBlock */

const scroller = byId("desk-paper");
const sheet = byId("paper");
/** @type {DrawnBlock[]} */
let drawn = [];
/** @type {WeakMap<Element, DrawnBlock>} */
let byElement = new WeakMap();
/** @type {Review | null} */
let shown = null;
/** @type {View} */
let shownView = "review";
/** @type {WeakMap<Review, number>} */
const scrolled = new WeakMap();

const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const block = byElement.get(entry.target);
      if (!block) continue;
      block.near = entry.isIntersecting;
      if (block.near) draw(block);
    }
  },
  { root: scroller, rootMargin: "900px 0px" },
);

/** Shows the document that is looked at, or what changed in it. */
export function showPaper() {
  const { review, view } = app;
  if (review !== shown) lay(review);
  else if (view !== shownView) relay();
  shownView = view;
  sheet.className = `paper view-${view}`;
  for (const block of drawn) if (block.near) draw(block);
  markCursor();
}

/** Draws everything anew: the words around it have changed. */
export function redrawPaper() {
  for (const block of drawn) block.drawn = null;
  showPaper();
}

/** @param {Review | null} review */
function lay(review) {
  if (shown) scrolled.set(shown, scroller.scrollTop);
  watcher.disconnect();
  byElement = new WeakMap();
  shown = review;
  drawn = [];
  if (!review) return sheet.replaceChildren();
  const charsInLine = Math.max(12, Math.floor((sheet.clientWidth || 700) / 19));
  for (const block of blocks(paragraphs(review.doc.units))) {
    const element = el("div", { class: "block" });
    const made = { ...block, element, near: false, drawn: null };
    const lines = block.paragraphs.reduce((sum, { start, end }) => sum + Math.ceil((end - start + 1) / charsInLine), 0);
    element.style.setProperty("contain-intrinsic-size", `auto ${lines * 34}px`);
    makeBare(made, review);
    byElement.set(element, made);
    drawn.push(made);
  }
  sheet.replaceChildren(...drawn.map(({ element }) => element));
  if (review.doc.units.every(({ text }) => text === "")) sheet.replaceChildren(el("p", { class: "nothing" }, t("empty")));
  for (const { element } of drawn) watcher.observe(element);
  scroller.scrollTop = scrolled.get(review) ?? 0;
  // What is first in view is there at once, before the watcher has looked.
  for (const block of drawn.slice(0, 2)) draw(block);
}

/** Another view: what is far away goes back to bare text. */
function relay() {
  for (const block of drawn) if (!block.near && block.drawn !== null && shown) makeBare(block, shown);
}

/**
 * @param {DrawnBlock} block
 * @param {Review} review
 */
function makeBare(block, review) {
  block.element.textContent = block.paragraphs.map((paragraph) => review.text(paragraph)).join("");
  block.drawn = null;
}

/** @param {DrawnBlock} block */
function draw(block) {
  const review = shown;
  if (!review) return;
  const { view } = app;
  const parts = block.paragraphs.map((paragraph) => ({ paragraph, spans: within(review.spans, paragraph).filter(({ item, replacement }) => replacement !== null || !item || app.shows(item)) }));
  const look = JSON.stringify([view, [...app.hidden], parts.map(({ spans }) => spans.map(({ start, end, item, replacement }) => [start, end, item?.key, item?.status, item?.rule, replacement]))]);
  if (block.drawn === look) return;
  const focused = block.element.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : null;
  block.drawn = look;
  work.blocks += 1;
  const made = document.createDocumentFragment();
  let row = /** @type {HTMLElement | null} */ (null);
  for (const { paragraph, spans } of parts) {
    const unit = review.doc.units[paragraph.unit];
    if (!unit) continue;
    if (paragraph.label !== null) made.append(el("p", { class: "place" }, placeName(paragraph.label)));
    const piece = drawParagraph(unit, paragraph, spans, view);
    if (paragraph.row && !row && view !== "side") made.append((row = el("div", { class: "cells" })));
    if (piece) (row ?? made).append(piece);
    if (!paragraph.row) row = null;
  }
  for (const mark of made.querySelectorAll("[data-key]")) {
    const item = review.byKey.get(mark.getAttribute("data-key") ?? "");
    if (item && !app.shows(item)) mark.classList.add("muted");
  }
  block.element.replaceChildren(made);
  if (focused) markOf(focused, block.element)?.focus({ preventScroll: true });
  markCursor();
}

/**
 * @param {string} key
 * @param {ParentNode} [among]
 * @returns {HTMLElement | null}
 */
function markOf(key, among = sheet) {
  return among.querySelector(`[data-key="${CSS.escape(key)}"]`);
}

function markCursor() {
  const key = shown?.cursor ?? null;
  for (const old of sheet.querySelectorAll(".current")) {
    if (old.getAttribute("data-key") === key) continue;
    old.classList.remove("current");
    old.removeAttribute("aria-current");
    old.setAttribute("tabindex", "-1");
  }
  if (key === null) return;
  for (const mark of sheet.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)) {
    mark.classList.add("current");
    mark.setAttribute("aria-current", "true");
  }
  markOf(key)?.setAttribute("tabindex", "0");
}

/**
 * Brings an item into view; the focus follows it where it was in the document.
 * @param {Item} item
 */
export function reveal(item) {
  const block = blockAt(item.unit, item.start);
  if (!block) return;
  draw(block);
  markCursor();
  const mark = markOf(item.key, block.element);
  const target = mark ?? block.element;
  const inView = () => {
    const box = target.getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    return box.top >= frame.top + 40 && box.bottom <= frame.bottom - 40;
  };
  if (!inView()) {
    target.scrollIntoView({ block: "center" });
    // The blocks that came near are drawn by now, and taller or lower than was thought.
    requestAnimationFrame(() => requestAnimationFrame(() => inView() || target.scrollIntoView({ block: "center" })));
  }
  if (mark && (document.activeElement === document.body || scroller.contains(document.activeElement))) mark.focus({ preventScroll: true });
}

/**
 * Brings a point of the text into view that no item stands at.
 * @param {number} unit
 * @param {number} at
 */
export function revealPoint(unit, at) {
  const block = blockAt(unit, at);
  if (!block) return;
  draw(block);
  const index = block.paragraphs.findIndex((paragraph) => paragraph.unit === unit && paragraph.start <= at && at < paragraph.end);
  const target = block.element.querySelectorAll(".para, .pair")[index] ?? block.element;
  target.scrollIntoView({ block: "center" });
  target.classList.add("flash");
  setTimeout(() => target.classList.remove("flash"), 1600);
}

/**
 * @param {number} unit
 * @param {number} at
 */
function blockAt(unit, at) {
  return drawn.findLast(({ paragraphs: [first] }) => first && (first.unit < unit || (first.unit === unit && first.start <= at)));
}

/** Draws all of it: a print shows every page. */
export function drawAll() {
  for (const block of drawn) draw(block);
}
