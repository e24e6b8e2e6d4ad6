// A long document costs no more than a short one: what is drawn and asked for is counted, not timed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { large } from "./documents.js";
import { settled, together } from "./harness.js";

const given = together();

/** @param {import("playwright-core").Page} page */
function work(page) {
  return page.evaluate(async () => {
    const { work } = await import(/** @type {string} */ ("/work.js"));
    return { .../** @type {Record<"blocks" | "paragraphs" | "marks" | "rows" | "previews", number>} */ (work), all: document.querySelectorAll(".block").length, elements: document.querySelectorAll("*").length };
  });
}

test("2 MB with 10,000 findings", async () => {
  const page = await given.open([{ name: "large.txt", content: large(2_000_000) }]);
  const found = await page.evaluate(() => Number(document.querySelector("#progress")?.textContent?.match(/(\d+)$/)?.[1]));
  assert.ok(found >= 10_000, `${found} findings`);
  const opened = await work(page);
  assert.ok(opened.all > 150, `${opened.all} blocks`);
  assert.ok(opened.blocks <= 8 && opened.elements < 3000 && opened.previews === 1, JSON.stringify(opened));

  let last = opened;
  /**
   * @param {string} what
   * @param {() => Promise<unknown>} act
   * @param {{blocks: number, rows: number}} most
   */
  const costs = async (what, act, most) => {
    await act();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await settled(page);
    const now = await work(page);
    const spent = { blocks: now.blocks - last.blocks, rows: now.rows - last.rows };
    assert.ok(spent.blocks <= most.blocks && spent.rows <= most.rows, `${what}: ${JSON.stringify(spent)}`);
    assert.ok(now.elements < 6000, `${what}: ${now.elements} elements`);
    last = now;
  };
  await costs("to the next", () => page.keyboard.press("n"), { blocks: 2, rows: 60 });
  await costs("accept", () => page.keyboard.press("a"), { blocks: 3, rows: 120 });
  await costs("reject", () => page.keyboard.press("x"), { blocks: 3, rows: 120 });
  await costs("undo", () => page.keyboard.press("z"), { blocks: 3, rows: 120 });
  await costs("another style", () => page.selectOption("#style", "cross"), { blocks: 8, rows: 60 });
  await costs("side by side", () => page.getByRole("radio", { name: "左右对照" }).click(), { blocks: 10, rows: 60 });
  await costs("review", () => page.getByRole("radio", { name: "审阅" }).click(), { blocks: 10, rows: 60 });
  await costs("everywhere", () => page.keyboard.press("Shift+A"), { blocks: 8, rows: 120 });
  await costs("to the end", async () => {
    await page.focus("#list");
    await page.keyboard.press("End");
  }, { blocks: 10, rows: 120 });
  const inView = await page.evaluate(() => {
    const box = document.querySelector("#paper .current")?.getBoundingClientRect();
    return box !== undefined && box.top > 0 && box.bottom < innerHeight;
  });
  assert.ok(inView, "the last place is not in view");

  await costs("a hundred decisions in one breath", async () => {
    await page.focus("#desk-paper");
    await page.getByRole("button", { name: "下一处" }).focus();
    for (let step = 0; step < 20; step += 1) await page.keyboard.press("a");
  }, { blocks: 60, rows: 1500 });
  assert.ok(last.previews <= 40, `${last.previews} previews`);
  await page.close();
});

test("one line of half a million characters is drawn piece by piece", async () => {
  const page = await given.open([{ name: "line.txt", content: large(1_500_000).replaceAll("\n", "") }]);
  const opened = await work(page);
  assert.ok(opened.all > 100 && opened.blocks <= 8, JSON.stringify(opened));
  await page.close();
});
