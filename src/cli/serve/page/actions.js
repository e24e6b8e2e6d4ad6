// Everything a person can do with the places of a document, by mouse or by key.

/** @import {Item, Wire} from "./types.js" */
/** @import {Review} from "./review.js" */
/** @import {Value} from "./decisions.js" */
import { announce } from "./announce.js";
import { app } from "./app.js";
import { ruleName, styleName, t } from "./i18n.js";
import { reveal } from "./paper.js";

/** @param {string} word */
export const short = (word) => (word.length > 24 ? `${word.slice(0, 22)}…` : word).replaceAll("\n", " ");

/** @param {Item} item */
export function pick(item) {
  const { review } = app;
  if (!review) return;
  review.cursor = item.key;
  app.tell("cursor");
  reveal(item);
}

/**
 * Goes to the next or the last item of a kind, round the end.
 * @param {1 | -1} way
 * @param {(item: Item) => boolean} [wanted]
 */
export function go(way, wanted = () => true) {
  const { review } = app;
  if (!review) return false;
  const count = review.items.length;
  const at = review.items.findIndex(({ key }) => key === review.cursor);
  const from = at >= 0 ? at : way > 0 ? -1 : count;
  for (let step = 1; step <= count; step += 1) {
    const item = review.items[(((from + way * step) % count) + count) % count];
    if (item && app.shows(item) && wanted(item)) {
      pick(item);
      return true;
    }
  }
  announce(t("no-next"));
  return false;
}

/** @param {Item} item */
export const unseen = (item) => item.status === "open";

/**
 * @param {Review} review
 * @param {string} label
 * @param {Iterable<[string, Value | undefined]>} values
 */
function make(review, label, values) {
  if (review.change(label, values)) app.tell("items");
  announce(label);
}

/** @param {"accept" | "reject"} status */
export function decide(status) {
  const { review } = app;
  const item = review?.current;
  if (!review || !item) return;
  const key = !item.editable ? "did-seen" : status === "accept" ? "did-accept" : "did-reject";
  const at = review.items.indexOf(item);
  make(review, t(key, { word: short(review.text(item)) }), review.decide([item], item.editable ? status : "accept"));
  const open = review.items.slice(at).concat(review.items.slice(0, at)).some((other) => unseen(other) && app.shows(other));
  if (open) go(1, unseen);
  else if (review.current) app.tell("cursor");
}

export function always() {
  const { review } = app;
  const item = review?.current;
  if (review && item?.editable) maskEverywhere(review.text(item), item.rule);
}

/**
 * @param {string} word
 * @param {string} rule
 */
export function maskEverywhere(word, rule) {
  const { review } = app;
  if (!review) return;
  const { values, places } = review.everywhere(word, rule);
  make(review, t("did-always", { word: short(word), n: places }), values);
  const { current } = review;
  const first = review.words().get(word)?.[0];
  if (first && (!current || review.text(current) !== word)) pick(first);
  else app.tell("cursor");
}

export function never() {
  const { review } = app;
  const item = review?.current;
  if (review && item?.editable) keepEverywhere(review.text(item), item.rule);
}

/**
 * @param {string} word
 * @param {string} rule
 */
export function keepEverywhere(word, rule) {
  const { review } = app;
  if (!review) return;
  const { values, places } = review.nowhere(word, rule);
  make(review, t("did-never", { word: short(word), n: places }), values);
  app.tell("cursor");
}

/** @param {string} rule */
export function setKind(rule) {
  const { review } = app;
  const item = review?.current;
  if (!review || !item || item.rule === rule) return;
  const label = t("did-kind", { word: short(review.text(item)), rule: ruleName(rule) });
  // What stood for the old kind does not stand for the new one.
  make(review, label, review.alter(item, { rule, replacement: undefined }));
}

/** @param {string} replacement */
export function setReplacement(replacement) {
  const { review } = app;
  const item = review?.current;
  if (!review || !item || item.replacement === replacement) return;
  make(review, t("did-replace", { word: short(review.text(item)), other: short(replacement) }), review.alter(item, { replacement }));
}

/**
 * @param {"start" | "end"} side
 * @param {1 | -1} way
 */
export function resize(side, way) {
  const { review } = app;
  const item = review?.current;
  if (!review || !item?.editable) return;
  const place = review.resized(item, side, way);
  if (!place) return announce(t("no-room"));
  make(review, t("did-resize", { word: short(review.text({ ...item, ...place })) }), review.alter(item, place));
}

/**
 * @param {{unit: number, start: number, end: number}} place
 * @param {string} rule
 * @param {Item[]} instead of which it stands: what was found inside of it
 */
export function addPlace(place, rule, instead = []) {
  const { review } = app;
  if (!review) return;
  const { key, values } = review.add(place, rule);
  make(review, t("did-add", { word: short(review.text(place)) }), [...review.decide(instead, "reject"), ...values]);
  const item = review.byKey.get(key);
  if (item) pick(item);
}

/** @param {string} style */
export function setStyle(style) {
  const { review } = app;
  if (review) make(review, t("did-style", { style: styleName(style) }), [["style", style]]);
}

/** @param {boolean} clean */
export function setClean(clean) {
  const { review } = app;
  if (review) make(review, t(`did-clean-${clean ? "on" : "off"}`), [["clean", clean]]);
}

/** @param {Wire} wire */
export function takePlan(wire) {
  const { review } = app;
  if (review) make(review, t("did-plan", { n: wire.changes.length + wire.added.length }), review.decisions.taken(wire));
}

export function undo() {
  const deed = app.review?.undo();
  if (!deed) return announce(t("no-undo"));
  follow(deed.steps.map(({ key }) => key));
  announce(t("did-undo", { what: deed.label }));
}

export function redo() {
  const deed = app.review?.redo();
  if (!deed) return announce(t("no-redo"));
  follow(deed.steps.map(({ key }) => key));
  announce(t("did-redo", { what: deed.label }));
}

/**
 * What was undone comes into view.
 * @param {string[]} keys
 */
function follow(keys) {
  const { review } = app;
  if (!review) return;
  app.tell("items");
  const item = keys.length < 3 ? keys.map((key) => review.byKey.get(key)).find((found) => found !== undefined) : undefined;
  if (item) pick(item);
  else app.tell("cursor");
}
