// A person reviews a document; what is downloaded is what the command line makes of the same plan.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { docx, REPORT } from "./documents.js";
import { add, mark, select, settled, take, together, yinmo } from "./harness.js";

const given = together();
const ROWS = [["姓名", "村", "电话"], ["沈怀瑾", "白鹭村", "13512345678"], ["陆明远", "青石湾村", "13912345679"]];

/**
 * What `yinmo apply` writes by a plan.
 * @param {string} name
 * @param {Buffer | string} content
 * @param {Buffer} plan
 * @param {string[]} [options]
 */
async function applied(name, content, plan, options = []) {
  const folder = fs.mkdtempSync(path.join(given.folder, "apply-"));
  fs.writeFileSync(path.join(folder, name), content);
  fs.writeFileSync(path.join(folder, "plan.json"), plan);
  const out = `out${path.extname(name)}`;
  await yinmo(["apply", "plan.json", "-o", out, ...options], folder);
  return fs.readFileSync(path.join(folder, out));
}

for (const name of ["report.docx", "report.txt"]) {
  test(`${name}: accept, reject, add, widen, other kind, other words, other style; the file is the command's`, async () => {
    const content = name.endsWith("docx") ? docx(REPORT.split("\n"), ROWS) : REPORT;
    const page = await given.open([{ name, content }]);
    await mark(page, "沈怀瑾").click();
    await page.click('[data-act="accept"]');
    await mark(page, "3.2").click();
    await page.click('[data-act="reject"]');
    await mark(page, "青石湾村").click();
    await page.selectOption('[data-act="kind"]', "entity/person");
    await mark(page, "青石湾村").first().click();
    await page.fill('[data-act="becomes"]', "某村");
    await page.press('[data-act="becomes"]', "Enter");
    await mark(page, "白鹭村").click();
    await page.click('[data-act="end-in"]');
    assert.equal(await mark(page, "白鹭").count() > 0, true);
    await page.click('[data-act="end-out"]');
    await select(page, "小舟");
    await page.locator("#pop").getByRole("button", { name: "同词都遮盖" }).click();
    assert.equal(await mark(page, "小舟", 1).count(), 1);
    await select(page, "信息员");
    await page.locator("#pop").getByRole("button", { name: "遮盖所选" }).click();
    await page.selectOption("#style", "mou");
    await settled(page);
    await page.getByRole("radio", { name: "成稿" }).click();
    const result = await page.locator("#paper").innerText();
    assert.ok(result.includes("3.2亿元") && result.includes("某村"), result);
    assert.ok(!result.includes("小舟") && !result.includes("信息员") && !result.includes("沈怀瑾"), result);

    const plan = await take(page, "plan");
    const masked = await take(page, "masked");
    assert.match(masked.name, /^report.*\.(docx|txt)$/);
    assert.deepEqual(masked.content, await applied(name, content, plan.content));
    assert.notDeepEqual(masked.content, Buffer.from(content));
    if (name.endsWith("txt")) {
      // What the page shows is what the file holds.
      assert.equal(result.replaceAll(/\s+/g, ""), masked.content.toString().replaceAll(/\s+/g, ""));
    } else {
      const tracked = await take(page, "tracked");
      assert.notDeepEqual(tracked.content, masked.content);
      assert.equal(tracked.content.subarray(0, 2).toString(), "PK");
    }
    const receipt = JSON.parse((await take(page, "receipt")).content.toString());
    assert.ok(!JSON.stringify(receipt).includes("沈怀瑾"));
    assert.match((await take(page, "report")).content.toString(), /^<!doctype html>/i);
    await page.close();
  });
}

test("a plan of the command line is looked at, and its decisions come back in the file", async () => {
  const folder = fs.mkdtempSync(path.join(given.folder, "plan-"));
  fs.writeFileSync(path.join(folder, "report.txt"), REPORT);
  await yinmo(["mask", "--clean", "report.txt", "--isolated", "--plan", "plan.json"], folder);
  const plan = JSON.parse(fs.readFileSync(path.join(folder, "plan.json"), "utf8"));
  const edit = plan.documents[0].edits.find((/** @type {{text: string}} */ { text }) => text === "95%" || text === "95");
  edit.status = "reject";
  fs.writeFileSync(path.join(folder, "plan.json"), JSON.stringify(plan));
  const page = await given.open([{ name: "report.txt", content: REPORT }]);
  await page.click("#download");
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.click('[data-entry="load-plan"]')]);
  await chooser.setFiles(path.join(folder, "plan.json"));
  await page.waitForSelector("#paper .f.s-reject");
  await settled(page);
  assert.equal(await page.locator("#paper .f.s-reject").innerText(), edit.text);
  const masked = await take(page, "masked");
  assert.deepEqual(masked.content, await applied("report.txt", REPORT, Buffer.from(JSON.stringify(plan))));
  await page.keyboard.press("z");
  await page.waitForFunction(() => !document.querySelector("#paper .f.s-reject"));
  await page.close();
});

