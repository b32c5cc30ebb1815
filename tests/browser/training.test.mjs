// The product in a visitor's hands: run, change hyperparameters in mid-run, stop, reset, other data.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { start_browser, with_lab } from "./lab.mjs";

let session;
before(async () => {
  session = await start_browser();
});
after(() => session?.close());

test("the houses train; learning rate and epochs change in mid-run; the epochs stop it", async () => {
  await with_lab(session, {}, async (lab) => {
    const start = await lab.snapshot();
    assert.equal(start.status, "ready");
    assert.deepEqual(start.experiment.network.layers.map((layer) => layer.units), [5, 1]);
    assert.ok(Math.abs(start.loss - 0.4066221228108289) < 1e-12, `${start.loss}`);

    // Slow enough for a busy machine to do all this before the epochs are over.
    await lab.call("set", "view.speed", 20);
    await lab.click("run");
    await lab.wait_for((now) => now.status === "running" && now.epoch > 5, "training to begin");
    await lab.drag("training.learning_rate", 0.66, 0.8);
    const faster = await lab.snapshot();
    assert.equal(faster.status, "running");
    assert.ok(faster.now.learning_rate > 0.2, "the slider was dragged to the right");
    assert.ok(faster.epoch > 5, "nothing was reset");

    await lab.drag("training.epochs", 0.74, 0.82);
    const longer = await lab.snapshot();
    const { epochs } = longer.experiment.training;
    assert.ok(epochs > 1200, `${epochs} epochs`);
    assert.ok(longer.epoch >= faster.epoch, "nothing was reset");

    await lab.call("set", "view.speed", "max");
    const end = await lab.wait_for((now) => now.status === "finished", "the epochs to stop it");
    assert.equal(end.epoch, epochs);
    assert.ok(end.loss < 0.02, `loss ${end.loss}`);
    await lab.settle();
    assert.equal((await lab.widget("epoch")).text, epochs.toLocaleString("en"));
  });
});

test("pause, one example, one epoch, and reset to the same bits", async () => {
  await with_lab(session, {}, async (lab) => {
    await lab.call("set", "data.set", "circle");
    const start = await lab.snapshot();
    await lab.click("step.example");
    assert.equal((await lab.snapshot()).examples_in_epoch, 1);
    await lab.click("step.epoch");
    assert.equal((await lab.snapshot()).epoch, 1);
    await lab.click("run");
    await lab.wait_for((now) => now.epoch > 3, "training");
    await lab.click("pause");
    const paused = await lab.snapshot();
    assert.equal(paused.status, "paused");
    assert.notEqual(paused.state_hash, start.state_hash);
    await lab.settle();
    assert.equal((await lab.snapshot()).state_hash, paused.state_hash, "a paused run stands still");
    await lab.click("reset");
    const again = await lab.snapshot();
    assert.equal(again.state_hash, start.state_hash);
    assert.equal(again.status, "ready");
    await lab.click("more");
    await lab.click("new_weights");
    assert.notEqual((await lab.snapshot()).state_hash, start.state_hash);
  });
});

test("picking the circle brings a 2-4-2-1 network that learns it", async () => {
  await with_lab(session, {}, async (lab) => {
    await lab.click("data.set:circle");
    const start = await lab.snapshot();
    assert.deepEqual(start.experiment.network.layers.map((layer) => layer.units), [4, 2, 1]);
    await lab.call("set", "view.speed", "max");
    await lab.click("run");
    const end = await lab.wait_for((now) => now.status === "finished", "the run to finish");
    assert.ok(end.loss < 0.02, `loss ${end.loss}`);
    assert.ok(end.test_accuracy > 0.97, `accuracy ${end.test_accuracy}`);
  });
});

test("the page computes the bits of the headless run", async () => {
  // The golden figures of Mazur's example, 10,000 updates, through the page.
  await with_lab(session, {}, async (lab) => {
    await lab.call("set", "data.set", "mazur");
    await lab.call("set", "view.speed", "max");
    await lab.call("run");
    const end = await lab.wait_for((now) => now.status === "finished", "the run to finish");
    assert.equal(end.epoch, 10000);
    assert.ok(Math.abs(end.loss - 3.51018778298e-5) < 1e-15, `${end.loss}`);
  });
});

