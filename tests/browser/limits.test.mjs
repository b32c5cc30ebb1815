// The largest network in the page: it trains, it is explained, its memory is bounded; what is beyond it
// is refused, with the network before still there.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { start_browser, with_lab } from "./lab.mjs";

let session;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "lab-"));
  session = await start_browser();
});
after(async () => {
  await session?.close();
  rmSync(folder, { recursive: true });
});

/// Remembers the program's memory, which nothing in the page shows.
const remember_memory = (page) =>
  page.addInitScript(() => {
    const remember = (result) => {
      const instance = result.instance ?? result;
      const memory = Object.values(instance.exports).find((item) => item instanceof WebAssembly.Memory);
      globalThis.program_memory ??= memory;
      return result;
    };
    for (const name of ["instantiate", "instantiateStreaming"]) {
      const original = WebAssembly[name];
      WebAssembly[name] = (...rest) => original.apply(WebAssembly, rest).then(remember);
    }
  });
const megabytes = (lab) =>
  lab.page.evaluate(() => Math.round(globalThis.program_memory.buffer.byteLength / 1e6));

/// 2-1024-1024-`units`-1: 922 units make 1,998,645 parameters.
const wide = (units) => ({
  version: 1,
  name: `wide ${units}`,
  data: { kind: "generated", set: "circle", examples: 20 },
  network: {
    inputs: 2,
    layers: [
      { units: 1024, activation: "tanh" }, { units: 1024, activation: "tanh" },
      { units, activation: "tanh" }, { units: 1, activation: "tanh" },
    ],
  },
  start: { rule: "xavier-uniform" },
  training: { optimizer: { kind: "adam" }, learning_rate: 0.00001, batch: 10, epochs: 1000 },
});

test("two million parameters train with Adam and are explained, in bounded memory", async (t) => {
  await with_lab(session, { before: remember_memory }, async (lab) => {
    assert.deepEqual(await lab.call("load", wide(922)), { ok: true });
    const start = await lab.snapshot();
    assert.equal(start.status, "ready");
    await lab.call("run");
    const trained = await lab.wait_for((now) => now.epoch >= 2, "two epochs", 120000);
    assert.ok(Number.isFinite(trained.loss));
    await lab.call("pause");
    const paused = await lab.snapshot();
    assert.notEqual(paused.state_hash, start.state_hash);
    t.diagnostic(`trained: ${await megabytes(lab)} MB`);

    assert.deepEqual(await lab.call("set", "view.selection", "weight 2: 5 to 7"), { ok: true });
    const frames = () => lab.page.evaluate(() => globalThis.backpropLab.snapshot().frames);
    for (const tab of ["chain-rule", "matrix", "check", "flow", "error-curve", "conventions", "parameters"]) {
      assert.deepEqual(await lab.call("set", "view.tab", tab), { ok: true }, tab);
      const drawn = await frames();
      await lab.page.mouse.move(300 + tab.length, 300); // what is looked at is drawn again
      await lab.wait_for((now) => now.frames > drawn + 1, `frames of ${tab}`, 60000);
    }
    await lab.call("step", "moment");
    await lab.call("step", "batch");
    await lab.call("step_back", "batch");
    assert.equal((await lab.snapshot()).state_hash, paused.state_hash);
    const explained = await megabytes(lab);
    t.diagnostic(`explained: ${explained} MB`);
    assert.ok(explained < 1400, `${explained} MB`); // of the 2,147 that it may have

    // Another one just as large takes its place: no more memory than both at once.
    assert.deepEqual(await lab.call("load", { ...wide(922), name: "again" }), { ok: true });
    t.diagnostic(`replaced: ${await megabytes(lab)} MB`);
    assert.ok((await megabytes(lab)) < 1400);

    // Beyond the limit: a message, and what was there is still there.
    const before_refusal = await lab.snapshot();
    const refused = await lab.call("load", wide(930));
    assert.match(JSON.stringify(refused.error), /network\.layers.*2000000/);
    const now = await lab.snapshot();
    assert.equal(now.state_hash, before_refusal.state_hash);
    assert.equal(now.experiment.name, "again");
  });
});

