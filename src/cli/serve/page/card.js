// The current place: what it is, what becomes of it, and why.

/** @import {Item} from "./types.js" */
/** @import {Review} from "./review.js" */
import { addPlace, always, decide, go, never, resize, setKind, setReplacement, short, unseen } from "./actions.js";
import { failed } from "./announce.js";
import * as api from "./api.js";
import { app } from "./app.js";
import { button, byId, el, icon, set } from "./dom.js";
import { advice, groupName, reasonText, ruleName, ruleText, spoken, t } from "./i18n.js";
import { options } from "./segments.js";

const holder = byId("card");
let whyOpen = false;

/** @param {string} id */
const info = (id) => app.about.rules.find((rule) => rule.id === id);

export function showCard() {
  const { review } = app;
  const item = review?.current;
  const focused = holder.contains(document.activeElement) ? document.activeElement?.getAttribute("data-act") : null;
  holder.className = `panel card${item ? ` g-${item.group}` : ""}`;
  const head = el("div", { class: "panel-head" }, el("h2", { id: "card-title" }, t("current")), el("div", { class: "steps" }, position(item), step(-1), step(1)));
  if (!review || !item) {
    const done = review && review.items.length > 0 && !review.items.some(unseen);
    holder.replaceChildren(head, el("p", { class: "hint" }, t(done ? "current-all-seen" : "current-none")));
  } else {
    holder.replaceChildren(head, ...(item.editable ? maskable(review, item) : reported(review, item)), why(review, item));
  }
  if (focused) /** @type {HTMLElement | null} */ (holder.querySelector(`[data-act="${focused}"]`))?.focus();
}

/** @param {Item | null | undefined} item */
function position(item) {
  const items = app.review?.items ?? [];
  const shown = app.hidden.size > 0 ? items.filter((other) => app.shows(other)) : items;
  const at = item ? shown.indexOf(item) : -1;
  const words = at >= 0 ? t("position", { n: at + 1, all: shown.length }) : "";
  return el("span", { class: "hint" }, words);
}

/** @param {1 | -1} way */
function step(way) {
  const name = way > 0 ? "next" : "previous";
  return button({ class: "quiet square", "data-act": name, "aria-label": t(name), title: `${t(name)} (${way > 0 ? "N" : "P"})` }, () => void go(way), icon(name));
}

/**
 * @param {Review} review
 * @param {Item} item
 */
function maskable(review, item) {
  const word = review.text(item);
  const same = review.sameWords(item).length;
  const becomes = el("input", { id: "becomes", type: "text", "data-act": "becomes", autocomplete: "off", spellcheck: "false", value: item.replacement });
  becomes.addEventListener("change", () => setReplacement(becomes.value));
  const kind = el("select", { id: "kind", "data-act": "kind" });
  const choices = app.maskRules.map(({ id, group }) => ({ value: id, label: ruleName(id), group: groupName(group) }));
  if (!choices.some(({ value }) => value === item.rule)) choices.unshift({ value: item.rule, label: ruleName(item.rule), group: groupName(item.group) });
  options(kind, choices, item.rule);
  kind.addEventListener("change", () => setKind(kind.value));
  return [
    el("p", { class: "big-word" }, el("span", { class: `f g-${item.group}` }, word.length > 160 ? `${word.slice(0, 160)}…` : word)),
    el("div", { class: "fields" }, el("label", { for: "kind" }, t("kind")), kind, el("label", { for: "becomes" }, t("becomes")), becomes),
    el("div", { class: "decide" }, choice(item, "accept", "check", "A", () => decide("accept")), choice(item, "reject", "keep", "X", () => decide("reject"))),
    el("div", { class: "throughout" }, el("p", { class: "hint" }, t("same-words", { n: same })), button({ "data-act": "always" }, always, t("always")), button({ "data-act": "never" }, never, t("never"))),
    el("div", { class: "range", role: "group", "aria-label": t("range") }, el("span", { class: "hint" }, t("range")), end("start", 1), end("start", -1), el("span", { class: "range-word", "aria-hidden": "true" }, short(word)), end("end", -1), end("end", 1)),
  ];
}

