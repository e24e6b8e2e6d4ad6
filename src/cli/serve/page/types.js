// What the server and the page say to each other, and what the page makes of it.

/**
 * A part of a document; `row`: the next one stands in the same row of a table.
 * @typedef {{label: string | null, text: string, role?: string, row?: boolean}} Unit
 */

/**
 * A finding as the server sends it; start and end count UTF-16 units in the text of its unit.
 * @typedef {object} Finding
 * @property {string} id
 * @property {number} unit
 * @property {number} start
 * @property {number} end
 * @property {string} rule
 * @property {string} group
 * @property {number} score
 * @property {"mask" | "clean" | "keep" | "report"} action
 * @property {string | null} [replacement]
 * @property {string | null} [reason]
 * @property {string | null} [next]
 */

/**
 * @typedef {object} Doc
 * @property {string} id
 * @property {string} name
 * @property {string} kind
 * @property {number} size
 * @property {Unit[]} units
 * @property {Finding[]} findings
 * @property {string[]} notes
 * @property {string} [style] the style that its settings name
 * @property {boolean} [writable] whether its own format can be written
 */

/** @typedef {{name: string, summary: string, example: string}} Style */
/** @typedef {{id: string, group: string, summary: string, why: string, action: string}} RuleInfo */
/** @typedef {{version: string, style: string, styles: Style[], groups: {name: string, masked: boolean}[], rules: RuleInfo[], profiles: unknown[], open: {id: string, name: string}[]}} About */

/** @typedef {{id: string, status: "accept" | "reject", replacement?: string, start?: number, end?: number, rule?: string}} Change */
/** @typedef {{unit: number, start: number, end: number, rule: string, replacement?: string}} Added */
/** @typedef {{style: string, clean: boolean, changes: Change[], added: Added[]}} Wire */

/**
 * A change of the text. `findings`: all that went into it, of which `finding` names it; one that comes from no finding
 * has an id of its own. `added`: which of the added places it is.
 * @typedef {{finding: string | null, findings?: string[], added?: number | null, unit: number, start: number, end: number, replacement: string, rule: string | null}} Edit
 */
/**
 * Something left to do; `for` are the purposes that it stands in the way of, `source` its place before the edits.
 * @typedef {{rule: string, unit: number, start: number, end: number, text_in: "source" | "result", message: string, next: string, severity: string, for: string[], source?: {unit: number, start: number}}} Todo
 */
/** @typedef {{template: boolean, release: boolean, because: {for: string, rule: string, count: number, message: string}[]}} Verdict */
/** @typedef {{edits: Edit[], todo: Todo[], verdict: Verdict}} Preview */
/** @typedef {{evidence: {text: string}[], rule: {summary?: string, why?: string, source?: string, matches?: string[]}, score: number}} Explanation */

/** @typedef {"open" | "accept" | "reject"} Status */

/**
 * A place of the document that a person decides about: a finding with what was decided, or one that was added.
 * @typedef {object} Item
 * @property {string} key
 * @property {number} unit
 * @property {number} start
 * @property {number} end
 * @property {string} rule
 * @property {string} group
 * @property {Status} status
 * @property {boolean} editable whether it becomes an edit unless it is rejected
 * @property {string} replacement
 * @property {Finding | null} finding
 * @property {string[]} also other findings that became one edit with it
 */

/**
 * A piece of the text that is drawn apart from what stands around it.
 * @typedef {object} Span
 * @property {number} unit
 * @property {number} start
 * @property {number} end
 * @property {Item | null} item
 * @property {string | null} replacement what takes its place; null where the text stays
 */

/** @typedef {"review" | "inline" | "side" | "result"} View */

export {};
