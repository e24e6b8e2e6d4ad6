// How the page looks, and whether everybody can use it: each state in both themes and both languages, looked through by
// axe, and pictured for people to look at.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import axe from "axe-core";
import { docx, large, REPORT } from "./documents.js";
import { inProject, settled, shots, together } from "./harness.js";

/** @import {Page} from "playwright-core" */

fs.mkdirSync(shots, { recursive: true });

const given = together();

for (const locale of ["zh-CN", "en-US"]) {
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    test(`${locale}, ${theme}: no barrier in any state`, async () => {
      const page = await given.open([], locale);
      await page.emulateMedia({ colorScheme: theme });
      const look = (/** @type {string} */ state) => check(page, `${state}-${locale.slice(0, 2)}-${theme}`);
      await look("empty");
      const content = docx(REPORT.split("\n"), [["姓名", "村", "电话"], ["沈怀瑾", "白鹭村", "13912345679"]]);
      await page.setInputFiles("#files", [{ name: "防汛工作报告.docx", mimeType: "x/x", buffer: content }]);
      await settled(page);
      for (const key of ["n", "a", "a", "x", "a", "w"]) await page.keyboard.press(key);
      await page.waitForSelector(".why[open]");
      await page.keyboard.press("Escape");
      await settled(page);
      await look("review");
      if (locale === "zh-CN" || theme === "light") {
        await page.keyboard.press("2");
        await look("inline");
        await page.keyboard.press("3");
        await look("side");
        await page.keyboard.press("4");
        await look("result");
        await page.keyboard.press("t");
        await look("reminder");
      }
      await page.click("#download");
      await look("menu");
      await page.keyboard.press("Escape");
      await page.click("#help");
      await look("help");
      await page.close();
    });
  }
}

test("smaller windows, several files, a long document, a print", async () => {
  const page = await given.open([
    { name: "防汛工作报告.txt", content: REPORT },
    { name: "township.txt", content: fs.readFileSync(inProject("tests/data/township.txt")) },
    { name: "long.txt", content: large(60_000) },
  ]);
  await page.evaluate(() => (/** @type {HTMLElement} */ (document.getElementById("desk-paper")).scrollTop = 3000));
  await page.keyboard.press("n");
  await check(page, "long");
  for (const [name, width, height] of /** @type {const} */ ([["medium", 1000, 800], ["narrow", 420, 860]])) {
    await page.setViewportSize({ width, height });
    await check(page, name);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!wide, `${name} scrolls sideways`);
  }
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 800, height: 1100 });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.screenshot({ path: path.join(shots, "print.png") });
  assert.equal(await page.locator(".bar").isVisible(), false);
  const pages = (await page.pdf()).toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(pages > 10, `${pages} pages`);
  await page.close();
});

/**
 * @param {Page} page
 * @param {string} name
 */
async function check(page, name) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.screenshot({ path: path.join(shots, `${name}.png`) });
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"] });
    return violations.map((/** @type {any} */ { id, impact, nodes }) => `${impact} ${id}: ${nodes.slice(0, 3).map((/** @type {any} */ node) => `${node.target} ${node.any[0]?.message ?? ""}`).join(" | ")}`);
  });
  assert.deepEqual(found, [], name);
}
