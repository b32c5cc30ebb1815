// Every choice in a visitor's hands: picked by pointer and keys, shared by the address, opened from
// a file, and gone back over.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { open_lab, start_browser, with_lab } from "./lab.mjs";

let session;
before(async () => {
  session = await start_browser();
});
after(() => session?.close());

const address = (lab) => lab.page.evaluate(() => location.hash);

// Controls may move with another data set: waits until they are drawn where they are then.
async function choose_set(lab, set) {
  await lab.call("set", "data.set", set);
  await lab.frames(3);
}

// The address once it has followed the last change, which takes it a quarter of a second.
async function settled_address(lab) {
  for (let last = null; ;) {
    await lab.page.waitForTimeout(600);
    const now = await address(lab);
    if (now === last) {
      return now;
    }
    last = now;
  }
}

// Presses a combo, then the item.
async function pick(lab, id, key) {
  await lab.click(id);
  await lab.click(`${id}=${key}`);
}

async function wait_for_address(lab, pattern) {
  await lab.page.waitForFunction((text) => new RegExp(text).test(location.hash), pattern.source,
    { timeout: 10000 });
}

for (const path of ["training.optimizer.kind", "network.hidden_activation", "loss.error"]) {
  test(`every choice of ${path} is picked while training goes on`, async () => {
    await with_lab(session, {}, async (lab) => {
      await choose_set(lab, "blobs");
      await lab.call("set", "training.epochs", 1000000);
      await lab.call("set", "view.speed", 50);
      await lab.click("run");
      for (const key of (await lab.widget(path)).options) {
        await pick(lab, path, key);
        assert.equal((await lab.widget(path)).value, key);
        const now = await lab.wait_for((next) => next.updates > 2, `${key} to train`);
        assert.equal(now.status, "running", key);
        assert.ok(Number.isFinite(now.loss), key);
      }
    });
  });
}

test("the keyboard alone picks an optimizer", async () => {
  await with_lab(session, {}, async (lab) => {
    await lab.click("training.optimizer.kind");
    await lab.page.keyboard.press("ArrowDown");
    await lab.frames(3);
    await lab.page.keyboard.press("ArrowDown");
    await lab.frames(3);
    await lab.page.keyboard.press("Enter");
    await lab.wait_for((now) => now.experiment.training.optimizer.kind !== "sgd", "another optimizer");
  });
});

