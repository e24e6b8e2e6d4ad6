// The language of the interface: the browser's, until the person takes the other.

import { ADVICE, RULE_NAMES, reasonInChinese } from "./rule-names.js";
import { WORDS } from "./words.js";

/** @typedef {"zh" | "en"} Language */

/** @type {Language} */
let language = "zh";

/** @param {Language} other */
export function speak(other) {
  language = other;
  document.documentElement.lang = other === "zh" ? "zh-CN" : "en";
  document.title = t("title");
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.getAttribute("data-t") ?? "");
  for (const name of ["title", "aria-label", "placeholder"]) {
    for (const element of document.querySelectorAll(`[data-t-${name}]`)) element.setAttribute(name, t(element.getAttribute(`data-t-${name}`) ?? ""));
  }
}

export const spoken = () => language;

/** @returns {Language} */
export const browserLanguage = () => (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const pair = WORDS[key];
  if (!pair) return key;
  return (pair[language === "zh" ? 0 : 1] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** @param {string} rule */
export const ruleName = (rule) => RULE_NAMES[rule]?.[language === "zh" ? 0 : 1] ?? rule;

/**
 * What a rule looks for: in Chinese our own words, in English the rule's.
 * @param {string} rule
 * @param {string} summary
 */
export const ruleText = (rule, summary) => (language === "zh" ? (RULE_NAMES[rule]?.[2] ?? summary) : summary);

const PLACES = /** @type {[RegExp, string][]} */ ([
  [/^word\/document\.xml\b/, "place-body"],
  [/^word\/header\d*\.xml\b/, "place-header"],
  [/^word\/footer\d*\.xml\b/, "place-footer"],
  [/^word\/footnotes\.xml\b/, "place-footnotes"],
  [/^word\/endnotes\.xml\b/, "place-endnotes"],
  [/^(?:word|xl)\/comments\d*\.xml\b/, "place-comments"],
  [/^docProps\//, "place-properties"],
]);

/**
 * Where a part of a document stands, in words where there are any.
 * @param {string} label
 */
export function placeName(label) {
  const known = PLACES.find(([pattern]) => pattern.test(label));
  if (!known) return label;
  const rest = label.replace(/^\S+ ?/, "");
  return rest ? `${t(known[1])} · ${rest}` : t(known[1]);
}

/** @param {string} style */
export const styleName = (style) => (`style-${style}` in WORDS ? t(`style-${style}`) : style);

/** @param {string} group */
export const groupName = (group) => (`group-${group}` in WORDS ? t(`group-${group}`) : group);

/** @param {string} rule */
export const advice = (rule) => ADVICE[rule.split("/", 1)[0] ?? ""]?.[language === "zh" ? 0 : 1] ?? "";

/** @param {string} reason */
export const reasonText = (reason) => (language === "zh" ? reasonInChinese(reason) : reason);
