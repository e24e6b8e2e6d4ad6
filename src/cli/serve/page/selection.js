// Text that a person selects, to mask what was missed.

import { addPlace, maskEverywhere, pick } from "./actions.js";
import { announce } from "./announce.js";
import { app } from "./app.js";
import { button, byId, el } from "./dom.js";
import { groupName, ruleName, t } from "./i18n.js";
import { standOf } from "./paragraph.js";
import { within } from "./text.js";
import { options } from "./segments.js";

const paper = byId("paper");
const pop = byId("pop");
let lastRule = "entity/person";

/**
 * The selected stretch of the source, within one paragraph and without blanks around it.
 * @returns {{unit: number, start: number, end: number} | null}
 */
export function selected() {
  const selection = getSelection();
  const { review } = app;
  if (!review || !selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!paper.contains(range.commonAncestorContainer)) return null;
  const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  /** @type {{unit: number, start: number, end: number} | null} */
  let place = null;
  let node = walker.currentNode instanceof Text ? walker.currentNode : walker.nextNode();
  for (; node; node = walker.nextNode()) {
    if (!range.intersectsNode(node)) continue;
    const stand = standOf(node);
    if (!stand) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : (node.textContent ?? "").length;
    if (to <= from) continue;
    const start = stand.source ? stand.start + from : stand.start;
    const end = stand.source ? stand.start + to : stand.end;
    if (!place) place = { unit: stand.unit, start, end };
    else if (place.unit === stand.unit) place.end = Math.max(place.end, end);
  }
  if (!place) return null;
  const text = review.text(place);
  const line = text.split("\n", 1)[0] ?? "";
  const start = place.start + (line.length - line.trimStart().length);
  const end = place.start + line.trimEnd().length;
  return end > start ? { unit: place.unit, start, end } : null;
}

export function startSelection() {
  paper.addEventListener("pointerup", () => setTimeout(offer, 0));
  paper.addEventListener("keyup", (event) => {
    if (event.shiftKey || event.key === "Shift") offer();
  });
  document.addEventListener("selectionchange", () => {
    if (getSelection()?.isCollapsed) hide();
  });
  byId("desk-paper").addEventListener("scroll", hide, { passive: true });
}

function hide() {
  if (!pop.contains(document.activeElement)) pop.hidden = true;
}

/** Offers to mask what is selected, beside it. */
function offer() {
  const place = selected();
  const box = getSelection()?.rangeCount ? getSelection()?.getRangeAt(0).getBoundingClientRect() : null;
  if (!place || !box || !app.review) return void (pop.hidden = true);
  const word = app.review.text(place);
  const kind = kindSelect();
  pop.replaceChildren(
    kind,
    button({ class: "primary" }, () => mask(place, kind.value), t("mask-selection"), el("kbd", { "aria-hidden": "true" }, "M")),
    button({}, () => done(() => maskEverywhere(word, kind.value)), t("mask-all-same")),
  );
  pop.hidden = false;
  const left = Math.max(8, Math.min(innerWidth - pop.offsetWidth - 8, box.left + box.width / 2 - pop.offsetWidth / 2));
  const above = box.top - pop.offsetHeight - 8;
  pop.style.setProperty("left", `${left}px`);
  pop.style.setProperty("top", `${above > 60 ? above : box.bottom + 8}px`);
}

/** The rules to choose from, with the one that was taken last. */
export function kindSelect() {
  const kind = el("select", { "aria-label": t("kind") });
  options(kind, app.maskRules.map(({ id, group }) => ({ value: id, label: ruleName(id), group: groupName(group) })), lastRule);
  kind.addEventListener("change", () => (lastRule = kind.value));
  return kind;
}

/** Masks what is selected; false where nothing is. */
export function maskSelected() {
  const place = selected();
  if (!place) return false;
  mask(place, lastRule);
  return true;
}

/**
 * @param {{unit: number, start: number, end: number}} place
 * @param {string} rule
 */
function mask(place, rule) {
  const { review } = app;
  if (!review) return;
  const there = within(review.items, place).filter((item) => item.editable && item.status !== "reject");
  const inside = there.find((item) => item.start <= place.start && item.end >= place.end);
  done(() => {
    if (inside) {
      pick(inside);
      announce(t("overlap"));
    } else {
      // What is found inside of the stretch goes up in it; what sticks out stays apart.
      const start = Math.min(place.start, ...there.map((item) => item.start));
      const end = Math.max(place.end, ...there.map((item) => item.end));
      addPlace({ unit: place.unit, start, end }, rule, there);
    }
  });
}

/** @param {() => void} act */
function done(act) {
  getSelection()?.removeAllRanges();
  pop.hidden = true;
  byId("desk-paper").focus({ preventScroll: true });
  act();
}
