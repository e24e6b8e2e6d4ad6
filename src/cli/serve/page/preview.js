// Asks the server what the decisions come to: soon after the last one, and never twice at a time.

import { failed } from "./announce.js";
import * as api from "./api.js";
import { app } from "./app.js";
import { work } from "./work.js";

const PAUSE = 120;
let timer = 0;
/** @type {AbortController | null} */
let asked = null;

/** Asks in a moment, unless something else is decided until then. */
export function askPreview() {
  clearTimeout(timer);
  const { review } = app;
  if (!review || review.settled) return;
  timer = setTimeout(() => void ask(), PAUSE);
}

async function ask() {
  const { review } = app;
  if (!review) return;
  asked?.abort();
  const mine = new AbortController();
  asked = mine;
  const { revision } = review;
  work.previews += 1;
  try {
    review.take(await api.preview(review.doc.id, review.wire(), mine.signal), revision);
  } catch (error) {
    failed(error);
    return;
  }
  if (app.review === review) app.tell("checked");
}
