// Files that are fetched after the first frame: they arrive by themselves; where one does not, the
// page says so and fetches it again when asked.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { open_lab, start_browser, with_lab } from "./lab.mjs";

let session;
let fragment; // of a link to an experiment with digits
before(async () => {
  session = await start_browser();
});
after(() => session?.close());

const shows_digits = (snapshot) => snapshot.experiment.data.set === "digits";

/// Holds every request for digits back until the function that it resolves to is called.
function hold_digits(page) {
  const held = [];
  let open = false;
  return page.route("**/later/digits.*", (route) => {
    if (open) {
      return route.continue();
    }
    held.push(route);
  }).then(() => () => {
    open = true;
    return Promise.all(held.map((route) => route.continue()));
  });
}

test("both files arrive after the first frame without being asked for", async () => {
  await with_lab(session, { later: false }, async (lab) => {
    await lab.page.waitForFunction(() =>
      Object.values(globalThis.backpropLab.laterFiles()).every((state) => state === "here"));
    assert.deepEqual(await lab.call("laterFiles"), { digits: "here", lessons: "here" });
    assert.deepEqual(await lab.call("set", "data.set", "digits"), { ok: true });
    await lab.wait_for(shows_digits, "the digits");
    await lab.page.waitForFunction(() => location.hash.includes("digits"));
    fragment = await lab.page.evaluate(() => location.hash);
    await lab.call("run");
    await lab.wait_for((snapshot) => snapshot.epoch > 0, "an epoch");
  });
});

test("a link to digits opens when they come", async () => {
  let release;
  const prepare = async (page) => {
    release = await hold_digits(page);
  };
  await with_lab(session, { later: false, before: prepare, fragment }, async (lab) => {
    assert.match((await lab.widget("note")).label, /being fetched/);
    await release();
    await lab.wait_for(shows_digits, "the digits");
  });
});

test("digits that are chosen before they are here open when they come", async () => {
  let release;
  const prepare = async (page) => {
    release = await hold_digits(page);
  };
  await with_lab(session, { later: false, before: prepare }, async (lab) => {
    const before = (await lab.snapshot()).experiment.data.set;
    assert.deepEqual(await lab.call("set", "data.set", "digits"), { ok: true });
    assert.match((await lab.widget("note")).label, /being fetched/);
    assert.equal((await lab.snapshot()).experiment.data.set, before);
    assert.match((await lab.call("selfTest")).error, /being fetched/);
    await release();
    await lab.wait_for(shows_digits, "the digits");
    await lab.settle();
    assert.ok(!(await lab.widgets()).some((item) => item.id === "note"), "the note is gone");
  });
});

test("another experiment takes the place of the one that waits for its digits", async () => {
  let release;
  const prepare = async (page) => {
    release = await hold_digits(page);
  };
  await with_lab(session, { later: false, before: prepare }, async (lab) => {
    await lab.call("set", "data.set", "digits");
    await lab.call("set", "data.set", "spiral");
    await release();
    await lab.page.waitForFunction(() => globalThis.backpropLab.laterFiles().digits === "here");
    await lab.settle();
    assert.equal((await lab.snapshot()).experiment.data.set, "spiral");
  });
});

test("where the digits cannot be fetched, a note says so and its button fetches them again", async () => {
  let fails = true;
  const prepare = (page) => page.route("**/later/digits.*",
    (route) => (fails ? route.abort() : route.continue()));
  const lab = await open_lab(session, { later: false, before: prepare });
  try {
    await lab.call("set", "data.set", "digits");
    await lab.widget("note.retry");
    assert.match((await lab.widget("note")).label, /could not be fetched/);
    assert.equal((await lab.snapshot()).experiment.data.set, "houses");
    await lab.click("note.retry"); // fails once more
    await lab.widget("note.retry");
    await lab.screenshot("later-failed");
    fails = false;
    await lab.click("note.retry");
    await lab.wait_for(shows_digits, "the digits");
    // The browser itself tells of the requests that failed; nothing else may have gone wrong.
    assert.deepEqual(lab.errors.filter((text) => !text.includes("Failed to load resource")), []);
  } finally {
    await lab.close();
  }
});
