// Everything can be done without a mouse, and one always sees where one is.

import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { REPORT } from "./documents.js";
import { settled, together } from "./harness.js";

const given = together();

/** @param {import("playwright-core").Page} page */
const current = (page) => page.locator("#paper .current").first().innerText();

test("from an empty page to the downloaded file by keys alone", async () => {
  const page = await given.open();
  const focused = () => page.evaluate(() => document.activeElement?.id);
  for (let stop = 0; stop < 20 && (await focused()) !== "pasted"; stop += 1) await page.keyboard.press("Tab");
  await page.keyboard.insertText(REPORT);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await settled(page);

  await page.keyboard.press("n");
  assert.equal(await current(page), "临江县柳林镇人民政府");
  assert.equal(await page.evaluate(() => document.activeElement?.classList.contains("current")), true);
  await page.keyboard.press("a");
  assert.equal(await current(page), "2023年");
  await page.keyboard.press("x");
  assert.equal(await page.locator("#paper .s-accept").count(), 1);
  assert.equal(await page.locator("#paper .s-reject").innerText(), "2023年");
  await page.keyboard.press("p");
  assert.equal(await current(page), "2023年");
  await page.keyboard.press("z");
  assert.equal(await page.locator("#paper .s-reject").count(), 0);
  await page.keyboard.press("y");
  assert.equal(await page.locator("#paper .s-reject").count(), 1);

  while ((await current(page)) !== "沈怀瑾") await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+X");
  assert.equal(await page.locator("#paper .s-reject").count(), 3);
  await page.keyboard.press("Shift+A");
  assert.equal(await page.locator("#paper .s-reject").count(), 1);

  while ((await current(page)) !== "白鹭村") await page.keyboard.press("n");
  await page.keyboard.press("[");
  assert.equal(await current(page), "白鹭");
  await page.keyboard.press("]");
  assert.equal(await current(page), "白鹭村");
  await page.keyboard.press("Shift+BracketLeft");
  assert.equal(await current(page), "到白鹭村");
  await page.keyboard.press("Shift+BracketRight");
  assert.equal(await current(page), "白鹭村");

  await page.keyboard.press("c");
  assert.equal(await focused(), "kind");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await page.keyboard.press("e");
  assert.equal(await focused(), "becomes");
  await page.keyboard.insertText("某村");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");

  await page.keyboard.press("m");
  await page.keyboard.insertText("小舟");
  await page.getByText("文中有 2 处").waitFor();
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await current(page), "小舟");
  assert.match(await page.getByRole("status").innerText(), /全文遮盖“小舟”，2 处/);

  await page.keyboard.press("t");
  assert.equal(await current(page), "XX");
  await page.keyboard.press("w");
  assert.equal(await page.locator(".why").getAttribute("open"), "");
  await page.keyboard.press("Escape");

  await page.keyboard.press("s");
  assert.equal(await focused(), "style");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  for (const [key, view] of [["2", "inline"], ["3", "side"], ["4", "result"], ["1", "review"]]) {
    await page.keyboard.press(String(key));
    assert.equal(await page.locator(`#paper.view-${view}`).count(), 1);
  }

  await page.keyboard.press("?");
  assert.equal(await page.getByRole("dialog").getByRole("heading", { name: "快捷键" }).count(), 1);
  await page.keyboard.press("Escape");
  assert.equal(await page.getByRole("dialog").count(), 0);

  await settled(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("d")]);
  const text = fs.readFileSync(await download.path(), "utf8");
  assert.ok(text.includes("2023年度") && text.includes("某村") && !text.includes("小舟") && !text.includes("沈怀瑾"), text);
  await page.close();
});

test("the menu and the list by keys; Escape leads back", async () => {
  const page = await given.open([{ name: "a.txt", content: REPORT }]);
  await page.focus("#download");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-entry")), "get-masked");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-entry")), "get-plan");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "download");
  await page.focus("#list");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator('#list [aria-selected="true"]').getAttribute("aria-posinset"), "2");
  assert.equal(await page.locator("#list").getAttribute("aria-activedescendant"), "row-1");
  await page.close();
});

test("every stop of the Tab key can be seen, and the way leads round", async () => {
  const page = await given.open([{ name: "a.txt", content: REPORT }]);
  await page.keyboard.press("n");
  const seen = new Set();
  for (let stop = 0; stop < 80; stop += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const now = document.activeElement;
      if (!now || now === document.body) return "";
      const style = getComputedStyle(now);
      const box = now.getBoundingClientRect();
      const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0;
      return `${shown ? "" : "unseen "}${now.localName}#${now.id}.${now.getAttribute("data-act") ?? now.getAttribute("data-todo") ?? now.getAttribute("data-group") ?? now.getAttribute("data-key") ?? now.getAttribute("aria-label") ?? now.textContent}`;
    });
    if (seen.has(at) && at !== "") break;
    seen.add(at);
  }
  const all = [...seen].join("\n");
  assert.ok(!all.includes("unseen"), all);
  for (const wanted of ["select#style", "#undo", "#download", "#list", "#desk-paper", "span#.f:", ".accept", ".never", "#becomes", "#kind"]) {
    if (wanted === "#undo") continue;
    assert.ok(all.includes(wanted), `${wanted} in\n${all}`);
  }
  await page.close();
});

test("single keys can be turned off, and do nothing in a field", async () => {
  const page = await given.open([{ name: "a.txt", content: REPORT }]);
  await page.keyboard.press("n");
  await page.keyboard.press("e");
  await page.keyboard.type("ax");
  assert.equal(await page.locator("#paper .s-accept, #paper .s-reject").count(), 0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByLabel("启用单键快捷键").uncheck();
  await page.keyboard.press("Escape");
  const before = await current(page);
  await page.keyboard.press("n");
  assert.equal(await current(page), before);
  await page.close();
});