test("this browser computes the scenarios to the last bit", async () => {
  await with_lab(session, {}, async (lab) => {
    const before_it = await lab.snapshot();
    const { ok, scenarios } = await lab.call("selfTest");
    assert.equal(scenarios.length, 12);
    assert.ok(scenarios.every((scenario) => scenario.hashes.length === 5));
    assert.deepEqual(scenarios.filter((scenario) => !scenario.equal), []);
    assert.equal(ok, true);
    assert.equal((await lab.snapshot()).state_hash, before_it.state_hash, "the visitor's run is left alone");
  });
});

test("an experiment that is refused leaves the present one alone", async () => {
  await with_lab(session, {}, async (lab) => {
    const start = await lab.snapshot();
    const bad = structuredClone(start.experiment);
    bad.training.learning_rate = 1000;
    const answer = await lab.call("load", bad);
    assert.match(answer.error, /training\.learning_rate: must be a number from 0 to 100/);
    assert.deepEqual((await lab.snapshot()).experiment, start.experiment);
    assert.match((await lab.call("set", "training.nothing", 1)).error, /training\.nothing/);
  });
});

test("a typed number is clamped to the range, and the page says so", async () => {
  await with_lab(session, {}, async (lab) => {
    await lab.click("training.learning_rate.value");
    await lab.page.keyboard.press("Control+A");
    await lab.page.keyboard.type("500");
    await lab.page.keyboard.press("Enter");
    await lab.wait_for((now) => now.now.learning_rate === 100, "the clamped value");
    await lab.settle();
    const texts = (await lab.widgets()).map((item) => item.text);
    assert.ok(texts.some((text) => /clamped/i.test(text)), texts.join(" | "));
  });
});

test("a finger types a number into a field of the browser's own", async () => {
  await with_lab(session, { width: 1024, height: 768, touch: true }, async (lab) => {
    lab.page.on("dialog", (dialog) => dialog.accept("0.25"));
    await lab.tap("training.learning_rate.value");
    await lab.wait_for((now) => now.now.learning_rate === 0.25, "the typed value");
  });
});

test("units and layers are added and removed in the picture", async () => {
  await with_lab(session, {}, async (lab) => {
    await lab.click("data.set:circle");
    await lab.click("layer 1.add_unit");
    assert.equal((await lab.snapshot()).experiment.network.layers[0].units, 5);
    await lab.click("layer 2.remove_unit");
    assert.equal((await lab.snapshot()).experiment.network.layers[1].units, 1);
    await lab.click("layers.add");
    assert.equal((await lab.snapshot()).experiment.network.layers.length, 4);
    await lab.click("layers.remove");
    assert.equal((await lab.snapshot()).experiment.network.layers.length, 3);
    await lab.hover("unit 1.1");
    await lab.settle();
    const note = (await lab.widgets()).filter((item) => item.id.startsWith("note.part"));
    assert.ok(note.some((item) => /^b¹₁ = /.test(item.text)), note.map((item) => item.text).join(" | "));
  });
});

for (const [width, height, touch] of [[1440, 900, false], [1024, 768, false], [390, 844, true]])
  for (const theme of ["dark", "light"])
    test(`pictures at ${width}×${height}, ${theme}`, async () => {
      await with_lab(session, { width, height, theme, touch, scale: touch ? 2 : 1 }, async (lab) => {
        for (const set of ["houses", "circle"]) {
          await lab.call("set", "data.set", set);
          await lab.call("set", "view.speed", "max");
          await lab.call("run");
          await lab.wait_for((now) => now.status === "finished", "the run to finish");
          await lab.settle();
          const { colors } = await lab.measure(await lab.screenshot(`${set}-${width}x${height}-${theme}`));
          assert.ok(colors > 300, `${colors} colours`);
        }
      });
    });
