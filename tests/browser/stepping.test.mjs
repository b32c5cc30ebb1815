// Steps inside a pass: there and back the same bits and the same numbers on screen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { start_browser, with_lab } from "./lab.mjs";

let session;
before(async () => {
  session = await start_browser();
});
after(() => session?.close());

const of_picture = /^(moment|unit|weight|bias|number of|target|example|note)/;

async function shown(lab) {
  await lab.settle();
  const widgets = await lab.widgets();
  return widgets
    .filter((widget) => of_picture.test(widget.id))
    .map((widget) => `${widget.id}: ${widget.value} ${widget.text}`)
    .join("\n");
}

test("k moments on and k back show the same numbers and leave the same bits", async () => {
  await with_lab(session, {}, async (lab) => {
    await lab.call("step", "batch");
    await lab.page.keyboard.press("f");
    await lab.frames(3);
    await lab.page.keyboard.press("f");
    await lab.frames(3);
    const begin = await lab.snapshot();
    assert.deepEqual(begin.moment, { number: 2, count: 15, kind: "pre-activations", layer: 1 });
    const picture = await shown(lab);
    assert.match(picture, /moment\.number: {2}2 \/ 15/);
    for (const count of [3, 13, 20]) {
      for (let i = 0; i < count; i++) await lab.call("step", "moment");
      assert.notEqual(await shown(lab), picture);
      for (let i = 0; i < count; i++) await lab.call("step_back", "moment");
      assert.equal((await lab.snapshot()).state_hash, begin.state_hash);
      assert.equal(await shown(lab), picture, `${count} moments on and back`);
    }
  });
});

test("buttons go through a pass, and only the update trains", async () => {
  for (const [width, height, touch] of [[1440, 900, false], [1024, 768, false], [390, 844, true]])
    await with_lab(session, { width, height, touch }, async (lab) => {
      const press = (id) => (touch ? lab.tap(id) : lab.click(id));
      const start = await lab.snapshot();
      await press("forward");
      await press("forward");
      await press("backward");
      await lab.settle();
      await lab.screenshot(`stepping-${width}`);
      await press("picture.settings");
      await lab.screenshot(`stepping-numbers-${width}`);
      await lab.page.keyboard.press("Escape");
      await lab.frames(3);
      const back = await lab.snapshot();
      assert.equal(back.moment.kind, "activation-gradients");
      assert.equal(back.state_hash, start.state_hash);
      await press("update");
      const end = await lab.snapshot();
      assert.equal(end.moment.number, end.moment.count);
      assert.equal(end.updates, 1);
      await press("step_back.moment");
      assert.equal((await lab.snapshot()).state_hash, start.state_hash);
    });
});
