// ./lab bench: all contenders train the networks W1 to W5 in turns, a round of each, so that what
// disturbs the machine hits all alike. Prints the medians, their ratios and what of the aims is met.
//   node bench.mjs [--quick] [W1 ... W5]
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { print_page } from "./page.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const build = join(here, "..", "..", "build");
const native = (name) => join(build, "release", "tests", "benchmark", name);
const wasm = (name) => join(build, "web-release", "tests", "benchmark", `${name}.js`);
const networks_file = join(build, "bench", "networks.jsonl");

const options = process.argv.slice(2);
const quick = options.includes("--quick");
const wanted = options.filter((option) => /^W[1-5]$/.test(option));
const rounds = quick ? 3 : 9;
const seconds = quick ? 0.05 : 0.1;

const networks = readFileSync(networks_file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const indices = networks.map((_, index) => index)
  .filter((index) => wanted.length === 0 || wanted.includes(networks[index].name));

/// A program that answers each line on its input with one on its output.
function start_program(command, rest) {
  const child = spawn(command, rest, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next_line = async () => {
    const { value, done } = await lines.next();
    if (done) {
      throw new Error(`${command} ${rest.join(" ")} ended`);
    }
    return value;
  };
  const ask_line = (line) => {
    child.stdin.write(`${line}\n`);
    return next_line();
  };
  return {
    ask_line,
    next_line,
    ask: async (...words) => Number(await ask_line(words.join(" "))),
    close: () => child.kill(),
  };
}

const start_node = (...rest) => start_program(process.execPath, [join(here, "contender.mjs"), ...rest]);

/// The engine's WebAssembly in Chromium.
async function start_chromium() {
  const { start_browser } = await import("../browser/lab.mjs");
  const session = await start_browser();
  const page = await session.browser.newPage();
  await page.addScriptTag({ content: readFileSync(wasm("backprop_bench"), "utf8") });
  const binary = readFileSync(wasm("backprop_bench").replace(/[.]js$/, ".wasm")).toString("base64");
  await page.evaluate(async (text) => {
    const wasmBinary = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    globalThis.contender = await globalThis.makeContender({ wasmBinary });
  }, binary);
  return {
    ask: (command, ...values) => page.evaluate(
      ([name, rest]) => globalThis.contender[`_bench_${name}`](...rest), [command, values]),
    close: () => session.close(),
  };
}

/// bits: the precisions that a contender trains in.
const contenders = [
  { key: "native", name: "this engine, native", bits: [32, 64],
    start: () => start_program(native("backprop_bench"), []) },
  { key: "eigen", name: "Eigen, AVX2 without FMA", bits: [32, 64],
    start: () => start_program(native("eigen_bench"), []) },
  { key: "fma", name: "Eigen, AVX2 with FMA", bits: [32, 64],
    start: () => start_program(native("eigen_bench_fma"), []) },
  { key: "node", name: "this engine, wasm, Node", bits: [32, 64],
    start: () => start_node("wasm", wasm("backprop_bench")) },
  { key: "chromium", name: "this engine, wasm, Chromium", bits: [32, 64], start: start_chromium },
  { key: "eigen_wasm", name: "Eigen, wasm, Node", bits: [32, 64],
    start: () => start_node("wasm", wasm("eigen_bench")) },
  { key: "tfjs", name: "TensorFlow.js, wasm, Node", bits: [32],
    start: () => start_node("tfjs", networks_file) },
  { key: "tfjs_written_out", name: "TensorFlow.js, written out", bits: [32],
    start: () => start_node("tfjs_written_out", networks_file) },
  { key: "brain", name: "brain.js (one by one)", bits: [32], start: () => start_node("brain", networks_file) },
  { key: "convnetjs", name: "ConvNetJS", bits: [64], start: () => start_node("convnetjs", networks_file) },
];

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/// figures[key][bits][index] = examples a second
const figures = {};
const not_learnt = [];
const running = [];
for (const contender of contenders) {
  try {
    running.push({ ...contender, ...(await contender.start()) });
  } catch (error) {
    console.log(`left out: ${contender.name} (${String(error.message).split("\n")[0]})`);
  }
}

for (const index of indices) {
  for (const bits of [32, 64]) {
    const taking_part = running.filter((contender) => contender.bits.includes(bits));
    const before = new Map();
    const rates = new Map();
    for (const contender of taking_part) {
      before.set(contender, await contender.ask("begin", index, bits === 64 ? 1 : 0));
      rates.set(contender, []);
      await contender.ask("train", seconds); // compilers and caches warm up
    }
    for (let round = 0; round < rounds; ++round) {
      for (const contender of taking_part) {
        rates.get(contender).push(await contender.ask("train", seconds));
      }
    }
    for (const contender of taking_part) {
      ((figures[contender.key] ??= {})[bits] ??= [])[index] = median(rates.get(contender));
      // The slow ones have not seen enough examples yet.
      let after = await contender.ask("loss");
      for (let more = 0; more < 40 && !(after < 0.9 * before.get(contender)); ++more) {
        await contender.ask("train", 0.5);
        after = await contender.ask("loss");
      }
      if (!(after < 0.9 * before.get(contender))) {
        not_learnt.push(`${contender.name} ${networks[index].name} float${bits}: loss ` +
          `${before.get(contender).toPrecision(3)} to ${after.toPrecision(3)}`);
      }
    }
  }
}

const figure = (key, bits, index) => figures[key]?.[bits]?.[index];
const short = (rate) => rate === undefined ? "-"
  : rate >= 1e6 ? `${(rate / 1e6).toFixed(1)}M`
  : rate >= 1e3 ? `${(rate / 1e3).toFixed(rate < 1e4 ? 1 : 0)}k` : rate.toFixed(0);

function print_table(title, rows, cell) {
  console.log(`\n${title}`);
  console.log("".padEnd(42) + indices.map((index) => networks[index].name.padStart(9)).join(""));
  for (const row of rows) {
    console.log(row.name.padEnd(42) + indices.map((index) => cell(row, index).padStart(9)).join(""));
  }
}

const rows = contenders.flatMap(({ key, name, bits }) =>
  bits.map((width) => ({ key, bits: width, name: `${name}, float${width}` })));
const engine = running.find(({ key }) => key === "native");
console.log(`One thread; medians of ${rounds} rounds of ${seconds} s. Native kernels: ` +
  `${await engine.ask_line("describe")}.`);
for (const index of indices) {
  console.log(`  ${networks[index].name} ${networks[index].shape}`);
}
print_table("Examples a second (forward, backward, update)", rows,
  ({ key, bits }, index) => short(figure(key, bits, index)));

// A share of 100 % would be an engine that does nothing but multiply and add.
const peaks = {};
for (const key of ["native", "node"]) {
  const contender = running.find((other) => other.key === key);
  for (let trial = 0; contender && trial < 2; ++trial) { // the first one is slow until it is compiled well
    peaks[key] = { 32: await contender.ask("peak", 0), 64: await contender.ask("peak", 1) };
  }
}
const peak_of = (key) => (["native", "eigen", "fma"].includes(key) ? peaks.native : peaks.node);
console.log(`\nMeasured peak, GFLOPS (separate * and +): native AVX2 ${peaks.native[32].toFixed(0)} float32, ` +
  `${peaks.native[64].toFixed(0)} float64; wasm ${peaks.node[32].toFixed(0)}, ${peaks.node[64].toFixed(0)}`);
print_table("Share of that peak, %", rows.filter(({ key }) => !["tfjs", "tfjs_written_out", "brain", "convnetjs"].includes(key)),
  ({ key, bits }, index) => {
    const rate = figure(key, bits, index);
    return rate === undefined ? "-"
      : ((100e-9 * rate * networks[index].operations) / peak_of(key)[bits]).toFixed(1);
  });

const versus = [
  { name: "native float32 / Eigen without FMA", over: ["native", 32], under: ["eigen", 32], least: [1, 1, 1, 1, 1] },
  { name: "native float32 / Eigen with FMA", over: ["native", 32], under: ["fma", 32] },
  { name: "wasm float32 / Eigen wasm", over: ["node", 32], under: ["eigen_wasm", 32], least: [2, 2, 2, 1.5, 1.5] },
  { name: "wasm float32 / TensorFlow.js", over: ["node", 32], under: ["tfjs", 32], least: [0, 0, 0, 15, 10] },
  { name: "wasm float32 / TensorFlow.js, written out", over: ["node", 32], under: ["tfjs_written_out", 32],
    least: [0, 0, 0, 15, 10] },
  { name: "wasm float64 / ConvNetJS", over: ["node", 64], under: ["convnetjs", 64], least: [10, 10, 10, 10, 10] },
  { name: "wasm float32 / brain.js", over: ["node", 32], under: ["brain", 32] },
  { name: "Chromium / Node, float32", over: ["chromium", 32], under: ["node", 32] },
];
const ratio = ({ over, under }, index) => figure(...over, index) / figure(...under, index);
print_table("Ratios (! below the aim)", versus, (row, index) => {
  const value = ratio(row, index);
  const aim = row.least?.[index];
  return Number.isNaN(value) ? "-" : `${value >= 100 ? value.toFixed(0) : value.toFixed(2)}${aim && value < aim ? "!" : ""}`;
});
console.log("\nAims");
for (const row of versus.filter(({ least }) => least)) {
  for (const index of indices.filter((other) => row.least[other] > 0)) {
    const value = ratio(row, index);
    const verdict = Number.isNaN(value) ? "not measured" : value >= row.least[index] ? "met" : "NOT MET";
    console.log(`  ${networks[index].name} ${row.name}: ${value.toFixed(2)}, at least ${row.least[index]}: ${verdict}`);
  }
}
console.log(not_learnt.length === 0 ? "\nAll contenders have learnt (loss below 0.9 of its start)."
  : `\nNOT LEARNT:\n  ${not_learnt.join("\n  ")}`);

if (!quick) {
  console.log("\nGrowth of this engine, float64, relu + softmax, batch 32: one epoch");
  for (let left = 7, line = await engine.ask_line("growth"); ; line = await engine.next_line()) {
    const row = JSON.parse(line);
    console.log(`  ${row.what.padEnd(14)}${(row.seconds * 1e3).toFixed(2).padStart(9)} ms` +
      `${((row.operations / row.seconds) * 1e-9).toFixed(1).padStart(7)} GFLOPS` +
      `${(row.bytes / 1e6).toFixed(2).padStart(8)} MB`);
    if (--left === 0) {
      break;
    }
  }
}
for (const contender of running) {
  await contender.close();
}

await print_page();
process.exit(not_learnt.some((text) => text.startsWith("this engine")) ? 1 : 0);
