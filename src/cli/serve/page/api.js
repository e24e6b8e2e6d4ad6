// The page's talk with the program that opened it. Nothing else is ever asked.

/** @import {About, Doc, Explanation, Preview, Wire} from "./types.js" */

/** What went wrong, in the server's words. */
export class Failure extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {number} [left]
   */
  constructor(code, message, left = 0) {
    super(message);
    this.code = code;
    /** How much of the file should have been masked, where that is why. */
    this.left = left;
  }
}

let token = "";

/** Takes the token out of the address, so that it is neither shown nor kept in the history. */
export function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) token = given;
  history.replaceState(null, "", location.pathname);
  return token !== "";
}

/**
 * @param {string} path
 * @param {RequestInit} [request]
 * @returns {Promise<Response>}
 */
async function ask(path, request = {}) {
  const headers = new Headers(request.headers);
  headers.set("X-Yinmo-Token", token);
  let answer;
  try {
    answer = await fetch(`/page/${path}`, { ...request, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failure("gone", "");
  }
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => null);
  throw new Failure(told?.error?.code ?? String(answer.status), told?.error?.message ?? answer.statusText, told?.error?.left ?? told?.left ?? 0);
}

/**
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} [signal]
 */
function send(path, body, signal) {
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal: signal ?? null });
}

/** @param {string} id */
const at = (id) => `documents/${encodeURIComponent(id)}`;

/** @returns {Promise<About>} */
export async function about() {
  return (await ask("about")).json();
}

/**
 * @param {string} name
 * @param {Blob | string} content
 * @returns {Promise<Doc>}
 */
export async function open(name, content) {
  const headers = { "Content-Type": "application/octet-stream" };
  return (await ask(`documents?name=${encodeURIComponent(name)}`, { method: "POST", headers, body: content })).json();
}

/**
 * @param {string} id
 * @returns {Promise<Doc>}
 */
export async function get(id) {
  return (await ask(at(id))).json();
}

/**
 * Lets the server forget a document; also while the page is being left.
 * @param {string} id
 */
export function forget(id) {
  return ask(at(id), { method: "DELETE", keepalive: true }).catch(() => null);
}

/**
 * @param {string} id
 * @param {Wire} decisions
 * @param {AbortSignal} signal
 * @returns {Promise<Preview>}
 */
export async function preview(id, decisions, signal) {
  return (await send(`${at(id)}/preview`, decisions, signal)).json();
}

/**
 * @param {string} id
 * @param {string} finding
 * @returns {Promise<Explanation>}
 */
export async function explain(id, finding) {
  return (await send(`${at(id)}/explain`, { id: finding })).json();
}

/**
 * @param {string} id
 * @param {string} what
 * @param {Wire} decisions
 * @param {boolean} force even where something is left that should be masked
 */
export async function download(id, what, decisions, force) {
  const answer = await send(`${at(id)}/download?what=${what}${force ? "&force=true" : ""}`, decisions);
  return { name: nameIn(answer.headers.get("Content-Disposition")), content: await answer.blob() };
}

/**
 * @param {string} id
 * @param {Blob} plan
 * @returns {Promise<Wire>}
 */
export async function applyPlan(id, plan) {
  const headers = { "Content-Type": "application/json" };
  return (await ask(`${at(id)}/apply-plan`, { method: "POST", headers, body: plan })).json();
}

/**
 * @param {{always: {text: string, rule: string}[], never: string[]}} terms
 * @returns {Promise<{files: string[]}>} where they stand now
 */
export async function saveTerms(terms) {
  return (await send("terms", terms)).json();
}

/**
 * The file's name in a Content-Disposition header.
 * @param {string | null} header
 */
export function nameIn(header) {
  const long = /filename\*=UTF-8''([^;]+)/i.exec(header ?? "");
  if (long?.[1]) {
    try {
      return decodeURIComponent(long[1]);
    } catch {
      return "yinmo";
    }
  }
  return /filename="([^"]+)"/i.exec(header ?? "")?.[1] ?? "yinmo";
}
