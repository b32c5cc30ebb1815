// One contender that runs under Node, as a program that bench.mjs drives with the same lines as the
// native ones: node contender.mjs NAME [FILE]; contenders written in JavaScript read the networks
// with their data from FILE.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [name, file] = process.argv.slice(2);
const require = createRequire(import.meta.url);

const makers = {
  wasm: () => load_wasm(file),
  tfjs: async () => from_networks((await import("./tfjs.mjs")).make_automatic),
  tfjs_written_out: async () => from_networks((await import("./tfjs.mjs")).make_written_out),
  convnetjs: async () => from_networks((await import("./convnetjs.mjs")).make),
  brain: async () => from_networks((await import("./brain.mjs")).make),
};

/// A program of contender_main.cpp, compiled to WebAssembly.
async function load_wasm(script) {
  const wasmBinary = readFileSync(script.replace(/[.]js$/, ".wasm"));
  const module = await require(script)({ wasmBinary });
  return {
    begin: (index, float64) => module._bench_begin(index, float64),
    train: (seconds) => module._bench_train(seconds),
    loss: () => module._bench_loss(),
    peak: (float64) => module._bench_peak(float64),
  };
}

/// A library whose make(network) gives { train_epoch(), loss() }.
function from_networks(make) {
  const networks = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  let network;
  let net;
  return {
    begin(index) {
      network = networks[index];
      net?.dispose?.();
      net = make(network);
      return net.loss();
    },
    train(seconds) {
      const first = performance.now();
      let elapsed = 0;
      let examples = 0;
      do {
        net.train_epoch();
        examples += network.x.length;
        elapsed = (performance.now() - first) / 1000;
      } while (elapsed < seconds);
      return examples / elapsed;
    },
    loss: () => net.loss(),
  };
}

const contender = await makers[name]();
for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...values] = line.trim().split(" ");
  console.log(Number(contender[command](...values.map(Number))).toPrecision(9));
}
