// The page around the program: loading, idling, resizing, the browser's keys, the graphics
// context, and what a visitor reads when something is missing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { open_lab, start_browser, with_lab } from "./lab.mjs";

let session;
before(async () => {
  session = await start_browser();
});
after(() => session?.close());

test("the page loads, hides its cover and draws something", async () => {
  await with_lab(session, {}, async (lab) => {
    assert.equal(await lab.page.isVisible("#cover"), false);
    await lab.settle();
    const { colors, commonest } = await lab.measure(await lab.screenshot("page-loaded"));
    assert.ok(colors > 100, `${colors} colours`);
    assert.ok(commonest < 0.98, `one colour covers ${commonest} of the page`);
  });
});

test("an idle page draws nothing, and the pointer wakes it", async () => {
  await with_lab(session, {}, async (lab) => {
    const frames = await lab.settle();
    await lab.page.waitForTimeout(1500);
    assert.equal((await lab.snapshot()).frames, frames);
    await lab.page.mouse.move(300, 300);
    await lab.frames(4);
    assert.ok((await lab.snapshot()).frames > frames);
  });
});

test("the canvas follows the window and the pixel ratio", async () => {
  for (const scale of [1, 1.5, 2]) {
    await with_lab(session, { scale }, async (lab) => {
      for (const [width, height] of [[1024, 768], [390, 844], [1440, 900]]) {
        await lab.page.setViewportSize({ width, height });
        await lab.frames(4);
        const size = await lab.page.evaluate(() => {
          const { width, height } = document.getElementById("canvas");
          return { width, height };
        });
        assert.deepEqual(size, { width: Math.floor(width * scale), height: Math.floor(height * scale) });
      }
    });
  }
});

test("keys that belong to the browser are left to it", async () => {
  await with_lab(session, {}, async (lab) => {
    const prevented = await lab.page.evaluate(() => {
      const canvas = document.getElementById("canvas");
      canvas.focus();
      const keys = [
        ["F5", "F5", 116], ["F12", "F12", 123], ["Ctrl+r", "KeyR", 82], ["Ctrl+t", "KeyT", 84],
        ["Ctrl+l", "KeyL", 76], ["Ctrl++", "Equal", 187], ["Ctrl+-", "Minus", 189],
        ["ArrowDown", "ArrowDown", 40],
      ];
      const answers = keys.map(([name, code, keyCode]) => {
        const ctrlKey = name.startsWith("Ctrl+");
        const key = ctrlKey ? name.slice(5) : name;
        const event = new KeyboardEvent("keydown",
          { key, code, keyCode, ctrlKey, bubbles: true, cancelable: true });
        canvas.dispatchEvent(event);
        return [name, event.defaultPrevented];
      });
      return Object.fromEntries(answers);
    });
    assert.deepEqual(prevented, {
      "F5": false, "F12": false, "Ctrl+r": false, "Ctrl+t": false, "Ctrl+l": false,
      "Ctrl++": false, "Ctrl+-": false, "ArrowDown": true,
    });
  });
});

test("the picture comes back after the graphics context was lost", async () => {
  await with_lab(session, {}, async (lab) => {
    await lab.settle();
    const earlier = await lab.measure(await lab.page.screenshot());
    await lab.page.evaluate(async () => {
      const canvas = document.getElementById("canvas");
      const extension = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
      extension.loseContext();
      await new Promise((done) => setTimeout(done, 200));
      extension.restoreContext();
      await new Promise((done) => setTimeout(done, 200));
    });
    await lab.settle();
    const later = await lab.measure(await lab.page.screenshot());
    assert.equal(await lab.page.isVisible("#graphics-note"), false);
    assert.ok(Math.abs(later.commonest - earlier.commonest) < 0.01, JSON.stringify([earlier, later]));
    assert.ok(later.colors > 0.9 * earlier.colors, JSON.stringify([earlier, later]));
  });
});

// Opens the page in a browser that lacks something and expects the message that says so.
async function expect_failure(id, before_load) {
  const lab = await open_lab(session, { wait: false, before: before_load });
  try {
    await lab.page.waitForSelector(`#${id}`, { state: "visible", timeout: 15000 });
    const visible = await lab.page.$$eval("#cover section", (all) =>
      all.filter((item) => !item.hidden).map((item) => item.id));
    assert.deepEqual(visible, [id]);
    assert.equal(await lab.page.evaluate(() => globalThis.backpropLab), undefined);
  } finally {
    await lab.close();
  }
}

test("without WebAssembly the page says so", () =>
  expect_failure("failure-wasm", (page) => page.addInitScript(() => {
    delete globalThis.WebAssembly;
  })));

test("without WebGL 2 the page says so", () =>
  expect_failure("failure-webgl", (page) => page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind === "webgl2" ? null : original.call(this, kind, ...rest);
    };
  })));

test("a program that cannot be fetched is reported, with a way to try again", () =>
  expect_failure("failure-load", (page) => page.route("**/*.wasm", (route) =>
    route.fulfill({ status: 404, body: "gone" }))));

test("a truncated program is reported", () =>
  expect_failure("failure-load", (page) => page.route("**/*.wasm", (route) =>
    route.fulfill({ status: 200, contentType: "application/wasm", body: Buffer.from([0, 97, 115, 109]) }))));

test("a wrong MIME type does not matter", async () => {
  const plain = async (page) => page.route("**/*.wasm", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-type": "text/plain" } });
  });
  await with_lab(session, { before: plain }, async (lab) => {
    assert.ok((await lab.snapshot()).frames > 0);
  });
});

test("a program that fails while it starts is reported", () =>
  expect_failure("failure-run", (page) => page.addInitScript(() => {
    globalThis.requestAnimationFrame = () => {
      throw new WebAssembly.RuntimeError("planted");
    };
  })));

test("a canvas without graphics is reported", () =>
  expect_failure("failure-webgl", (page) => page.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return this.id === "canvas" ? null : original.call(this, kind, ...rest);
    };
  })));

test("the first Tab enters the controls; Escape and then Tab leaves", async () => {
  await with_lab(session, {}, async (lab) => {
    const focused = () => lab.page.evaluate(() => document.activeElement.id);
    await lab.page.keyboard.press("Tab");
    await lab.frames(4);
    assert.equal(await focused(), "canvas");
    await lab.page.keyboard.press("Tab");
    await lab.frames(4);
    assert.equal(await focused(), "canvas");
    await lab.page.keyboard.press("Escape");
    await lab.frames(4);
    await lab.page.keyboard.press("Tab");
    assert.notEqual(await focused(), "canvas");
  });
});

test("Escape and then Tab leaves the canvas", async () => {
  await with_lab(session, {}, async (lab) => {
    const focused = () => lab.page.evaluate(() => document.activeElement.id);
    assert.equal(await focused(), "canvas");
    await lab.page.keyboard.press("ArrowDown");
    await lab.frames(4);
    await lab.page.keyboard.press("Escape");
    await lab.frames(4);
    await lab.page.keyboard.press("Tab");
    assert.notEqual(await focused(), "canvas");
  });
});