test("everything can be undone and done again", async () => {
  const page = await given.open([{ name: "a.txt", content: REPORT }]);
  const start = await page.locator("#paper").innerHTML();
  await mark(page, "沈怀瑾").click();
  await page.click('[data-act="never"]');
  await page.selectOption("#style", "tag");
  await select(page, "小舟");
  await page.keyboard.press("m");
  await settled(page);
  assert.equal(await page.locator("#paper .f.s-reject").count(), 2);
  for (let step = 0; step < 3; step += 1) await page.click("#undo");
  await page.waitForFunction(() => /** @type {HTMLButtonElement} */ (document.getElementById("undo")).disabled);
  await settled(page);
  await page.evaluate(() => document.querySelectorAll(".current").forEach((mark) => mark.classList.remove("current")));
  const plain = (/** @type {string} */ html) => html.replaceAll(/ (tabindex|aria-current|style|class)="[^"]*"/g, "");
  assert.equal(plain(await page.locator("#paper").innerHTML()), plain(start));
  for (let step = 0; step < 3; step += 1) await page.click("#redo");
  await settled(page);
  assert.equal(await page.locator("#paper .f.s-reject").count(), 2);
  assert.equal(await page.inputValue("#style"), "tag");
  assert.equal(await mark(page, "小舟").count(), 1);
  await page.close();
});

test("the verdict and the list say what is left; what is masked is left no more", async () => {
  const page = await given.open([{ name: "a.txt", content: REPORT }]);
  const verdicts = () => page.locator(".verdict").evaluateAll((all) => all.map(({ className }) => className));
  assert.deepEqual(await verdicts(), ["verdict ready", "verdict not-yet"]);
  assert.match(await page.locator("#todo").innerText(), /数字待填 XX[\s\S]*模板字段 【填写姓名】/);
  await page.locator(".todo-item").nth(1).click();
  assert.equal(await page.locator("#paper .current").innerText(), "【填写姓名】");
  await page.click('[data-act="mask-it"]');
  await settled(page);
  assert.ok(!(await page.locator("#todo").innerText()).includes("【填写姓名】"));
  await page.close();
});

test("several files at once, in tabs; a closed one is forgotten", async () => {
  const page = await given.open([{ name: "甲.txt", content: REPORT }, { name: "乙.txt", content: "沈怀瑾同志到会。" }]);
  assert.equal(await page.locator(".tab.on").innerText(), "乙.txt");
  await page.getByRole("button", { name: "甲.txt", exact: true }).click();
  await settled(page);
  assert.match(await page.locator("#paper").innerText(), /防汛/);
  const gone = page.waitForRequest((request) => request.method() === "DELETE");
  await page.getByRole("button", { name: "关闭 甲.txt" }).click();
  assert.equal((await (await gone).response())?.status(), 204);
  assert.equal(await page.locator(".tab").count(), 1);
  await add(page, [{ name: "丙.html", content: "<p>临江县财政局拨付3.2万元。</p>" }]);
  assert.equal(await page.locator(".tab").count(), 2);
  await page.close();
});

test("pasted text, a word's explanation, groups hidden, all four views", async () => {
  const page = await given.open();
  await page.fill("#pasted", REPORT);
  await page.getByRole("button", { name: "开始检查" }).click();
  await settled(page);
  await mark(page, "沈怀瑾").click();
  await page.locator(".why summary").click();
  await page.waitForSelector(".evidence li");
  assert.match(await page.locator(".evidence").innerText(), /姓氏“沈”/);
  const figures = await page.locator("#paper .f.g-figure").count();
  assert.ok(figures > 3);
  await page.click('#legend [data-group="figure"]');
  assert.equal(await page.locator("#paper .f.g-figure:not(.muted)").count(), 0);
  await page.click('#legend [data-group="figure"]');
  assert.equal(await page.locator("#paper .f.g-figure:not(.muted)").count(), figures);
  await page.getByRole("radio", { name: "行内对照" }).click();
  assert.equal(await page.locator("#paper del").first().innerText(), "临江县柳林镇人民政府");
  assert.equal(await page.locator("#paper ins").first().innerText(), "XX县XX镇人民政府");
  await page.getByRole("radio", { name: "左右对照" }).click();
  assert.equal(await page.locator(".pair .result").first().innerText(), "XX县XX镇人民政府");
  await page.close();
});

test("what should be masked and is not: the download asks first", async () => {
  const page = await given.open([{ name: "a.txt", content: REPORT }]);
  await page.route("**/download?what=masked", (route) => route.fulfill({ status: 409, json: { error: { code: "left", message: "2 findings", left: 2 } } }));
  await page.keyboard.press("d");
  await page.getByRole("dialog").getByText("还有 2 处应遮盖的内容").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "仍然导出" }).click()]);
  assert.match(download.suggestedFilename(), /\.txt$/);
  await page.close();
});

test("a service that ended is told of", async () => {
  const page = await given.open();
  await page.route("**/page/documents*", (route) => route.abort());
  await page.fill("#pasted", "沈怀瑾同志到会。");
  await page.getByRole("button", { name: "开始检查" }).click();
  await page.getByRole("alert").getByText("本机程序没有回应").waitFor();
  await page.close();
});

test("without its key the page reads nothing and says so", async () => {
  const page = await given.blank();
  await page.goto(given.address.split("#")[0] ?? "");
  await page.getByRole("alert").getByText("没有口令").waitFor();
  await page.close();
});
