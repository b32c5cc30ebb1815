// What is too long for a link: the page says so, asks before it is lost, and tells of large files.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { start_browser, with_lab } from "./lab.mjs";

let session;
before(async () => {
  session = await start_browser();
});
after(() => session?.close());

/// The page asks nobody in a browser that a program drives: here it takes this one for a person's.
const as_person = {
  fragment: "?tour=no",
  before: (page) => page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "webdriver", { get: () => false });
  }),
};

const rows = (count) => ({
  version: 1,
  name: "own rows",
  data: {
    kind: "inline", inputs: 2, columns: ["a", "b", "c"], task: "regression",
    train: Array.from({ length: count }, (_, i) => [i % 13, i % 7, (i % 11) / 10]),
  },
  network: { inputs: 2, layers: [{ units: 3, activation: "tanh" }, { units: 1, activation: "linear" }] },
});

const hash = (lab) => lab.page.evaluate(() => location.hash);
const has_link = (lab) => lab.page.waitForFunction(() => location.hash !== "");
const has_note = async (lab) => (await lab.widgets()).some(({ id }) => id === "note");
/// The address follows a change after a quarter of a second.
const follow = (lab) => lab.page.waitForTimeout(600);
/// Whether the browser would ask before it leaves the page.
const would_ask = () => !globalThis.dispatchEvent(new Event("beforeunload", { cancelable: true }));
const asks = (lab) => lab.page.evaluate(would_ask);

test("rows too many for the address are told once, and asked about until they are saved", async () => {
  await with_lab(session, as_person, async (lab) => {
    await lab.call("load", rows(20));
    await has_link(lab);
    assert.equal(await asks(lab), false);
    assert.equal(await has_note(lab), false);

    assert.deepEqual(await lab.call("load", rows(20000)), { ok: true });
    assert.match((await lab.widget("note")).text, /too long for the page's address.*save it as a file/);
    assert.equal(await hash(lab), "");
    assert.equal(await asks(lab), true);
    await lab.screenshot("no-link");
    await lab.call("step", "batch"); // the note stays while one goes on
    await lab.frames(3);
    assert.equal(await has_note(lab), true);
    await lab.click("note.close");
    await lab.call("set", "training.learning_rate", 0.01);
    await follow(lab);
    assert.equal(await has_note(lab), false);
    assert.equal(await asks(lab), true);

    const saved = (press) => Promise.all([lab.page.waitForEvent("download"), press()]);
    const [download] = await saved(() => lab.command("save"));
    assert.equal(await asks(lab), false);
    await lab.call("step", "batch"); // the file trains as far
    await follow(lab);
    assert.equal(await asks(lab), false);
    await lab.call("set", "training.learning_rate", 0.02);
    await follow(lab);
    assert.equal(await asks(lab), true);
    await lab.command("share");
    await lab.page.waitForSelector("#share", { state: "visible" });
    await saved(() => lab.page.click("#share-save"));
    await lab.page.click("#share-close");
    assert.equal(await asks(lab), false);

    await lab.call("load", rows(20000));
    await follow(lab);
    assert.equal(await asks(lab), true);
    await lab.page.evaluate(() => globalThis.dispatchEvent( // an exercise's report
      new CustomEvent("backprop-lab-save", { detail: { name: "report.txt", text: "1" } })));
    assert.equal(await asks(lab), true);
    await lab.call("lesson", "houses", 2); // the rows wait behind it, and behind another data set
    await follow(lab);
    assert.match(await hash(lab), /lesson/);
    assert.equal(await asks(lab), true);
    await lab.call("leave_lesson");
    await lab.call("set", "data.set", "xor");
    await has_link(lab);
    assert.equal(await asks(lab), true);
    await lab.page.setInputFiles("#file", await download.path()
      .then((path) => ({ name: "own-rows.json", mimeType: "application/json", buffer: readFileSync(path) })));
    await lab.wait_for((now) => now.experiment.name === "own rows", "the file to open");
    await follow(lab);
    assert.equal(await hash(lab), "");
    assert.equal(await asks(lab), false); // as it is in that file

    // Another experiment that fits no link is told of again, and the browser really asks.
    await lab.call("load", rows(20001));
    await lab.widget("note");
    await lab.click("step.epoch");
    const [dialog] = await Promise.all([
      lab.page.waitForEvent("dialog"),
      lab.page.close({ runBeforeUnload: true }),
    ]);
    assert.equal(dialog.type(), "beforeunload");
    await dialog.dismiss();
    assert.equal((await lab.snapshot()).experiment.data.train.length, 20001);
  });
});

test("nothing is asked of a program, nor inside another page", async () => {
  await with_lab(session, {}, async (lab) => {
    await lab.call("load", rows(20000));
    await lab.widget("note");
    assert.equal(await asks(lab), false);
    await lab.click("step.epoch");
    await lab.page.reload();
    await lab.page.waitForFunction(() => globalThis.backpropLab !== undefined);
  });
  await with_lab(session, as_person, async (lab) => {
    const page = await lab.page.context().newPage();
    await as_person.before(page);
    await page.setContent(`<iframe src="${lab.page.url().split("#")[0]}" width="1200" height="800"></iframe>`);
    const inside = await (await page.waitForSelector("iframe")).contentFrame();
    await inside.waitForFunction(() => globalThis.backpropLab !== undefined);
    assert.deepEqual(await inside.evaluate((json) => globalThis.backpropLab.load(json), rows(20000)), { ok: true });
    await inside.waitForFunction(() => globalThis.backpropLab.widgets().some(({ id }) => id === "note"));
    assert.equal(await inside.evaluate(() => navigator.webdriver), false);
    assert.equal(await inside.evaluate(would_ask), false);
    await page.close();
  });
});

test("the share dialog says only of the address's own link that it is there", async () => {
  await with_lab(session, {}, async (lab) => {
    const visible = (id) => lab.page.isVisible(`#${id}`);
    const open = async () => {
      await lab.command("share");
      await lab.page.waitForSelector("#share", { state: "visible" });
    };
    await lab.call("set", "data.set", "xor");
    await open(); // before the address has followed by itself
    assert.ok((await lab.page.inputValue("#share-link")).endsWith(await hash(lab)));
    assert.equal(await visible("share-address"), true);
    await lab.page.check("#share-weights");
    assert.equal(await visible("share-about"), true);
    assert.equal(await visible("share-address"), false);
    await lab.page.uncheck("#share-weights");
    assert.equal(await visible("share-address"), true);
    await lab.page.click("#share-close");

    await lab.call("load", rows(20000));
    await open();
    assert.equal(await visible("share-about"), false);
    assert.equal(await visible("share-link"), false);
    assert.match(await lab.page.textContent("#share-told"), /save a file instead/);
    await lab.screenshot("share-no-link");
    await Promise.all([lab.page.waitForEvent("download"), lab.page.click("#share-save")]);
    assert.equal(await lab.page.textContent("#share-told"), "own-rows.json is written.");
  });
});
