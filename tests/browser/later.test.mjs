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

/// Holds every request for a file back until the function that it resolves to is called.
function hold_digits(page) {
  return hold(page, "digits");
}

function hold(page, name) {
  const held = [];
  let open = false;
  return page.route(`**/later/${name}.*`, (route) => {
    if (open) {
      return route.continue();
    }
    held.push(route);
  }).then(() => () => {
    open = true;
    return Promise.all(held.map((route) => route.continue()));
  });
}

test("all files arrive after the first frame without being asked for", async () => {
  await with_lab(session, { later: false }, async (lab) => {
    await lab.page.waitForFunction(() =>
      Object.values(globalThis.backpropLab.laterFiles()).every((state) => state === "here"));
    assert.deepEqual(await lab.call("laterFiles"), 
      { explanations: "here", digits: "here", lessons: "here" });
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

test("the explanations come after the page trains; until then their place says so", async () => {
  let release;
  const prepare = async (page) => {
    release = await hold(page, "explanations");
  };
  await with_lab(session, { later: false, before: prepare }, async (lab) => {
    await lab.call("set", "view.tab", "chain-rule");
    assert.match((await lab.widget("explanations.waiting")).text, /Loading/);
    await lab.call("step", "moment");
    for (const tab of ["matrix", "check", "flow", "error-curve", "conventions"]) {
      await lab.call("set", "view.tab", tab);
      await lab.widget("explanations.waiting");
    }
    assert.ok(!(await lab.widgets()).some((item) => item.id.startsWith("chain.")));
    await lab.call("run");
    await lab.wait_for((snapshot) => snapshot.epoch > 5, "training");
    await lab.call("pause");
    await release();
    await lab.call("set", "view.tab", "chain-rule");
    await lab.widget(/^chain/);
    assert.ok(!(await lab.widgets()).some((item) => item.id === "explanations.waiting"));
  });
});

test("explanations that cannot be fetched are fetched again when asked", async () => {
  let fails = true;
  const prepare = (page) => page.route("**/later/explanations.*",
    (route) => (fails ? route.abort() : route.continue()));
  const lab = await open_lab(session, { later: false, before: prepare });
  try {
    await lab.call("set", "view.tab", "chain-rule");
    assert.match((await lab.widget("explanations.failed")).text, /could not be loaded/);
    await lab.screenshot("explanations-failed");
    fails = false;
    await lab.click("explanations.retry");
    await lab.widget(/^chain/);
    assert.deepEqual(lab.errors.filter((text) => !text.includes("Failed to load resource")), []);
  } finally {
    await lab.close();
  }
});
