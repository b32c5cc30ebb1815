// The page's figures for bench.mjs: time to the first frame, bytes, memory, time of a frame.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

import { open_lab, site, start_browser } from "../browser/lab.mjs";

const median = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];

/// How long the callbacks of the frames took that were drawn during `action`, in ms.
async function frame_times_during(page, action) {
  await page.evaluate(() => { globalThis.frame_times.length = 0; });
  await action();
  return page.evaluate(() => globalThis.frame_times);
}

export async function print_page() {
  const session = await start_browser();
  try {
    const lab = await open_lab(session, {
      later: false,
      // Notes the module's memory, and how long each callback of a frame takes.
      before: (page) => page.addInitScript(() => {
        globalThis.frame_times = [];
        const request = globalThis.requestAnimationFrame.bind(globalThis);
        globalThis.requestAnimationFrame = (callback) => request((time) => {
          const begin = performance.now();
          callback(time);
          globalThis.frame_times.push(performance.now() - begin);
        });
        for (const name of ["instantiate", "instantiateStreaming"]) {
          const original = WebAssembly[name];
          WebAssembly[name] = async (...rest) => {
            const result = await original.apply(WebAssembly, rest);
            const exports = (result.instance ?? result).exports ?? {};
            globalThis.wasm_memory ??= Object.values(exports).find((item) => item instanceof WebAssembly.Memory);
            return result;
          };
        }
      }),
    });
    await lab.page.waitForFunction(() => globalThis.backpropLab.snapshot().frames > 0);
    const first = await lab.page.evaluate(() => performance.now());
    await lab.call("run");
    const training = await frame_times_during(lab.page, () => lab.page.waitForTimeout(2000));
    await lab.call("pause");
    const drawing = await frame_times_during(lab.page, async () => {
      for (let step = 0; step < 100; ++step) { // over the picture, so that there is something to draw
        await lab.page.mouse.move(400 + 5 * step, 250 + step);
        await lab.page.waitForTimeout(20);
      }
    });
    const memory = await lab.page.evaluate(() => globalThis.wasm_memory?.buffer.byteLength ?? NaN);
    console.log("\nPage, Chromium with a software renderer, 1440 x 900");
    console.log(`  opened to first frame seen  ${first.toFixed(0)} ms`);
    console.log(`  a frame, drawing alone      ${median(drawing).toFixed(1)} ms (median of ${drawing.length})`);
    console.log(`  drawing and training        ${median(training).toFixed(1)} ms (median of ${training.length})`);
    console.log(`  wasm memory                 ${(memory / 2 ** 20).toFixed(0)} MB`);
    const files = readdirSync(site, { recursive: true }).filter((name) => /[.](wasm|js|html|css)$/.test(name));
    for (const name of files) {
      const bytes = readFileSync(join(site, name));
      console.log(`  ${name.padEnd(28)}${String(bytes.length).padStart(9)} bytes, brotli ${brotliCompressSync(bytes).length}`);
    }
    await lab.close();
  } finally {
    await session.close();
  }
}
