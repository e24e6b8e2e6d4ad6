// How documents come in and go: choosing, dropping, pasting, tabs, closing.

import { announce, calm, failed } from "./announce.js";
import * as api from "./api.js";
import { app } from "./app.js";
import { button, byId, byTag, el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { Review } from "./review.js";

const chooser = byTag("files", "input");
const veil = byId("veil");
let opening = 0;

export function startIntake() {
  byId("choose").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    const files = [...(chooser.files ?? [])];
    chooser.value = "";
    void openFiles(files);
  });
  byTag("paste", "form").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = byTag("pasted", "textarea");
    const text = field.value;
    if (text.trim() === "") return field.focus();
    field.value = "";
    void openOne(t("pasted-name"), text);
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) {
      event.preventDefault();
      return void openFiles(files);
    }
    const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!typing && text.trim() !== "") {
      event.preventDefault();
      void openOne(t("pasted-name"), text);
    }
  });
  let depth = 0;
  document.addEventListener("dragenter", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    depth += 1;
    veil.hidden = false;
  });
  document.addEventListener("dragleave", () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) veil.hidden = true;
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    veil.hidden = true;
    void openFiles([...(event.dataTransfer?.files ?? [])]);
  });
  window.addEventListener("pagehide", (event) => {
    if (!event.persisted) for (const { doc } of app.reviews) void api.forget(doc.id);
  });
  window.addEventListener("beforeunload", (event) => {
    if (app.reviews.some((review) => review.savedAt < review.revision)) event.preventDefault();
  });
}

export const chooseFiles = () => chooser.click();

/** @param {File[]} files */
async function openFiles(files) {
  for (const file of files) await openOne(file.name, file);
}

/**
 * @param {string} name
 * @param {File | string} content
 */
async function openOne(name, content) {
  announce(t("opening", { name }));
  await hold(name, () => api.open(name, content));
}

/** Documents that were named on the command line. */
export async function openGiven() {
  for (const { id, name } of app.about.open) await hold(name, () => api.get(id));
}

/**
 * @param {string} name
 * @param {() => Promise<import("./types.js").Doc>} get
 */
async function hold(name, get) {
  opening += 1;
  document.body.classList.add("busy");
  try {
    const doc = await get();
    const review = new Review(doc, app.about.style);
    app.reviews.push(review);
    app.review = review;
    calm();
    app.tell("documents");
    announce(t("opened", { name: doc.name, n: doc.findings.length }));
  } catch (error) {
    failed(error, (message) => t("error-open", { name, message }));
  } finally {
    opening -= 1;
    if (opening === 0) document.body.classList.remove("busy");
  }
}

/** @param {Review} review */
function close(review) {
  const at = app.reviews.indexOf(review);
  app.reviews.splice(at, 1);
  if (app.review === review) app.review = app.reviews[Math.min(at, app.reviews.length - 1)] ?? null;
  void api.forget(review.doc.id);
  app.tell("documents");
  announce(t("closed", { name: review.doc.name }));
  const next = byId("tabs").querySelector("[aria-current]") ?? byId("choose");
  if (next instanceof HTMLElement) next.focus();
}

export function showTabs() {
  const tabs = byId("tabs");
  const made = app.reviews.map((review) => {
    const on = review === app.review;
    const { name } = review.doc;
    const tab = button({ class: "tab-name", "aria-current": on ? "page" : null, title: name }, () => {
      app.review = review;
      app.tell("documents");
    }, icon("file"), el("bdi", {}, name));
    return el("div", { class: `tab${on ? " on" : ""}` }, tab, button({ class: "quiet square tab-close", "aria-label": t("close-file", { name }), title: t("close-file", { name }) }, () => close(review), icon("close")));
  });
  const add = button({ class: "quiet square", id: "add-file", "aria-label": t("add-file"), title: t("add-file") }, chooseFiles, icon("plus"));
  tabs.replaceChildren(...made, ...(app.reviews.length > 0 ? [add] : []));
  tabs.querySelector(".on")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  byId("intake").hidden = app.review !== null;
  byId("desk").hidden = app.review === null;
}