/**
 * @param {Item} item
 * @param {"accept" | "reject"} status
 * @param {"check" | "keep"} shape
 * @param {string} key
 * @param {() => void} act
 * @param {string} [name]
 */
function choice(item, status, shape, key, act, name = status) {
  const pressed = String(item.status === status);
  return button({ class: `choice ${status}`, "aria-pressed": pressed, "data-act": status, title: `${t(name)} (${key})` }, act, icon(shape), t(name), el("kbd", { "aria-hidden": "true" }, key));
}

/**
 * @param {"start" | "end"} side
 * @param {1 | -1} way
 */
function end(side, way) {
  const name = `${side}-${way > 0 ? "out" : "in"}`;
  const shown = way > 0 ? "＋" : "－";
  return button({ class: "quiet square", "data-act": name, "aria-label": t(name), title: t(name) }, () => resize(side, way), shown);
}

/**
 * @param {Review} review
 * @param {Item} item
 */
function reported(review, item) {
  const kind = el("select", { "aria-label": t("kind"), "data-act": "mask-kind" });
  options(kind, app.maskRules.map(({ id, group }) => ({ value: id, label: ruleName(id), group: groupName(group) })), "entity/org");
  return [
    el("p", { class: "big-word" }, el("span", { class: `f g-${item.group}` }, short(review.text(item)))),
    el("p", { class: "rule-line" }, ruleName(item.rule)),
    el("p", {}, advice(item.rule)),
    el("p", { class: "hint" }, t("reported")),
    el("div", { class: "decide" }, choice(item, "accept", "check", "A", () => decide("accept"), "seen-it")),
    el("div", { class: "throughout" }, kind, button({ "data-act": "mask-it" }, () => addPlace(item, kind.value), t("mask-it"))),
  ];
}

/**
 * @param {Review} review
 * @param {Item} item
 */
function why(review, item) {
  const { finding } = item;
  const holds = el("details", { class: "why" }, el("summary", { "data-act": "why" }, t("why")));
  const body = el("div", { class: "why-body" });
  holds.append(body);
  const rule = info(item.rule);
  const said = el("p", {}, ruleText(item.rule, rule?.summary ?? ""));
  if (!finding) {
    body.append(el("p", { class: "hint" }, t("added-by-you")), said);
    return holds;
  }
  const score = el("p", { class: "hint" }, t("score", { n: Math.round(finding.score * 100) }));
  const clues = el("ul", { class: "evidence" }, ...(finding.reason ? reasonText(finding.reason).split(/，|, /) : []).map((clue) => el("li", {}, clue)));
  body.append(said, score, clues);
  let asked = false;
  const ask = async () => {
    if (asked) return;
    asked = true;
    try {
      const { evidence, rule: told } = await api.explain(review.doc.id, finding.id);
      if (evidence.length > 0) clues.replaceChildren(...evidence.map(({ text }) => el("li", {}, reasonText(text))));
      const examples = (told.matches ?? []).slice(0, 3).map((example) => el("li", {}, example));
      if (examples.length > 0) body.append(el("p", { class: "hint" }, t("examples")), el("ul", { class: "examples" }, ...examples));
      if (spoken() === "en") for (const text of [told.why, told.source]) if (text) body.append(el("p", { class: "hint" }, text));
    } catch (error) {
      failed(error);
    }
  };
  set(holds, { open: whyOpen });
  if (whyOpen) void ask();
  holds.addEventListener("toggle", () => {
    whyOpen = holds.open;
    if (holds.open) void ask();
  });
  return holds;
}

/** @param {"kind" | "becomes" | "why"} act */
export function focusOn(act) {
  const found = holder.querySelector(`[data-act="${act}"]`);
  if (!(found instanceof HTMLElement)) return;
  found.focus();
  if (found instanceof HTMLInputElement) found.select();
  if (act === "why") found.click();
}
