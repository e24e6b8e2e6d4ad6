// What is left to do, and whether the document may go out.

/** @import {Todo} from "./types.js" */
import { pick, short } from "./actions.js";
import { app } from "./app.js";
import { button, byId, el, icon } from "./dom.js";
import { advice, groupName, ruleName, spoken, t } from "./i18n.js";
import { revealPoint } from "./paper.js";
import { groupOf } from "./review.js";
import { firstBehind } from "./text.js";

const STEP = 60;
let shownItems = STEP;
let last = -1;
/** @type {unknown} */
let of = null;

export function showTodo() {
  if (of !== app.review) [of, shownItems, last] = [app.review, STEP, -1];
  showVerdict();
  showList();
}

function showVerdict() {
  const { review } = app;
  const verdict = review?.preview?.verdict;
  const settled = review?.settled ?? false;
  const lines = /** @type {const} */ (["template", "release"]).map((purpose) => {
    const ready = verdict?.[purpose] ?? false;
    const words = !settled || !verdict ? t("working") : t(ready ? "ready" : "not-yet");
    const state = !settled || !verdict ? "working" : ready ? "ready" : "not-yet";
    const reason = state === "not-yet" ? because(purpose) : "";
    return el("div", { class: `verdict ${state}` }, el("dt", {}, t(`as-${purpose}`)), el("dd", {}, state === "ready" && icon("check"), el("strong", {}, words), reason && el("span", { class: "because" }, reason)));
  });
  byId("verdict").replaceChildren(el("h2", { id: "verdict-title" }, t("verdict")), el("dl", { class: "verdicts" }, ...lines));
}

/** @param {"template" | "release"} purpose */
function because(purpose) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { rule, count, for: against } of app.review?.preview?.verdict.because ?? []) {
    if (against === purpose) counts.set(groupOf(rule), (counts.get(groupOf(rule)) ?? 0) + count);
  }
  return t("because", { list: [...counts].map(([group, n]) => t("because-one", { n, group: spoken() === "en" ? groupName(group).toLowerCase() : groupName(group) })).join(t("and")) });
}

function showList() {
  const { review } = app;
  const todo = review?.preview?.todo ?? [];
  const focused = byId("todo").contains(document.activeElement) ? document.activeElement?.getAttribute("data-todo") : null;
  const lines = todo.slice(0, shownItems).map((one, index) => el("li", {}, line(one, index)));
  const more = todo.length - lines.length;
  byId("todo").replaceChildren(
    el("h2", { id: "todo-title" }, t("todo", { n: todo.length })),
    todo.length === 0 ? el("p", { class: "hint" }, t("todo-none")) : el("ol", { class: "todo" }, ...lines),
    more > 0 &&
      button({ class: "quiet" }, () => {
        shownItems += STEP * 5;
        showList();
      }, t("todo-more", { n: more })) || "",
  );
  if (focused) /** @type {HTMLElement | null} */ (byId("todo").querySelector(`[data-todo="${focused}"]`))?.focus();
}

/**
 * @param {Todo} one
 * @param {number} index
 */
function line(one, index) {
  const where = one.text_in === "result" ? t("todo-result") : "";
  const notes = [advice(one.rule) || one.next, where, one.severity === "error" ? "" : t("warning")].filter(Boolean).join(" · ");
  return button(
    { class: `todo-item g-${groupOf(one.rule)} ${one.severity}`, "data-todo": index },
    () => visit(index),
    el("span", { class: "swatch", "aria-hidden": "true" }),
    el("span", { class: "todo-words" }, el("span", {}, el("b", {}, ruleName(one.rule)), " ", el("q", {}, short(wordOf(one)))), el("span", { class: "hint" }, notes)),
  );
}

/** @param {Todo} one */
function wordOf(one) {
  const { review } = app;
  if (!review) return "";
  return one.text_in === "source" ? review.text(one) : review.result(one.unit).slice(one.start, one.end);
}

/** @param {number} index */
function visit(index) {
  const { review } = app;
  const one = review?.preview?.todo[index];
  if (!review || !one) return;
  last = index;
  const { unit, start } = one.source ?? one;
  const item = review.items[firstBehind(review.items, unit, start)];
  if (item && item.unit === unit && item.start <= start) pick(item);
  else revealPoint(unit, start);
}

/** Goes to the next thing to do. */
export function nextTodo() {
  const count = app.review?.preview?.todo.length ?? 0;
  if (count > 0) visit((last + 1) % count);
}
