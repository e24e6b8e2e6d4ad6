// The parts that know nothing of a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { nameIn } from "../../src/cli/serve/page/api.js";
import { Decisions } from "../../src/cli/serve/page/decisions.js";
import { Review } from "../../src/cli/serve/page/review.js";
import { RULE_NAMES } from "../../src/cli/serve/page/rule-names.js";
import { blocks, changed, disjoint, occurrences, paragraphs, stepOver, touches, within } from "../../src/cli/serve/page/text.js";
import { WORDS } from "../../src/cli/serve/page/words.js";

/** @import {Finding} from "../../src/cli/serve/page/types.js" */

/**
 * @param {string} text
 * @param {[string, string][]} words
 */
function review(text, words) {
  const findings = words.map(([word, rule], index) => {
    const start = text.indexOf(word);
    return /** @type {Finding} */ ({ id: `f${index}`, unit: 0, start, end: start + word.length, rule, group: rule.split("/")[0], score: 0.9, action: rule.startsWith("placeholder") ? "report" : "mask", replacement: "XX" });
  });
  return new Review({ id: "d", name: "a.txt", kind: "text", size: 1, units: [{ label: null, text }], findings, notes: [] }, "xx");
}

test("paragraphs and blocks hold the whole text, once and in order", () => {
  for (const text of ["", "\n", "甲", "甲\n乙", "甲\n\n乙\n", "长".repeat(9000), `${"句子。".repeat(3000)}\n尾`, "😀".repeat(4000)]) {
    const all = paragraphs([{ label: null, text }]);
    assert.equal(all.map(({ start, end }) => text.slice(start, end)).join(""), text);
    assert.ok(all.every(({ start, end }) => end - start <= 3001));
    assert.ok(all.every(({ start }) => !/^[\udc00-\udfff]/.test(text.slice(start))));
    assert.deepEqual(blocks(all).flatMap((block) => block.paragraphs), all);
  }
  const units = [{ label: "word/document.xml ¶1", text: "甲" }, { label: "word/document.xml ¶2", text: "乙" }, { label: "docProps/core.xml creator", text: "丙", role: "carrier" }];
  assert.deepEqual(paragraphs(units).map(({ label }) => label), [null, null, "docProps/core.xml creator"]);
});

test("places: within, touching, apart, changed text, whole characters", () => {
  const places = [{ unit: 0, start: 1, end: 3 }, { unit: 0, start: 5, end: 6 }, { unit: 1, start: 0, end: 2 }];
  assert.deepEqual(within(places, { unit: 0, start: 2, end: 6 }), places.slice(0, 2));
  assert.equal(touches(places, { unit: 0, start: 3, end: 5 }), false);
  assert.equal(touches(places, { unit: 1, start: 1, end: 9 }), true);
  const text = "甲乙丙丁";
  assert.equal(changed(text, [{ unit: 0, start: 1, end: 2, item: null, replacement: "XX" }, { unit: 0, start: 2, end: 3, item: null, replacement: null }], 0), "甲XX丙丁");
  assert.deepEqual(occurrences([{ label: null, text: "甲甲甲" }], "甲甲"), [{ unit: 0, start: 0, end: 2 }]);
  assert.equal(stepOver("a👨‍👩‍👧b", 1, 1), 9);
  assert.equal(stepOver("a👨‍👩‍👧b", 9, -1), 1);
  assert.equal(disjoint([]).length, 0);
});

test("decisions go back and forth, several at once", () => {
  const made = new Decisions("xx");
  assert.equal(made.change("nothing", [["style", "xx"]]), null);
  made.change("two", [["f:1", { status: "reject" }], ["style", "mou"]]);
  made.change("one", [["f:1", { status: "accept", replacement: "某" }]]);
  assert.deepEqual(made.wire(() => true), { style: "mou", clean: true, changes: [{ id: "1", status: "accept", replacement: "某" }], added: [] });
  assert.equal(made.undo()?.label, "one");
  assert.equal(made.undo()?.label, "two");
  assert.deepEqual(made.wire(() => true), { style: "xx", clean: true, changes: [], added: [] });
  assert.equal(made.undo(), null);
  made.redo();
  assert.deepEqual([made.style, made.canRedo], ["mou", true]);
  made.change("another", [["style", "x"]]);
  assert.equal(made.canRedo, false);
});

