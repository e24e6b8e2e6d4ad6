// Documents and names that want to be markup, scripts or something else than they are: they stay text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { docx } from "./documents.js";
import { select, settled, take, together } from "./harness.js";

const given = together();
const HOSTILE = [
  `<img src=x onerror="window.hit=1">沈怀瑾同志</p></div></script><script>window.hit=2</script>`,
  `沈怀瑾"><svg/onload=window.hit=3>先后12次到<b onmouseover=window.hit=4>白鹭村</b>检查`,
  "javascript:window.hit=5 ${window.hit=6} {{constructor.constructor('window.hit=7')()}} <!-- --> ]]> &lt;img&gt; &#x3c;",
  "镇党委书记\u202e瑾怀沈\u202c与\u2066陆明远\u2069、\u200b张\u0001三\ufeff到会，\ud83d\ude00投入86.5万元",
  "__proto__ constructor toString 联系人：沈怀瑾，电话：13912345679，邮箱：<a@b.example>",
].join("\n");
const NAMES = [`"><img src=x onerror=window.hit=8>.txt`, "</title><script>window.hit=9</script>.txt", "甲\u202etxt.exe.txt", "__proto__.txt", `a'b"c;d=e,\r\nX-Evil: 1.txt`, "../../etc/passwd.txt"];

/** @param {import("playwright-core").Page} page */
async function isHarmless(page) {
  const found = await page.evaluate(() => ({
    hit: /** @type {any} */ (window).hit,
    strange: [...document.querySelectorAll("img, script:not([src='/main.js']), iframe, object, embed, a:not(.skip), b:not(.todo-words b), base, form:not(#paste, dialog form), svg:not(.icon)")].map(({ outerHTML }) => outerHTML),
    handlers: [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes]).filter(({ name }) => name.startsWith("on")).map(({ name }) => name),
  }));
  assert.deepEqual(found, { hit: undefined, strange: [], handlers: [] });
}

test("a hostile document in every view, list, dialog and file", async () => {
  const page = await given.open([{ name: "a.txt", content: HOSTILE }]);
  const shown = (await page.locator("#paper").innerText()).replaceAll(/\s+/g, "");
  assert.ok(shown.includes(`<imgsrc=xonerror="window.hit=1">沈怀瑾`), shown);
  for (const view of ["2", "3", "4", "1"]) {
    await page.keyboard.press(view);
    await isHarmless(page);
  }
  for (let step = 0; step < 6; step += 1) {
    await page.keyboard.press("n");
    await isHarmless(page);
  }
  await page.keyboard.press("w");
  await page.keyboard.press("Escape");
  await select(page, "<b onmouseover=window.hit=4>");
  await page.locator("#pop").getByRole("button", { name: "同词都遮盖" }).click();
  await page.fill('[data-act="becomes"]', "<i onclick=window.hit=10>x</i>");
  await page.press('[data-act="becomes"]', "Enter");
  await settled(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("4");
  assert.ok((await page.locator("#paper").innerText()).includes("<i onclick=window.hit=10>"));
  await page.click("#download");
  await page.click('[data-entry="save-terms"]');
  assert.ok((await page.getByRole("dialog").innerText()).includes("<b onmouseover"));
  await isHarmless(page);
  await page.keyboard.press("Escape");
  await take(page, "plan");
  await isHarmless(page);
  await page.close();
});

test("hostile names", async () => {
  const page = await given.open();
  for (const name of NAMES) {
    await page.evaluate(
      ([given, text]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([String(text)], String(given)));
        document.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
      },
      [name, "沈怀瑾同志到会。"],
    );
    await page.locator(".tab").nth(NAMES.indexOf(name)).waitFor();
    await settled(page);
    await isHarmless(page);
    const file = await take(page, "masked");
    assert.ok(!/[\r\n"<>/\\]/.test(file.name) || !file.name.includes("/"), file.name);
  }
  assert.equal(await page.title(), "隐墨 · 文稿脱敏审阅");
  const names = await page.locator(".tab-name bdi").allInnerTexts();
  assert.ok(names.every((name) => !name.includes("\u202e") && !name.includes("/")), names.join("\n"));
  await page.close();
});

test("markup in other formats, broken files, and what is no plan", async () => {
  const page = await given.open([
    { name: "a.docx", content: docx(HOSTILE.replaceAll("\u0001", "").split("\n")) },
    { name: "a.html", content: "<p>沈怀瑾同志<img src=x onerror=window.hit=11></p><script>window.hit=12</script>" },
    { name: "a.svg.txt", content: "<svg xmlns='http://www.w3.org/2000/svg' onload='window.hit=13'/>" },
  ]);
  await isHarmless(page);
  await page.setInputFiles("#files", [{ name: "<i>broken</i>.docx", mimeType: "x/x", buffer: Buffer.from("PK\x03\x04 no archive") }]);
  await page.getByRole("alert").getByText("<i>broken</i>.docx").waitFor();
  await isHarmless(page);
  await page.click("#download");
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.click('[data-entry="load-plan"]')]);
  await chooser.setFiles({ name: "<b>plan.json", mimeType: "x/x", buffer: Buffer.from('{"version":"<img src=x onerror=window.hit=14>"}') });
  await page.getByRole("alert").getByText("<b>plan.json").waitFor();
  await isHarmless(page);
  await page.close();
});

test("even a mistake could not turn text into markup: the browser is told to refuse it", async () => {
  const page = await given.blank();
  await page.goto(given.address);
  const refused = await page.evaluate(() => {
    try {
      document.body.innerHTML = "<p>x</p>";
      return false;
    } catch {
      return true;
    }
  });
  assert.ok(refused);
  await page.close();
});
