// Starts the desktop program in a virtual display and looks at the picture that it saves.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";

import { crc32 } from "./crc32.mjs";

const project = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const program = join(project, "build", "test", "shell", "backprop-lab");
const pictures = join(project, "build", "screenshots");

function run(...options) {
  return spawnSync("xvfb-run", ["-a", "-s", "-screen 0 1600x1000x24", program, ...options],
    { encoding: "utf8", timeout: 120000 });
}

/// { width, height, pixels } of a binary PPM.
function read_ppm(file) {
  const bytes = readFileSync(file);
  const header = /^P6\n(\d+) (\d+)\n255\n/.exec(bytes.subarray(0, 40).toString("latin1"));
  assert.ok(header, "not a PPM");
  const [width, height] = [Number(header[1]), Number(header[2])];
  const pixels = bytes.subarray(header[0].length);
  assert.equal(pixels.length, width * height * 3);
  return { width, height, pixels };
}

function png_chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

function write_png(file, { width, height, pixels }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits, RGB
  const rows = Buffer.alloc(height * (width * 3 + 1)); // each row begins with its filter, none
  for (let y = 0; y < height; ++y) {
    pixels.copy(rows, y * (width * 3 + 1) + 1, y * width * 3, (y + 1) * width * 3);
  }
  writeFileSync(file, Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    png_chunk("IHDR", header), png_chunk("IDAT", deflateSync(rows)), png_chunk("IEND", Buffer.alloc(0)),
  ]));
}

function count_colors({ pixels }) {
  const counts = new Map();
  for (let at = 0; at < pixels.length; at += 3) {
    const color = pixels.readUIntBE(at, 3);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return { colors: counts.size, commonest: (Math.max(...counts.values()) * 3) / pixels.length };
}

test("the desktop program starts, trains and draws", () => {
  mkdirSync(pictures, { recursive: true });
  const file = join(pictures, "desktop.ppm");
  const { status, stderr } = run("--size", "1440x900", "--call", '{"call":"run"}', "--frames", "60",
    "--screenshot", file);
  assert.equal(status, 0, stderr);
  const picture = read_ppm(file);
  rmSync(file);
  write_png(join(pictures, "desktop.png"), picture);
  assert.deepEqual([picture.width, picture.height], [1440, 900]);
  const { colors, commonest } = count_colors(picture);
  assert.ok(colors > 100, `${colors} colours`);
  assert.ok(commonest < 0.98, `one colour covers ${commonest} of the window`);
});

test("the desktop program refuses a command line that it cannot read", () => {
  for (const options of [["--size", "1x1"], ["--frames", "many"], ["--nonsense"], ["--call", "{}"]]) {
    const { status, stderr } = run(...options);
    assert.equal(status, 2, `${options.join(" ")}: ${stderr}`);
  }
});

test("the desktop program trains without a window, as the headless run does", () => {
  const file = join(project, "tests", "determinism", "circle-float64.json");
  const options = { encoding: "utf8", timeout: 60000, env: { PATH: process.env.PATH } };
  const desktop = spawnSync(program, ["--headless", file, "--every", "50"], options);
  const headless = spawnSync(join(project, "build", "test", "engine", "backprop_run"),
    [file, "--every", "50"], options);
  assert.equal(desktop.status, 0, desktop.stderr);
  assert.match(desktop.stdout, /"state_hash":"[0-9a-f]{16}"/);
  assert.equal(desktop.stdout, headless.stdout);
});
