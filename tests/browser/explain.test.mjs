// What explains a pass: its moments in the page, and a picture of every tab at the sizes and in the
// themes that people use.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { start_browser, with_lab } from "./lab.mjs";

const tabs = ["chain-rule", "matrix", "check", "flow", "error-curve", "conventions", "parameters"];
const sizes = [{ width: 1440, height: 900 }, { width: 1024, height: 768 }];

let session;
before(async () => {
  session = await start_browser();
});
after(() => session?.close());

/// Texts that stick out of the window, and pairs of texts that lie on each other.
function clashes(widgets, { width, height }) {
  const texts = widgets.filter((item) => item.role === "text" && item.width > 0 && item.height > 0);
  const outside = texts.filter((item) =>
    item.x < -1 || item.y < -1 || item.x + item.width > width + 1 || item.y + item.height > height + 1);
  const overlapping = [];
  for (const [index, one] of texts.entries()) {
    for (const other of texts.slice(index + 1)) {
      const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
      const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
      if (across > 2 && down > 3) {
        overlapping.push(`${one.id} “${one.text}” and ${other.id} “${other.text}”`);
      }
    }
  }
  return { outside: outside.map((item) => item.id), overlapping };
}

test("moments on and back give the same bits and the same numbers on screen", async () => {
  await with_lab(session, {}, async (lab) => {
    const look = async () => {
      await lab.frames(3);
      await lab.settle();
      const { state_hash, moment } = await lab.snapshot();
      const numbers = (await lab.widgets())
        .filter((item) => /^(unit|weight|bias) /.test(item.id) && item.role === "text")
        .map((item) => `${item.id}=${item.text}`);
      return JSON.stringify({ state_hash, moment, numbers });
    };
    const seen = [await look()];
    for (let step = 0; step < 17; ++step) {
      await lab.call("step", "moment");
      seen.push(await look());
    }
    assert.equal(new Set(seen).size, seen.length, "every moment looks different");
    assert.equal((await lab.snapshot()).updates, 1);
    for (let step = 16; step >= 0; --step) {
      await lab.call("step_back", "moment");
      assert.equal(await look(), seen[step], `back at moment ${step}`);
    }
    assert.match((await lab.call("step_back", "moment")).error, /where the run began/);
  });
});

for (const theme of ["dark", "light"]) {
  test(`every tab, in the middle of a pass, ${theme}`, async () => {
    await with_lab(session, { theme }, async (lab) => {
      for (let moment = 0; moment < 10; ++moment) {
        await lab.call("step", "moment");
      }
      for (const size of sizes) {
        await lab.page.setViewportSize(size);
        for (const tab of tabs) {
          await lab.call("set", "view.tab", tab);
          await lab.frames(3);
          await lab.settle(20000);
          const name = `tab-${tab}-${size.width}-${theme}`;
          const bytes = await lab.screenshot(name);
          assert.ok((await lab.measure(bytes)).colors > 50, `${name} is blank`);
          const { outside, overlapping } = clashes(await lab.widgets(), size);
          assert.deepEqual(outside, [], name);
          assert.deepEqual(overlapping, [], name);
        }
      }
    });
  });
}