test("rows beyond the limit are refused, and what was there is still there", async () => {
  await with_lab(session, {}, async (lab) => {
    const before_refusal = await lab.snapshot();
    const answer = await lab.page.evaluate(() => {
      const row = Array(101).fill(1);
      return globalThis.backpropLab.load({
        version: 1,
        data: { kind: "inline", inputs: 100, columns: row.map((_, i) => `x${i}`), train: Array(40000).fill(row) },
        network: { inputs: 100, layers: [{ units: 1, activation: "linear" }] },
      });
    });
    assert.match(JSON.stringify(answer.error), /data\.train.*4000000/);
    const now = await lab.snapshot();
    assert.equal(now.state_hash, before_refusal.state_hash);
  });
});

test("the largest network says how large its file will be, is saved, and opens again", async (t) => {
  const file = join(folder, "wide.json");
  await with_lab(session, {}, async (lab) => {
    await lab.call("load", wide(922));
    await lab.call("step", "batch");
    const { state_hash } = await lab.snapshot();
    await lab.command("share");
    await lab.page.waitForSelector("#share", { state: "visible" });
    assert.equal(await lab.page.isVisible("#share-size"), false); // without the weights it is small
    await lab.page.check("#share-weights");
    const told = await lab.page.textContent("#share-size");
    assert.equal(await lab.page.isVisible("#share-size"), true);
    await lab.screenshot("share-large");
    const [download] = await Promise.all([
      lab.page.waitForEvent("download", { timeout: 120000 }), lab.page.click("#share-save")]);
    await download.saveAs(file);
    const { size } = statSync(file);
    t.diagnostic(`${told} ${size} bytes`);
    assert.match(told, /^The file will have about \d+ MB; writing it takes a while\.$/);
    assert.ok(Math.abs(Number(told.match(/\d+/)[0]) * 1e6 / size - 1) < 0.05);
    await lab.page.click("#share-close");
    await lab.call("set", "data.set", "xor");
    await lab.page.setInputFiles("#file", file);
    await lab.wait_for((now) => now.state_hash === state_hash, "the file to open", 120000);
  });
});

test("a file as large as the limit opens", async (t) => {
  const file = join(folder, "padded.json");
  writeFileSync(file, JSON.stringify(wide(3)).padEnd(150000000));
  await with_lab(session, { before: remember_memory }, async (lab) => {
    await lab.page.setInputFiles("#file", file);
    await lab.wait_for((now) => now.experiment.name === "wide 3", "the file to open", 120000);
    t.diagnostic(`${await megabytes(lab)} MB`);
    assert.ok((await megabytes(lab)) < 1400);
  });
});

test("a file beyond its kind's limit is refused with that limit, and not read", async () => {
  const count_reads = (page) =>
    page.addInitScript(() => {
      globalThis.reads = 0;
      for (const name of ["text", "arrayBuffer", "stream", "slice"]) {
        const original = Blob.prototype[name];
        Blob.prototype[name] = function (...rest) {
          ++globalThis.reads;
          return original.apply(this, rest);
        };
      }
    });
  const reads = (lab) => lab.page.evaluate(() => globalThis.reads);
  await with_lab(session, { before: count_reads }, async (lab) => {
    const before_refusal = await lab.snapshot();
    for (const [name, limit] of [["large.json", "150,000,000"], ["large.csv", "16,000,000"]]) {
      const bytes = Number(limit.replaceAll(",", "")) + 1;
      const file = join(folder, name);
      writeFileSync(file, "");
      truncateSync(file, bytes);
      await lab.page.setInputFiles("#file", file);
      await lab.page.waitForFunction((start) => globalThis.backpropLab.widgets()
        .some(({ id, text }) => id === "note" && text.startsWith(start)), name);
      const note = (await lab.widget("note")).text;
      assert.equal(note, `${name} could not be opened, so the present experiment stays: ` +
        `the file has ${limit.slice(0, -1)}1 bytes; at most ${limit} are read`);
    }
    assert.equal(await reads(lab), 0);
    assert.equal((await lab.snapshot()).state_hash, before_refusal.state_hash);
    const file = join(folder, "small.json"); // the same page reads what is within the limit
    writeFileSync(file, JSON.stringify(wide(3)));
    await lab.page.setInputFiles("#file", file);
    await lab.wait_for((now) => now.experiment.name === "wide 3", "the file to open");
    assert.ok((await reads(lab)) > 0);
  });
});
