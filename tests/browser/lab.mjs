// Opens the page in a real Chromium and drives it as a person would: with the pointer, at the
// places where the page itself says its widgets are.
import assert from "node:assert/strict";
import { execSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { serve } from "./server.mjs";

export const project = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const site = process.env.BACKPROP_SITE ?? join(project, "build", "site");
export const screenshots = join(project, "build", "screenshots");

const chromium_path = process.env.CHROMIUM ?? execSync("command -v chromium", { encoding: "utf8" }).trim();
const chromium_options = [
  "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
];

/// Starts the server and the browser, shared by all tests of a file; close() ends both.
export async function start_browser() {
  const server = await serve(site);
  const browser = await chromium.launch({ executablePath: chromium_path, args: chromium_options });
  return {
    url: server.url,
    browser,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/// Opens the page in a fresh profile and waits until its first frame is drawn and the files are here
/// that are fetched after it.
///   later: false does not wait for those
///   width, height, scale (device pixels a CSS pixel), theme ("dark" or "light"), touch,
///   before(page): called before the page is loaded; fragment: after the address
export async function open_lab(session, options = {}) {
  const { width = 1440, height = 900, scale = 1, theme = "dark", touch = false } = options;
  const context = await session.browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme: theme,
    hasTouch: touch,
    isMobile: touch,
  });
  const page = await context.newPage();
  const errors = [];
  page.on("console", (message) => {
    if (message.type() === "error") {
      errors.push(message.text());
    }
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  await options.before?.(page);
  await page.goto(session.url + (options.fragment ?? ""));
  if (options.wait !== false) {
    await page.waitForFunction(() => globalThis.backpropLab !== undefined, null, { timeout: 30000 });
  }
  if (options.wait !== false && options.later !== false) {
    await page.waitForFunction(() => Object.values(globalThis.backpropLab.laterFiles())
      .every((state) => state === "here" || state === "failed"));
  }
  return make_lab(context, page, errors);
}

/// Runs `body` with an open page and closes it again; no console error may have come up.
export async function with_lab(session, options, body) {
  const lab = await open_lab(session, options);
  try {
    await body(lab);
    assert.deepEqual(lab.errors, [], "console errors");
  } finally {
    await lab.close();
  }
}

function make_lab(context, page, errors) {
  const lab = {
    page,
    errors, ///< console errors and uncaught exceptions so far

    snapshot: () => page.evaluate(() => globalThis.backpropLab.snapshot()),
    widgets: () => page.evaluate(() => globalThis.backpropLab.widgets()),
    /// One of the page interface's functions: lab.call("set", "training.batch", 5)
    call: (name, ...rest) =>
      page.evaluate(([key, values]) => globalThis.backpropLab[key](...values), [name, rest]),

    /// The widget with this id (a text or a regular expression); waits until it is on screen.
    async widget(id, timeout = 5000) {
      const matches = (item) => (id instanceof RegExp ? id.test(item.id) : item.id === id);
      const end = Date.now() + timeout;
      for (;;) {
        const all = await lab.widgets();
        const found = all.find(matches);
        if (found) {
          return found;
        }
        if (Date.now() > end) {
          throw new Error(`no widget ${id}; on screen: ${all.map((item) => item.id).join(", ")}`);
        }
        await page.waitForTimeout(50);
      }
    },

    /// Moves the pointer to a place of the widget (0 to 1 of its width and height).
    async hover(id, across = 0.5, down = 0.5) {
      const { x, y } = place(await lab.widget(id), across, down);
      await page.mouse.move(x, y);
      await lab.frames(2);
    },

    async click(id, across = 0.5, down = 0.5) {
      await lab.hover(id, across, down);
      await page.mouse.down();
      await lab.frames(1);
      await page.mouse.up();
      await lab.frames(2);
    },

    /// Presses a command of the top bar where it is: in the bar, or in the menu of what has no room.
    async command(id) {
      if (!(await lab.widgets()).some((item) => item.id === id)) {
        await lab.click("more");
        await lab.widget(id);
        await lab.frames(2);
      }
      await lab.click(id);
    },

    async tap(id, across = 0.5, down = 0.5) {
      const { x, y } = place(await lab.widget(id), across, down);
      await page.touchscreen.tap(x, y);
      await lab.frames(3);
    },

    /// Presses at `from` (0 to 1 of the widget's width), moves to `to` in steps, lets go.
    async drag(id, from, to, { down = 0.5, steps = 8 } = {}) {
      const item = await lab.widget(id);
      const start = place(item, from, down);
      const end = place(item, to, down);
      await page.mouse.move(start.x, start.y);
      await lab.frames(2);
      await page.mouse.down();
      for (let step = 1; step <= steps; ++step) {
        await page.mouse.move(start.x + ((end.x - start.x) * step) / steps, end.y);
        await lab.frames(1);
      }
      await page.mouse.up();
      await lab.frames(2);
    },

    /// Waits until the page had the chance to draw this many frames (it may be idle).
    frames: (count) => page.evaluate((wanted) => new Promise((done) => {
      const next = () => (wanted-- > 0 ? requestAnimationFrame(next) : done());
      next();
    }), count),

    /// Waits until `test(snapshot)` is true and returns that snapshot.
    async wait_for(test, what, timeout = 30000) {
      const end = Date.now() + timeout;
      for (;;) {
        const snapshot = await lab.snapshot();
        if (test(snapshot)) {
          return snapshot;
        }
        if (Date.now() > end) {
          throw new Error(`waited ${timeout} ms for ${what}: ${JSON.stringify(snapshot).slice(0, 1000)}`);
        }
        await page.waitForTimeout(50);
      }
    },

    /// Waits until the frame counter stands still.
    async settle(timeout = 5000) {
      const end = Date.now() + timeout;
      let last = -1;
      for (;;) {
        const { frames } = await lab.snapshot();
        if (frames === last) {
          return frames;
        }
        if (Date.now() > end) {
          throw new Error(`the page still draws after ${timeout} ms`);
        }
        last = frames;
        // On a busy machine time alone says nothing: the page must have had its chances to draw.
        await lab.frames(8);
        await page.waitForTimeout(100);
      }
    },

    /// Saves build/screenshots/NAME.png and returns its bytes.
    async screenshot(name) {
      mkdirSync(screenshots, { recursive: true });
      const bytes = await page.screenshot();
      writeFileSync(join(screenshots, `${name}.png`), bytes);
      return bytes;
    },

    /// How varied a picture is: { colors: how many different, commonest: share of the commonest }.
    measure: (bytes) => measure(context, bytes),

    close: () => context.close(),
  };
  return lab;
}

function place(item, across, down) {
  return { x: item.x + item.width * across, y: item.y + item.height * down };
}

// The browser decodes the picture itself, in a page of its own.
export async function measure(context, bytes) {
  const page = await context.newPage();
  try {
    return await page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = image.width;
      canvas.height = image.height;
      const painter = canvas.getContext("2d");
      painter.drawImage(image, 0, 0);
      const pixels = new Uint32Array(painter.getImageData(0, 0, image.width, image.height).data.buffer);
      const counts = new Map();
      for (const pixel of pixels) {
        counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
      }
      return { colors: counts.size, commonest: Math.max(...counts.values()) / pixels.length };
    }, `data:image/png;base64,${bytes.toString("base64")}`);
  } finally {
    await page.close();
  }
}
