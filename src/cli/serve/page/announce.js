// What is said aloud to screen readers, and what is shown when something went wrong.

import { Failure } from "./api.js";
import { button, byId, el } from "./dom.js";
import { t } from "./i18n.js";

/** @param {string} words */
export function announce(words) {
  byId("live").textContent = words;
}

/** @param {string} words */
export function alarm(words) {
  const shown = el("div", { class: "alert" }, el("p", {}, words));
  shown.append(button({ class: "quiet" }, () => shown.remove(), t("dismiss")));
  byId("alerts").replaceChildren(shown);
}

export function calm() {
  byId("alerts").replaceChildren();
}

/**
 * Tells of a failure in words that say what to do.
 * @param {unknown} error
 * @param {(message: string) => string} [say]
 */
export function failed(error, say = (message) => t("error-do", { message })) {
  if (error instanceof DOMException && error.name === "AbortError") return;
  if (error instanceof Failure && error.code === "gone") alarm(t("error-gone"));
  else alarm(say(error instanceof Error ? error.message : String(error)));
}
