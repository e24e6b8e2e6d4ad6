// The groups with their colours and counts; each can be hidden.

import { app } from "./app.js";
import { button, byId, el } from "./dom.js";
import { groupName, t } from "./i18n.js";

export function showLegend() {
  const holder = byId("legend");
  const { review } = app;
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { group } of review?.items ?? []) counts.set(group, (counts.get(group) ?? 0) + 1);
  const focused = document.activeElement?.getAttribute("data-group");
  const order = [...app.about.groups.map(({ name }) => name), ...counts.keys()];
  const groups = [...new Set(order)].filter((group) => counts.has(group));
  holder.replaceChildren(
    ...groups.map((group) => {
      const on = !app.hidden.has(group);
      const n = counts.get(group) ?? 0;
      const attributes = { class: `chip g-${group}`, "aria-pressed": String(on), "data-group": group, title: t("legend-hint") };
      return button(attributes, () => toggle(group), el("span", { class: "swatch", "aria-hidden": "true" }), el("span", { class: "chip-name" }, groupName(group)), el("span", { class: "count" }, String(n)));
    }),
  );
  if (focused) /** @type {HTMLElement | null} */ (holder.querySelector(`[data-group="${CSS.escape(focused)}"]`))?.focus();
}

/** @param {string} group */
function toggle(group) {
  if (!app.hidden.delete(group)) app.hidden.add(group);
  app.tell("shown");
}
