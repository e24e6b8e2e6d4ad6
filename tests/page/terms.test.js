// What was decided throughout a document holds for later ones, when the person says so and not before.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { REPORT } from "./documents.js";
import { add, mark, select, settled, together } from "./harness.js";

const given = together([]);

test("words go into the configuration when the person says so, and hold from then on", async () => {
  const page = await given.open([{ name: "a.txt", content: REPORT }]);
  await mark(page, "沈怀瑾").click();
  await page.click('[data-act="never"]');
  await select(page, "小舟");
  await page.locator("#pop").getByRole("button", { name: "同词都遮盖" }).click();
  await mark(page, "白鹭村").click();
  await page.click('[data-act="never"]');
  await settled(page);
  assert.ok(!fs.existsSync(path.join(given.folder, "yinmo.toml")));
  await page.click("#download");
  await page.click('[data-entry="save-terms"]');
  await page.getByRole("dialog").getByLabel("白鹭村").uncheck();
  await page.click('[data-act="save"]');
  await page.getByRole("dialog").getByText("已写入").waitFor();
  assert.match(fs.readFileSync(path.join(given.folder, "yinmo-terms.txt"), "utf8"), /^小舟\tentity\/person$/m);
  const kept = fs.readFileSync(path.join(given.folder, "yinmo-keep.txt"), "utf8");
  assert.ok(kept.includes("沈怀瑾") && !kept.includes("白鹭村"), kept);
  await page.keyboard.press("Escape");
  await add(page, [{ name: "b.txt", content: REPORT }]);
  assert.equal(await mark(page, "小舟").count(), 1);
  assert.equal(await mark(page, "沈怀瑾").count(), 0);
  assert.equal(await mark(page, "白鹭村").count(), 1);
  await page.close();
});
