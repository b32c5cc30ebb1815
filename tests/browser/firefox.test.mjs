// The page in Firefox: it draws, takes the pointer, and computes the same bits. Firefox has no WebGL
// without a display, so it gets a virtual one.
import assert from "node:assert/strict";
import { execSync, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import puppeteer from "puppeteer-core";

import { measure, screenshots, site } from "./lab.mjs";
import { serve } from "./server.mjs";

const firefox_path = process.env.FIREFOX ??
  execSync("command -v firefox-esr || command -v firefox", { encoding: "utf8" }).trim();

let display, server, browser, page;
const errors = [];

/// Starts Xvfb on a display that is free; resolves to { name, close() }.
function start_display() {
  const xvfb = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
    { stdio: ["ignore", "pipe", "ignore"] });
  return new Promise((resolve, reject) => {
    xvfb.once("error", reject);
    xvfb.once("exit", (status) => reject(new Error(`Xvfb ended with ${status}`)));
    xvfb.stdout.once("data", (number) =>
      resolve({ name: `:${String(number).trim()}`, close: () => xvfb.kill() }));
  });
}

before(async () => {
  display = await start_display();
  server = await serve(site);
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: firefox_path,
    headless: false,
    env: { ...process.env, DISPLAY: display.name, MOZ_ENABLE_WAYLAND: "0" },
    extraPrefsFirefox: { "webgl.force-enabled": true },
    defaultViewport: { width: 1280, height: 800 },
    timeout: 90000,
    protocolTimeout: 120000,
  });
  page = await browser.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") {
      errors.push(message.text());
    }
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(server.url);
  await page.waitForFunction(() => globalThis.backpropLab !== undefined, { timeout: 60000 });
});

after(async () => {
  await browser?.close();
  await server?.close();
  display?.close();
});

const snapshot = () => page.evaluate(() => globalThis.backpropLab.snapshot());

/// Waits until `test(snapshot)` is true and returns that snapshot.
async function wait_for(test, what) {
  const end = Date.now() + 60000;
  for (;;) {
    const now = await snapshot();
    if (test(now)) {
      return now;
    }
    if (Date.now() > end) {
      throw new Error(`waited in vain for ${what}: ${JSON.stringify(now).slice(0, 1000)}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

test("Firefox draws the page", async () => {
  await wait_for((now) => now.frames > 0, "the first frame");
  mkdirSync(screenshots, { recursive: true });
  const bytes = await page.screenshot();
  writeFileSync(join(screenshots, "firefox.png"), bytes);
  const { colors, commonest } = await measure(browser.defaultBrowserContext(), Buffer.from(bytes));
  await page.bringToFront();
  assert.ok(colors > 100, `${colors} colours`);
  assert.ok(commonest < 0.98, `one colour covers ${commonest} of the page`);
  assert.deepEqual(errors, []);
});

test("Firefox trains at a click", async () => {
  const run = await page.evaluate(() =>
    globalThis.backpropLab.widgets().find((item) => item.id === "run"));
  assert.ok(run, "there is a button that runs");
  await page.mouse.click(run.x + run.width / 2, run.y + run.height / 2, { delay: 100 });
  await wait_for((now) => now.epoch > 0, "the first epoch");
  assert.deepEqual(errors, []);
});

test("Firefox computes the scenarios to the last bit", async () => {
  await page.waitForFunction(() => globalThis.backpropLab.laterFiles().digits === "here");
  const { ok, scenarios } = await page.evaluate(() => globalThis.backpropLab.selfTest());
  assert.equal(scenarios.length, 12);
  assert.deepEqual(scenarios.filter((scenario) => !scenario.equal), []);
  assert.equal(ok, true);
  assert.deepEqual(errors, []);
});
