// TensorFlow.js on its WebAssembly backend (float32). Forward and backward are written out in its
// operations: faster than its layers or its automatic gradients, and all of them have kernels there.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs-core");
const wasm = require("@tensorflow/tfjs-backend-wasm");

wasm.setWasmPaths(join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")), "/"));
await tf.setBackend("wasm");
await tf.ready();

const activations = { tanh: tf.tanh, sigmoid: tf.sigmoid, relu: tf.relu, softmax: tf.softmax };
const one = tf.scalar(1);
const derivatives = {
  tanh: (delta, a) => tf.mul(delta, tf.sub(one, tf.mul(a, a))),
  sigmoid: (delta, a) => tf.mul(delta, tf.mul(a, tf.sub(one, a))),
  relu: (delta, a) => tf.mul(delta, tf.cast(tf.greater(a, 0), "float32")),
  softmax: (delta) => delta, // together with cross-entropy
};

export function make(network) {
  let inputs = network.inputs;
  const layers = network.layers.map(({ units, activation }) => {
    const limit = Math.sqrt(6 / (inputs + units));
    const layer = {
      weights: tf.randomUniform([inputs, units], -limit, limit, "float32", 1),
      biases: tf.zeros([units]),
      activation,
    };
    inputs = units;
    return layer;
  });
  const batches = [];
  for (let first = 0; first < network.x.length; first += network.batch) {
    const x = network.x.slice(first, first + network.batch);
    const y = network.y.slice(first, first + network.batch);
    batches.push({
      x: tf.tensor2d(x),
      y: tf.tensor2d(y),
      rate: tf.scalar(network.learning_rate / x.length),
    });
  }

  /// Activations of all layers, the inputs first.
  const forward = (x) => {
    const values = [x];
    for (const { weights, biases, activation } of layers) {
      values.push(activations[activation](tf.add(tf.matMul(values.at(-1), weights), biases)));
    }
    return values;
  };

  return {
    train_epoch() {
      for (const { x, y, rate } of batches) {
        const updated = tf.tidy(() => {
          const values = forward(x);
          let delta = derivatives[layers.at(-1).activation](tf.sub(values.at(-1), y), values.at(-1));
          const result = [];
          for (let l = layers.length; l-- > 0;) {
            const { weights, biases } = layers[l];
            result[l] = {
              weights: tf.sub(weights, tf.mul(rate, tf.matMul(values[l], delta, true, false))),
              biases: tf.sub(biases, tf.mul(rate, tf.sum(delta, 0))),
            };
            if (l > 0) {
              delta = derivatives[layers[l - 1].activation](
                tf.matMul(delta, weights, false, true), values[l]);
            }
          }
          return result;
        });
        updated.forEach(({ weights, biases }, l) => {
          tf.dispose([layers[l].weights, layers[l].biases]);
          Object.assign(layers[l], { weights, biases });
        });
      }
    },
    loss() {
      let sum = 0;
      for (const { x, y } of batches) {
        sum += tf.tidy(() => {
          const o = forward(x).at(-1);
          const each = layers.at(-1).activation === "softmax"
            ? tf.neg(tf.mul(y, tf.log(tf.add(o, 1e-30))))
            : tf.mul(0.5, tf.square(tf.sub(o, y)));
          return tf.sum(each).dataSync()[0];
        });
      }
      return sum / network.x.length;
    },
    dispose() {
      tf.dispose([layers, batches]);
    },
  };
}
