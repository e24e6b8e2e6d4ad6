// Single keys for everything, so that a document can be gone through without the mouse.

import { always, decide, go, never, redo, resize, undo, unseen } from "./actions.js";
import { app } from "./app.js";
import { focusOn } from "./card.js";
import { askWord, showHelp } from "./dialogs.js";
import { byId, byTag } from "./dom.js";
import { download } from "./download.js";
import { maskSelected } from "./selection.js";
import { nextTodo } from "./todo.js";

/** @import {View} from "./types.js" */

let on = true;

/** @type {Record<string, () => void>} by what is typed, as on an English keyboard */
const KEYS = {
  KeyN: () => void go(1),
  KeyJ: () => void go(1),
  ArrowDown: () => void go(1),
  KeyP: () => void go(-1),
  KeyK: () => void go(-1),
  ArrowUp: () => void go(-1),
  KeyU: () => void go(1, unseen),
  KeyA: () => decide("accept"),
  Enter: () => decide("accept"),
  KeyX: () => decide("reject"),
  Delete: () => decide("reject"),
  "Shift+KeyA": always,
  "Shift+KeyX": never,
  KeyC: () => focusOn("kind"),
  KeyE: () => focusOn("becomes"),
  "Shift+BracketLeft": () => resize("start", 1),
  "Shift+BracketRight": () => resize("start", -1),
  BracketLeft: () => resize("end", -1),
  BracketRight: () => resize("end", 1),
  KeyM: () => void (maskSelected() || askWord()),
  KeyW: () => focusOn("why"),
  KeyT: nextTodo,
  KeyS: () => byTag("style", "select").focus(),
  Digit1: () => look("review"),
  Digit2: () => look("inline"),
  Digit3: () => look("side"),
  Digit4: () => look("result"),
  KeyZ: undo,
  KeyY: redo,
  KeyD: () => void download("masked"),
  "Shift+Slash": help,
};

/** @param {View} view */
export function look(view) {
  app.view = view;
  app.tell("view");
}

export function help() {
  showHelp(on, (turned) => (on = turned));
}

export function startKeys() {
  byId("help").addEventListener("click", help);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    const typing = target.matches("input:not([type=checkbox]), textarea");
    if (event.key === "Escape" && target.matches("input, select, button, summary")) {
      event.preventDefault();
      return byId("desk-paper").focus({ preventScroll: true });
    }
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      if (typing || !app.review) return;
      const back = event.code === "KeyZ" && !event.shiftKey;
      const again = event.code === "KeyY" || (event.code === "KeyZ" && event.shiftKey);
      if (!back && !again) return;
      event.preventDefault();
      return back ? undo() : redo();
    }
    if (event.altKey || typing) return;
    if (event.key === "?") {
      event.preventDefault();
      return help();
    }
    if (!on || !app.review) return;
    // What a control does with a key of its own goes before.
    const own = target.matches("button, summary, a, [role=radio], [role=option]") ? ["Enter", "Space"] : [];
    if (target.matches("select") || own.includes(event.code)) {
      if (!(event.code === "Enter" && target.matches("[data-key]"))) return;
    }
    if (/^Arrow/.test(event.code) && target.matches("[role=radio], [role=listbox]")) return;
    const act = KEYS[`${event.shiftKey ? "Shift+" : ""}${event.code}`];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
