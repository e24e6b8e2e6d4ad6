// A row of choices of which one holds; arrow keys go along it.

import { button, set } from "./dom.js";

/** What is shown already need not be made again. @type {WeakMap<Element, string>} */
const looks = new WeakMap();

/**
 * @template {string} T
 * @param {HTMLElement} holder with the role of a radio group
 * @param {{value: T, label: string}[]} choices
 * @param {T} chosen
 * @param {(value: T) => void} choose
 */
export function segments(holder, choices, chosen, choose) {
  const look = JSON.stringify([choices, chosen]);
  if (looks.get(holder) === look) return;
  looks.set(holder, look);
  const focused = holder.contains(document.activeElement);
  const buttons = choices.map(({ value, label }) => {
    const on = value === chosen;
    return button({ role: "radio", "aria-checked": String(on), tabindex: on ? "0" : "-1", "data-value": value }, () => choose(value), label);
  });
  holder.replaceChildren(...buttons);
  holder.onkeydown = (event) => {
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const at = choices.findIndex(({ value }) => value === chosen);
    const next = choices[(at + way + choices.length) % choices.length];
    if (next) choose(next.value);
  };
  if (focused) buttons.find((made) => made.getAttribute("aria-checked") === "true")?.focus();
}

/**
 * @param {HTMLSelectElement} select
 * @param {{value: string, label: string, group?: string}[]} choices
 * @param {string} chosen
 */
export function options(select, choices, chosen) {
  const look = JSON.stringify(choices);
  if (looks.get(select) === look) {
    select.value = chosen;
    return;
  }
  looks.set(select, look);
  /** @type {Map<string, HTMLOptGroupElement>} */
  const groups = new Map();
  select.replaceChildren();
  for (const { value, label, group } of choices) {
    const option = document.createElement("option");
    option.value = value;
    option.textContent = label;
    if (group === undefined) {
      select.append(option);
      continue;
    }
    let holder = groups.get(group);
    if (!holder) {
      holder = document.createElement("optgroup");
      set(holder, { label: group });
      groups.set(group, holder);
      select.append(holder);
    }
    holder.append(option);
  }
  select.value = chosen;
}
