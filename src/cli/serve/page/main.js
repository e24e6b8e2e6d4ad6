// The page: puts the parts together and redraws what changed.

import { pick, redo, setClean, setStyle, undo } from "./actions.js";
import { alarm, failed } from "./announce.js";
import * as api from "./api.js";
import { app } from "./app.js";
import { showCard } from "./card.js";
import { byId, byTag, el, icon } from "./dom.js";
import { showDownload, startDownload } from "./download.js";
import { browserLanguage, speak, spoken, styleName, t } from "./i18n.js";
import { openGiven, showTabs, startIntake } from "./intake.js";
import { look, startKeys } from "./keys.js";
import { showLegend } from "./legend.js";
import { followCursor, showList, startList } from "./list.js";
import { redrawPaper, showPaper } from "./paper.js";
import { askPreview } from "./preview.js";
import { options, segments } from "./segments.js";
import { startSelection } from "./selection.js";
import { startTheme } from "./theme.js";
import { showTodo } from "./todo.js";

function showTools() {
  const { review, view } = app;
  const views = /** @type {const} */ (["review", "inline", "side", "result"]);
  segments(byId("views"), views.map((value) => ({ value, label: t(`view-${value}`) })), view, look);
  options(byTag("style", "select"), app.about.styles.map(({ name }) => ({ value: name, label: styleName(name) })), review?.decisions.style ?? "xx");
  const style = app.about.styles.find(({ name }) => name === review?.decisions.style);
  byTag("style", "select").title = style ? `${t("style-example")}：${style.example}` : "";
  byTag("clean", "input").checked = review?.decisions.clean ?? true;
  byId("clean-group").hidden = !review?.doc.findings.some(({ action }) => action === "clean");
  byTag("undo", "button").disabled = !review?.decisions.canUndo;
  byTag("redo", "button").disabled = !review?.decisions.canRedo;
  const all = review?.items.length ?? 0;
  const n = review?.items.filter(({ status }) => status !== "open").length ?? 0;
  const meter = el("progress", { max: Math.max(all, 1), value: n, "aria-hidden": "true" });
  byId("progress").replaceChildren(meter, el("span", {}, t("seen", { n, all })));
}

function showNotes() {
  const notes = app.review?.doc.notes ?? [];
  const made = notes.length > 0 ? [el("details", { class: "notes" }, el("summary", {}, t("notes", { n: notes.length })), el("ul", {}, ...notes.map((note) => el("li", {}, note))))] : [];
  byId("notes").replaceChildren(...made);
}

function showEverything() {
  showTabs();
  showTools();
  showDownload();
  showNotes();
  showLegend();
  showPaper();
  showList();
  showCard();
  showTodo();
}

app.on(["documents"], showEverything);
app.on(["documents", "items"], askPreview);
app.on(["items"], () => {
  showTools();
  showLegend();
  showPaper();
  showList();
  showCard();
  showTodo();
});
app.on(["checked"], () => {
  showPaper();
  showCard();
  showTodo();
});
app.on(["cursor"], () => {
  showPaper();
  followCursor();
  showCard();
});
app.on(["view"], () => {
  const item = app.review?.current;
  showTools();
  showPaper();
  if (item) pick(item);
});
app.on(["shown"], () => {
  showLegend();
  showPaper();
  showList();
  showCard();
});
app.on(["language"], () => {
  showEverything();
  redrawPaper();
});

function start() {
  speak(browserLanguage());
  startTheme();
  startIntake();
  startList();
  startSelection();
  startDownload();
  startKeys();
  byId("undo").replaceChildren(icon("undo"));
  byId("redo").replaceChildren(icon("redo"));
  byId("undo").addEventListener("click", undo);
  byId("redo").addEventListener("click", redo);
  byId("language").addEventListener("click", () => {
    speak(spoken() === "zh" ? "en" : "zh");
    app.tell("language");
  });
  byTag("style", "select").addEventListener("change", () => setStyle(byTag("style", "select").value));
  byTag("clean", "input").addEventListener("change", () => setClean(byTag("clean", "input").checked));
  byId("paper").addEventListener("click", (event) => {
    const mark = event.target instanceof Element ? event.target.closest("[data-key]") : null;
    const item = app.review?.byKey.get(mark?.getAttribute("data-key") ?? "");
    if (item && getSelection()?.isCollapsed) pick(item);
  });
  void connect();
}

async function connect() {
  const known = api.takeToken();
  if (!known) return alarm(t("error-token"));
  try {
    app.about = await api.about();
    await openGiven();
  } catch (error) {
    failed(error);
  }
}

start();
