// Elements are made of calls alone: text becomes text, never markup.

/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined>} Attributes */

/**
 * An element with attributes and children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...present(children));
  return element;
}

/**
 * @param {Element} element
 * @param {Attributes} attributes
 */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** @param {Child[]} children */
function present(children) {
  return children.filter((child) => child !== null && child !== undefined && child !== false).map((child) => /** @type {Node | string} */ (child));
}

/**
 * A button that says what it does.
 * @param {Attributes} attributes
 * @param {(event: MouseEvent) => void} act
 * @param {...Child} children
 */
export function button(attributes, act, ...children) {
  const made = el("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", act);
  return made;
}

/**
 * The element with this id; the page's frame has it.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {string} id
 * @param {T} tag
 * @returns {HTMLElementTagNameMap[T]}
 */
export function byTag(id, tag) {
  const found = byId(id);
  if (found.localName !== tag) throw new Error(`#${id} is no ${tag}`);
  return /** @type {HTMLElementTagNameMap[T]} */ (found);
}

const SHAPES = {
  undo: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "m15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  check: "m4 12.5 5.2 5.2L20 7",
  keep: "M6 6l12 12M18 6 6 18",
  down: "M12 4v12m0 0 5-5m-5 5-5-5M4 20h16",
  previous: "m15 5-7 7 7 7",
  next: "m9 5 7 7-7 7",
  theme: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7.5v9a4.5 4.5 0 0 0 0-9z",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  more: "m6 9 6 6 6-6",
};

/** @typedef {keyof typeof SHAPES} Shape */

/**
 * A small drawing beside a word; screen readers pass over it.
 * @param {Shape} shape
 */
export function icon(shape) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  set(drawing, { viewBox: "0 0 24 24", class: `icon icon-${shape}`, "aria-hidden": "true" });
  const path = document.createElementNS(space, "path");
  set(path, { d: SHAPES[shape] });
  drawing.append(path);
  return drawing;
}