test("a word everywhere: found places are accepted, missed ones added, those inside of others left", () => {
  const subject = review("沈怀瑾说，小舟与沈怀瑾到小舟村。", [["沈怀瑾", "entity/person"], ["小舟村", "entity/place"]]);
  const { values, places } = subject.everywhere("小舟", "entity/person");
  assert.equal(places, 1);
  subject.change("小舟", values);
  assert.deepEqual(subject.items.map((item) => subject.text(item)), ["沈怀瑾", "小舟", "小舟村"]);
  subject.change("沈怀瑾", subject.everywhere("沈怀瑾", "entity/person").values);
  assert.deepEqual(subject.wire().changes, [{ id: "f0", status: "accept" }]);
  assert.equal(subject.wire().added.length, 2);
  subject.change("小舟", subject.nowhere("小舟", "entity/person").values);
  assert.equal(subject.wire().added.length, 1);
  assert.deepEqual([...subject.decisions.terms()].map(([word, { kind }]) => [word, kind]), [["小舟", "never"], ["沈怀瑾", "always"]]);
});

test("ends move by a character, not over a neighbour, a line's end or to nothing", () => {
  const subject = review("沈怀瑾12次\n到", [["沈怀瑾", "entity/person"], ["12", "figure/count"]]);
  const [name, count] = subject.items;
  assert.ok(name && count);
  assert.equal(subject.resized(name, "start", 1), null);
  assert.equal(subject.resized(name, "end", 1), null);
  assert.deepEqual(subject.resized(count, "end", 1), { start: 3, end: 6 });
  subject.change("range", subject.alter(count, { start: 3, end: 6 }));
  assert.equal(subject.resized(/** @type {typeof count} */ (subject.byKey.get(count.key)), "end", 1), null);
  assert.deepEqual(subject.wire().changes, [{ id: "f1", status: "accept", end: 6 }]);
  const one = review("甲", [["甲", "entity/org"]]);
  assert.equal(one.resized(/** @type {typeof count} */ (one.items[0]), "end", -1), null);
});

test("the server's edits decide what is drawn: joined ones are one, those without a finding can be decided", () => {
  const subject = review("沈怀瑾与陆明远。页码3", [["沈怀瑾", "entity/person"], ["陆明远", "entity/person"]]);
  const verdict = { template: true, release: true, because: [] };
  const edits = [
    { finding: "f0", findings: ["f0", "f1"], unit: 0, start: 0, end: 7, replacement: "XX", rule: "entity/person" },
    { finding: "e24-31", findings: [], unit: 0, start: 8, end: 11, replacement: "", rule: "marker/pagination" },
  ];
  subject.take({ edits, todo: [], verdict }, 0);
  assert.deepEqual(subject.items.map(({ key }) => key), ["f:f0", "f:e24-31"]);
  assert.equal(subject.result(0), "XX。");
  subject.change("keep", subject.decide(subject.items, "reject"));
  assert.deepEqual(subject.wire().changes.map(({ id, status }) => `${id} ${status}`).sort(), ["e24-31 reject", "f0 reject", "f1 reject"]);
  // Its id holds for the style that it came with.
  subject.change("style", [["style", "mou"]]);
  assert.deepEqual(subject.wire().changes.map(({ id }) => id).sort(), ["f0", "f1"]);
});

test("what is drawn on the fast way is what a fresh look would give", () => {
  const text = "甲村乙村丙村丁村戊村己村";
  const words = /** @type {[string, string][]} */ ([..."甲乙丙丁戊己"].map((name) => [`${name}村`, "entity/place"]));
  const subject = review(text, words);
  let seed = 7;
  for (let step = 0; step < 300; step += 1) {
    seed = (seed * 48271) % 2147483647;
    const item = subject.items[seed % subject.items.length];
    if (!item) continue;
    const way = seed % 7;
    if (way < 3) subject.change(`${step}`, subject.decide([item], way === 0 ? "reject" : "accept"));
    else if (way === 3) subject.change(`${step}`, subject.alter(item, { replacement: `${step}` }));
    else if (way === 4) subject.change(`${step}`, subject.alter(item, subject.resized(item, "end", -1) ?? {}));
    else if (way === 5) subject.undo();
    else subject.redo();
    const fresh = review(text, words);
    fresh.change("all", subject.decisions.taken(subject.wire()));
    const shape = (/** @type {Review} */ { items, spans }) => JSON.stringify([items.map(({ start, end, status, replacement }) => [start, end, status === "open" ? "accept" : status, replacement]), spans.map(({ start, end, replacement }) => [start, end, replacement])]);
    assert.equal(shape(subject), shape(fresh), `step ${step}`);
  }
});

test("every word has both languages; a file's name is read from its header", () => {
  for (const [key, pair] of Object.entries(WORDS)) {
    const [zh, en] = pair.map((words) => [...words.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort().join());
    assert.equal(zh, en, key);
  }
  assert.ok(Object.values(RULE_NAMES).every((names) => names.length === 3 && names.every((name) => name !== "")));
  assert.equal(nameIn(`attachment; filename="x.txt"; filename*=UTF-8''%E7%94%B2.txt`), "甲.txt");
  assert.equal(nameIn(`attachment; filename*=UTF-8''%E7%94`), "yinmo");
  assert.equal(nameIn(null), "yinmo");
});
