// All findings as a list, by word or place by place. Only the rows in view exist.

/** @import {Item} from "./types.js" */
import { pick, unseen } from "./actions.js";
import { app } from "./app.js";
import { byId, byTag, el } from "./dom.js";
import { groupName, ruleName, t } from "./i18n.js";
import { statusName } from "./paragraph.js";
import { options, segments } from "./segments.js";
import { work } from "./work.js";

/** @typedef {{items: Item[], word: string, rule: string, group: string, status: string, replacement: string}} Row */

const ROW = 38;
const holder = byId("list");
const spacer = el("div", { class: "list-space", role: "presentation" });
/** @type {"words" | "places"} */
let order = "words";
let filter = "all";
/** @type {Row[]} */
let rows = [];
let active = -1;
/** The row of each item. @type {Map<string, number>} */
let rowOfKey = new Map();

export function startList() {
  holder.append(spacer);
  holder.addEventListener("scroll", drawRows, { passive: true });
  new ResizeObserver(drawRows).observe(holder);
  holder.addEventListener("click", (event) => {
    const row = event.target instanceof Element ? event.target.closest("[data-row]") : null;
    if (row) choose(Number(row.getAttribute("data-row")));
  });
  holder.addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.floor(holder.clientHeight / ROW) - 1);
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || rows.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    choose(Math.min(rows.length - 1, Math.max(0, to)));
  });
  byTag("list-filter", "select").addEventListener("change", () => {
    filter = byTag("list-filter", "select").value;
    showList();
  });
}

export function showList() {
  const names = /** @type {const} */ (["words", "places"]);
  segments(byId("list-order"), names.map((value) => ({ value, label: t(`list-${value}`) })), order, (value) => {
    order = value;
    showList();
  });
  options(byTag("list-filter", "select"), ["all", "open", "reject", "added"].map((value) => ({ value, label: t(`filter-${value}`) })), filter);
  rows = order === "words" ? wordRows() : placeRows();
  rowOfKey = new Map();
  rows.forEach(({ items }, index) => {
    for (const { key } of items) rowOfKey.set(key, index);
  });
  spacer.style.setProperty("height", `${rows.length * ROW}px`);
  followCursor();
}

/** @param {Item} item */
function wanted(item) {
  if (!app.shows(item)) return false;
  if (filter === "open") return unseen(item);
  if (filter === "reject") return item.status === "reject";
  return filter === "added" ? item.finding === null : true;
}

/** @returns {Row[]} */
function placeRows() {
  const { review } = app;
  return (review?.items ?? []).filter(wanted).map((item) => rowOf([item], review?.text(item) ?? ""));
}

/** @returns {Row[]} */
function wordRows() {
  const made = [];
  for (const [word, items] of app.review?.words() ?? []) {
    const shown = items.filter(wanted);
    if (shown.length > 0) made.push(rowOf(shown, word));
  }
  return made;
}

/**
 * @param {Item[]} items
 * @param {string} word
 * @returns {Row}
 */
function rowOf(items, word) {
  const first = /** @type {Item} */ (items[0]);
  const mixed = items.some(({ status }) => status !== first.status);
  const status = mixed ? "mixed" : first.editable ? first.status : "report";
  return { items, word, rule: first.rule, group: first.group, status, replacement: first.replacement };
}

/** The row of the current place, in view. */
export function followCursor() {
  const key = app.review?.cursor;
  active = key ? (rowOfKey.get(key) ?? -1) : -1;
  if (active >= 0) {
    const top = active * ROW;
    if (top < holder.scrollTop) holder.scrollTop = top;
    else if (top + ROW > holder.scrollTop + holder.clientHeight) holder.scrollTop = top + ROW - holder.clientHeight;
  }
  drawRows();
}

/**
 * The row's place; of a row with several, the one behind the current.
 * @param {number} index
 */
function choose(index) {
  const row = rows[index];
  if (!row) return;
  const at = row.items.findIndex(({ key }) => key === app.review?.cursor);
  const item = row.items[(at + 1) % row.items.length];
  if (item) pick(item);
}

function drawRows() {
  const first = Math.max(0, Math.floor(holder.scrollTop / ROW) - 4);
  const last = Math.min(rows.length, Math.ceil((holder.scrollTop + holder.clientHeight) / ROW) + 4);
  const made = [];
  for (let index = first; index < last; index += 1) made.push(drawRow(/** @type {Row} */ (rows[index]), index));
  spacer.replaceChildren(...made);
  if (rows.length === 0) spacer.replaceChildren(el("p", { class: "nothing" }, t("list-none")));
  if (active >= first && active < last) holder.setAttribute("aria-activedescendant", `row-${active}`);
  else holder.removeAttribute("aria-activedescendant");
}

/**
 * @param {Row} row
 * @param {number} index
 */
function drawRow(row, index) {
  work.rows += 1;
  const status = row.status === "mixed" ? t("status-mixed") : statusName(/** @type {Item} */ (row.items[0]));
  const on = index === active;
  const made = el(
    "div",
    { role: "option", id: `row-${index}`, class: `row-item g-${row.group} s-${row.status}`, "data-row": index, "aria-selected": String(on), "aria-setsize": rows.length, "aria-posinset": index + 1, title: `${groupName(row.group)} · ${ruleName(row.rule)}` },
    el("span", { class: "swatch" }),
    el("span", { class: "word" }, row.word.slice(0, 60)),
    row.items.length > 1 && el("span", { class: "times" }, `×${row.items.length}`),
    el("span", { class: "unseen" }, ruleName(row.rule)),
    row.status !== "open" && el("span", { class: "state" }, status),
  );
  made.style.setProperty("top", `${index * ROW}px`);
  return made;
}
