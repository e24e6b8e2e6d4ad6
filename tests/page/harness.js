// The real program and a real browser, once for each file of tests.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

/** @import {Browser, Page} from "playwright-core" */

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
const binary = path.resolve(process.env["YINMO_BIN"] ?? path.join(root, "target/debug/yinmo"));
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Where screenshots go. */
export const shots = path.resolve(process.env["YINMO_PAGE_SHOTS"] ?? path.join(root, "target/page-shots"));

/** @param {string} file below the project's folder */
export const inProject = (file) => path.join(root, file);

/**
 * Runs the command as a person would, and gives back what it prints.
 * @param {string[]} typed
 * @param {string} folder
 */
export async function yinmo(typed, folder) {
  return promisify(execFile)(binary, typed, { cwd: folder, maxBuffer: 1 << 28 });
}

/**
 * A service and a browser for the tests of one file.
 * @param {string[]} [options] what else is typed behind `serve`
 */
export function together(options = ["--isolated"]) {
  const given = {
    folder: "",
    address: "",
    /** Requests to anywhere else, and what the page complained of. @type {string[]} */
    complaints: [],
    browser: /** @type {Browser} */ (/** @type {unknown} */ (null)),
    /** @type {import("node:child_process").ChildProcess | null} */
    service: null,
    /**
     * A fresh page, in a browser that has seen nothing before, with these files open on it.
     * @param {{name: string, content: Buffer | string}[]} [files]
     * @param {string} [locale]
     */
    async open(files = [], locale = "zh-CN") {
      const page = await given.blank(locale);
      watch(page, given.complaints, new URL(given.address).origin);
      await page.goto(given.address);
      await page.waitForFunction(() => location.hash === "");
      if (files.length > 0) await add(page, files);
      return page;
    },
    /** @param {string} [locale] */
    async blank(locale = "zh-CN") {
      const page = await given.browser.newPage({ acceptDownloads: true, locale, viewport: { width: 1440, height: 900 } });
      page.setDefaultTimeout(60_000);
      return page;
    },
  };
  before(async () => {
    given.folder = fs.mkdtempSync(path.join(os.tmpdir(), "yinmo-page-"));
    given.service = spawn(binary, ["serve", "--no-open", ...options], { cwd: given.folder, stdio: ["ignore", "pipe", "inherit"] });
    given.address = await firstLine(given.service);
    given.browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: FLAGS });
  });
  after(async () => {
    await given.browser?.close();
    given.service?.kill();
    fs.rmSync(given.folder, { recursive: true, force: true });
    assert.deepEqual(given.complaints, []);
  });
  return given;
}

/** @param {import("node:child_process").ChildProcess} service */
function firstLine(service) {
  return new Promise((resolve, reject) => {
    let text = "";
    service.stdout?.on("data", (/** @type {Buffer} */ piece) => {
      text += piece;
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")).trim());
    });
    service.once("exit", (status) => reject(new Error(`the service ended with ${status} before it said where it is`)));
  });
}

/**
 * @param {Page} page
 * @param {string[]} complaints
 * @param {string} origin
 */
function watch(page, complaints, origin) {
  page.on("pageerror", (error) => complaints.push(`error: ${error.stack}`));
  page.on("console", (message) => {
    // A refusal that the page tells of is also logged by the browser.
    if (message.type() === "error" && !message.text().includes("Failed to load resource")) complaints.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("blob:")) complaints.push(`request: ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    if (dialog.type() !== "beforeunload") complaints.push(`dialog: ${dialog.message()}`);
    void dialog.accept();
  });
}

/**
 * @param {Page} page
 * @param {{name: string, content: Buffer | string}[]} files
 */
export async function add(page, files) {
  const open = await page.locator(".tab").count();
  await page.setInputFiles("#files", files.map(({ name, content }) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) })));
  await page.waitForFunction((n) => document.querySelectorAll(".tab").length === n, open + files.length);
  await settled(page);
}

/**
 * Until the server has answered to everything that was decided.
 * @param {Page} page
 */
export async function settled(page) {
  await page.waitForFunction(() => !document.body.classList.contains("busy") && document.querySelectorAll(".verdict").length === 2 && !document.querySelector(".verdict.working"));
}

/**
 * Takes a file from the menu.
 * @param {Page} page
 * @param {string} what
 */
export async function take(page, what) {
  await page.click("#download");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`[data-entry="get-${what}"]`)]);
  return { name: download.suggestedFilename(), content: fs.readFileSync(await download.path()) };
}

/**
 * The mark of a word in the document, the nth of them.
 * @param {Page} page
 * @param {string} word
 * @param {number} [nth]
 */
export function mark(page, word, nth = 0) {
  return page.locator("#paper .f[data-key]").filter({ hasText: new RegExp(`^${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`) }).nth(nth);
}

/**
 * Selects a word of the document as a mouse would.
 * @param {Page} page
 * @param {string} word
 * @param {number} [nth]
 */
export async function select(page, word, nth = 0) {
  const found = await page.evaluate(
    ([wanted, count]) => {
      const walker = document.createTreeWalker(/** @type {Node} */ (document.getElementById("paper")), NodeFilter.SHOW_TEXT);
      let left = Number(count);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent ?? "";
        for (let at = text.indexOf(String(wanted)); at >= 0; at = text.indexOf(String(wanted), at + 1)) {
          if (left > 0) {
            left -= 1;
            continue;
          }
          getSelection()?.setBaseAndExtent(node, at, node, at + String(wanted).length);
          node.parentElement?.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
          return true;
        }
      }
      return false;
    },
    [word, nth],
  );
  assert.ok(found, `the document has no ${word}`);
}