test("the address holds the experiment: a new tab continues to the same bits", async () => {
  await with_lab(session, {}, async (lab) => {
    await choose_set(lab, "spiral");
    await pick(lab, "training.optimizer.kind", "adam");
    await lab.click("feature.sin(x1)");
    await lab.call("set", "training.epochs", 20);
    await lab.call("set", "view.speed", "max");
    const link = await settled_address(lab);
    assert.match(link, /^#v1~.*adam/);
    assert.ok(link.length < 400, `${link.length} characters`);
    await lab.click("run");
    const end = await lab.wait_for((now) => now.status === "finished", "the run to finish");
    await with_lab(session, { fragment: link }, async (other) => {
      await other.call("set", "view.speed", "max");
      await other.click("run");
      const same = await other.wait_for((now) => now.status === "finished", "the run to finish");
      assert.equal(same.state_hash, end.state_hash);
    });
  });
});

test("another address in the same tab opens another experiment; a bad one says so", async () => {
  await with_lab(session, { fragment: "#v1~nonsense" }, async (lab) => {
    await lab.settle();
    assert.match((await lab.widget("note")).text, /link .* could not be read/);
    await choose_set(lab, "xor");
    await wait_for_address(lab, /set\.xor/);
    const xor = await address(lab);
    await choose_set(lab, "gauss");
    await lab.page.waitForFunction((link) => location.hash !== link, xor);
    await lab.page.evaluate((link) => { location.hash = link; }, xor);
    await lab.wait_for((now) => now.experiment.data.set === "xor", "the earlier experiment");
    const before_it = await lab.snapshot();
    await lab.page.evaluate(() => { location.hash = "#v1~data.-"; });
    await lab.settle();
    assert.match((await lab.widget("note")).text, /could not be read/);
    assert.deepEqual((await lab.snapshot()).experiment, before_it.experiment);
  });
});

test("the share dialog gives a link with the exact weights", async () => {
  await with_lab(session, {}, async (lab) => {
    await choose_set(lab, "circle");
    await lab.click("step.epoch");
    const trained = await lab.snapshot();
    await lab.command("share");
    await lab.page.waitForSelector("#share", { state: "visible" });
    const plain = await lab.page.inputValue("#share-link");
    await lab.page.check("#share-weights");
    const exact = await lab.page.inputValue("#share-link");
    assert.ok(exact.length > plain.length);
    assert.equal(await lab.page.textContent("#share-told"), `${exact.length} characters`);
    await lab.screenshot("share");
    await lab.page.click("#share-copy");
    await lab.page.click("#share-close");
    assert.equal(await lab.page.isVisible("#share"), false);
    assert.equal(await lab.page.evaluate(() => document.activeElement.id), "canvas");
    await with_lab(session, { fragment: exact.slice(exact.indexOf("#")) }, async (other) => {
      assert.equal((await other.snapshot()).state_hash, trained.state_hash);
    });
  });
});

test("save gives a file that opens to the same state", async () => {
  await with_lab(session, {}, async (lab) => {
    await choose_set(lab, "circle");
    await lab.click("step.epoch");
    const trained = await lab.snapshot();
    const [download] = await Promise.all([lab.page.waitForEvent("download"), lab.command("save")]);
    assert.equal(download.suggestedFilename(), "circle.json");
    const file = join(mkdtempSync(join(tmpdir(), "lab-")), "circle.json");
    await download.saveAs(file);
    assert.equal(JSON.parse(readFileSync(file, "utf8")).version, 1);
    await lab.click("reset"); // at once: no menu is left open that takes the click
    assert.equal((await lab.snapshot()).epoch, 0);
    const [chooser] = await Promise.all([lab.page.waitForEvent("filechooser"), lab.command("open")]);
    await chooser.setFiles(file);
    await lab.wait_for((now) => now.state_hash === trained.state_hash, "the saved state");
  });
});

test("a table is chosen, looked at and learnt; a bad one loses nothing", async () => {
  await with_lab(session, {}, async (lab) => {
    const folder = mkdtempSync(join(tmpdir(), "lab-"));
    const rows = ["width;height;kind"];
    for (let i = 0; i < 60; ++i) {
      rows.push(`${i % 7},5;${(i % 5) + (i % 2 ? 6 : 0)};${i % 2 ? "tall" : "low"}`);
    }
    writeFileSync(join(folder, "leaves.csv"), rows.join("\r\n"));
    writeFileSync(join(folder, "bad.csv"), "a,b\n1,2\n\"open,3\n");
    const start = await lab.snapshot();
    const choose = async (name) => {
      const [chooser] = await Promise.all([lab.page.waitForEvent("filechooser"), lab.command("open")]);
      await chooser.setFiles(join(folder, name));
      await lab.widget("dialog.import");
      await lab.settle();
    };
    await choose("bad.csv");
    await lab.screenshot("import-bad");
    await lab.click("dialog.cancel");
    assert.equal((await lab.snapshot()).state_hash, start.state_hash);
    await choose("leaves.csv");
    await lab.screenshot("import");
    assert.match((await lab.widget("import.rows")).text, /rows 60, inputs 2, outputs 1, classification/);
    await lab.click("dialog.import");
    await lab.call("set", "view.speed", "max");
    await lab.click("run");
    const end = await lab.wait_for((now) => now.status === "finished", "the run to finish");
    assert.ok(end.accuracy > 0.9, `accuracy ${end.accuracy}`);
  });
});

test("steps go back by pointer and by key, to the same bits", async () => {
  await with_lab(session, {}, async (lab) => {
    await choose_set(lab, "circle");
    const start = await lab.snapshot();
    await lab.click("step.epoch");
    const first = await lab.snapshot();
    await lab.click("step.example");
    await lab.page.keyboard.press("3");
    await lab.wait_for((now) => now.epoch > 1 || now.updates > first.updates + 5, "the key to step");
    await lab.click("step_back.epoch");
    await lab.click("step_back.epoch");
    await lab.wait_for((now) => now.epoch <= 1, "steps back");
    for (let i = 0; i < 4 && (await lab.snapshot()).can_step_back; ++i) {
      await lab.click("step_back.epoch");
    }
    assert.equal((await lab.snapshot()).state_hash, start.state_hash);
  });
});

test("a changed run is replayed to the same bits", async () => {
  await with_lab(session, {}, async (lab) => {
    await choose_set(lab, "circle");
    await lab.call("set", "training.epochs", 60);
    await lab.call("set", "view.speed", 40);
    await lab.click("run");
    await lab.wait_for((now) => now.epoch > 10, "some epochs");
    await lab.drag("training.learning_rate", 0.66, 0.75);
    const end = await lab.wait_for((now) => now.status === "finished", "the run to finish");
    assert.match((await lab.widget("changes")).text, /learning rate/);
    await lab.call("set", "view.speed", "max");
    await lab.click("replay");
    await lab.click("run");
    const again = await lab.wait_for((now) => now.status === "finished", "the replay to finish");
    assert.equal(again.state_hash, end.state_hash);
  });
});

for (const [width, height, touch] of [[1440, 900, false], [1024, 768, false], [390, 844, true]])
  for (const theme of ["dark", "light"])
    test(`the new choices at ${width}×${height}, ${theme}`, async () => {
      const lab = await open_lab(session, { width, height, theme, touch });
      try {
        const press = touch ? lab.tap : lab.click;
        for (const set of ["rings", "digits", "sine"]) {
          await choose_set(lab, set);
          await lab.call("step", "epoch");
          await lab.settle();
          const { colors } = await lab.measure(await lab.screenshot(`${set}-${width}x${height}-${theme}`));
          assert.ok(colors > 200, `${colors} colours`);
        }
        if (!touch) {
          for (const key of ["schedule", "optimizer"]) {
            await press(`group.${key}`);
          }
          await lab.call("set", "training.optimizer.kind", "adamw");
          await lab.call("set", "training.schedule.kind", "cosine");
          await lab.settle();
          await lab.screenshot(`groups-${width}x${height}-${theme}`);
        }
        assert.deepEqual(lab.errors, []);
      } finally {
        await lab.close();
      }
    });
