// What opens above the page: help, masking a word, saving terms.

import { maskEverywhere } from "./actions.js";
import { announce, failed } from "./announce.js";
import * as api from "./api.js";
import { app } from "./app.js";
import { button, byTag, el } from "./dom.js";
import { ruleName, spoken, t } from "./i18n.js";
import { kindSelect } from "./selection.js";
import { occurrences } from "./text.js";

const dialog = byTag("dialog", "dialog");

/**
 * @param {string} title
 * @param {import("./dom.js").Child[]} body
 */
function open(title, body) {
  const head = el("div", { class: "panel-head" }, el("h2", { id: "dialog-title" }, title), button({ class: "quiet" }, () => dialog.close(), t("close")));
  dialog.replaceChildren(head, ...body.filter((child) => child instanceof Node));
  if (!dialog.open) dialog.showModal();
}

/** @type {[string, string][]} keys, and the word that says what they do */
const KEYS = [
  ["N ↓ / P ↑", "key-next-previous"],
  ["U", "key-unseen"],
  ["A", "key-accept"],
  ["X", "key-reject"],
  ["Shift + A", "key-always"],
  ["Shift + X", "key-never"],
  ["C", "key-kind"],
  ["E", "key-becomes"],
  ["{ }", "key-start"],
  ["[ ]", "key-end"],
  ["M", "key-mask"],
  ["W", "key-why"],
  ["T", "key-todo"],
  ["S", "key-style"],
  ["1 2 3 4", "key-views"],
  ["Z / Y", "key-undo"],
  ["D", "key-download"],
  ["?", "key-help"],
];

/**
 * @param {boolean} on whether single keys work
 * @param {(on: boolean) => void} turn
 */
export function showHelp(on, turn) {
  const rows = KEYS.map(([keys, name]) => {
    const words = name === "key-next-previous" ? `${t("key-next")} / ${t("key-previous")}` : t(name);
    return el("div", { class: "key-row" }, el("dt", {}, ...keys.split(" ").map((key) => (/^[/·+]$/.test(key) ? ` ${key} ` : el("kbd", {}, key)))), el("dd", {}, words));
  });
  const box = el("input", { type: "checkbox", id: "keys-on" });
  box.checked = on;
  box.addEventListener("change", () => turn(box.checked));
  open(t("help-title"), [el("dl", { class: "keys" }, ...rows), el("p", { class: "hint" }, t("help-lead")), el("p", { class: "tick" }, box, el("label", { for: "keys-on" }, t("keys-on"))), el("p", { class: "hint" }, `yinmo ${app.about.version}`)]);
}

/** Masks a word that is typed: the keyboard's way to what was missed. */
export function askWord() {
  const { review } = app;
  if (!review) return;
  const word = el("input", { id: "find-word", type: "text", autocomplete: "off", spellcheck: "false" });
  const count = el("p", { class: "hint", "aria-live": "polite" });
  const kind = kindSelect();
  const act = el("button", { type: "submit", class: "primary" }, t("find-do"));
  act.disabled = true;
  word.addEventListener("input", () => {
    const n = occurrences(review.doc.units, word.value).length;
    act.disabled = n === 0;
    count.textContent = word.value === "" ? "" : t("find-count", { n });
  });
  const form = el("form", { class: "fields" }, el("label", { for: "find-word" }, t("find-word")), word, el("span", {}, t("kind")), kind, el("span", {}), count, el("span", {}), el("div", { class: "row" }, act));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { value } = word;
    dialog.close();
    maskEverywhere(value, kind.value);
  });
  open(t("find-title"), [el("p", {}, t("find-lead")), form]);
  word.focus();
}

/**
 * Says that something would be published, and lets the person take the file all the same.
 * @param {number} n
 * @param {() => void} act
 */
export function askForce(n, act) {
  const anyway = button({}, () => {
    dialog.close();
    act();
  }, t("force-do"));
  const back = button({ class: "primary" }, () => dialog.close(), t("force-back"));
  open(t("force-title"), [el("p", {}, t("force-lead", { n })), el("div", { class: "row" }, anyway, back)]);
  back.focus();
}

/** Lets words that were decided go into the person's configuration. */
export function askTerms() {
  const { review } = app;
  if (!review) return;
  /** @type {Map<string, {kind: "always" | "never", rule: string}>} */
  const words = new Map();
  for (const [, added] of review.decisions.added()) words.set(review.text(added), { kind: "always", rule: added.rule });
  for (const [word, term] of review.decisions.terms()) words.set(word, term);
  if (words.size === 0) return open(t("terms-title"), [el("p", {}, t("terms-none"))]);
  const boxes = [...words].map(([word, term], index) => {
    const box = el("input", { type: "checkbox", id: `term-${index}` });
    box.checked = true;
    return { word, term, box, line: el("li", { class: "tick" }, box, el("label", { for: `term-${index}` }, word, term.kind === "always" && el("span", { class: "hint" }, ` ${ruleName(term.rule)}`))) };
  });
  const save = async () => {
    const ticked = boxes.filter(({ box }) => box.checked);
    const always = ticked.filter(({ term }) => term.kind === "always").map(({ word, term }) => ({ text: word, rule: term.rule }));
    const never = ticked.filter(({ term }) => term.kind === "never").map(({ word }) => word);
    try {
      const { files } = await api.saveTerms({ always, never });
      const words = t("terms-saved", { file: files.join(spoken() === "zh" ? "、" : ", ") });
      announce(words);
      open(t("terms-title"), [el("p", {}, words)]);
    } catch (error) {
      dialog.close();
      failed(error);
    }
  };
  const part = (/** @type {"always" | "never"} */ kind) => {
    const lines = boxes.filter(({ term }) => term.kind === kind).map(({ line }) => line);
    return lines.length > 0 && el("section", {}, el("h3", {}, t(`terms-${kind}`)), el("ul", { class: "terms" }, ...lines));
  };
  open(t("terms-title"), [el("p", {}, t("terms-lead")), part("always"), part("never"), el("div", { class: "row" }, button({ class: "primary", "data-act": "save" }, () => void save(), t("terms-do")))]);
}
