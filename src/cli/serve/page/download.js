// What can be taken away: the masked file and the papers about it. And what can be brought in: a plan.

import { takePlan } from "./actions.js";
import { announce, failed } from "./announce.js";
import * as api from "./api.js";
import { app } from "./app.js";
import { askForce, askTerms } from "./dialogs.js";
import { button, byTag, byId, el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { drawAll } from "./paper.js";

const WHATS = /** @type {const} */ (["masked", "tracked", "plan", "report", "receipt"]);
const opener = byTag("download", "button");
const menu = byId("menu");

export function startDownload() {
  opener.addEventListener("click", () => (menu.hidden ? openMenu() : closeMenu()));
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target) && !opener.contains(event.target)) closeMenu();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) closeMenu();
  });
  menu.addEventListener("keydown", (event) => {
    const entries = [...menu.querySelectorAll("button:not(:disabled)")].filter((entry) => entry instanceof HTMLElement);
    const at = entries.findIndex((entry) => entry === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") {
      closeMenu();
      opener.focus();
    } else if (to !== undefined) {
      entries.at(to % entries.length)?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  window.addEventListener("beforeprint", drawAll);
}

export function showDownload() {
  opener.replaceChildren(icon("down"), el("span", {}, t("download")), icon("more"));
}

function openMenu() {
  const tracked = app.review?.doc.kind === "docx";
  const gets = WHATS.map((what) => {
    const off = what === "tracked" && !tracked;
    return entry(`get-${what}`, () => void download(what), off ? "get-tracked-only" : `get-${what}-hint`, off);
  });
  menu.replaceChildren(...gets, el("hr"), entry("load-plan", loadPlan, "load-plan-hint"), entry("save-terms", askTerms, "save-terms-hint"), entry("print", () => window.print(), "print-hint"));
  menu.hidden = false;
  opener.setAttribute("aria-expanded", "true");
  menu.querySelector("button")?.focus();
}

function closeMenu() {
  menu.hidden = true;
  opener.setAttribute("aria-expanded", "false");
}

/**
 * @param {string} name
 * @param {() => void} act
 * @param {string} hint
 * @param {boolean} [off]
 */
function entry(name, act, hint, off = false) {
  const made = button({ class: "entry", "data-entry": name }, () => {
    closeMenu();
    opener.focus();
    act();
  }, el("span", { class: "entry-name" }, t(name)), el("span", { class: "hint" }, t(hint)));
  made.disabled = off;
  return made;
}

/**
 * @param {typeof WHATS[number]} what
 * @param {boolean} [force]
 */
export async function download(what, force = false) {
  const { review } = app;
  if (!review) return;
  const { revision } = review;
  try {
    const { name, content } = await api.download(review.doc.id, what, review.wire(), force);
    const url = URL.createObjectURL(content);
    const link = el("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    review.savedAt = revision;
    announce(t("did-download", { name }));
  } catch (error) {
    if (error instanceof api.Failure && error.code === "left") askForce(error.left, () => void download(what, true));
    else failed(error);
  }
}

function loadPlan() {
  const chooser = el("input", { type: "file", accept: ".json,application/json" });
  chooser.addEventListener("change", () => {
    const file = chooser.files?.[0];
    if (file) void readPlan(file);
  });
  chooser.click();
}

/** @param {File} file */
async function readPlan(file) {
  const { review } = app;
  if (!review) return;
  try {
    takePlan(await api.applyPlan(review.doc.id, file));
  } catch (error) {
    failed(error, (message) => t("error-open", { name: file.name, message }));
  }
}
