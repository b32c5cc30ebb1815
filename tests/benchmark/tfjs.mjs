// TensorFlow.js on its WebAssembly backend (float32), in two ways: as it is meant to be used, with
// automatic gradients and its own optimizer; and with forward and backward written out in its
// operations, which is faster.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs");
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

/// Activations of all layers, the inputs first; of the output z only, where `as_z` is given.
function forward(layers, x, as_z = false) {
  const values = [x];
  for (const [l, { weights, biases, activation }] of layers.entries()) {
    const z = tf.add(tf.matMul(values.at(-1), weights), biases);
    values.push(as_z && l + 1 === layers.length ? z : activations[activation](z));
  }
  return values;
}

/// Sum E / examples, for the automatic gradients.
function mean_error(layers, { x, y }) {
  if (layers.at(-1).activation === "softmax") {
    return tf.losses.softmaxCrossEntropy(y, forward(layers, x, true).at(-1));
  }
  return tf.div(tf.sum(tf.mul(0.5, tf.square(tf.sub(forward(layers, x).at(-1), y)))), x.shape[0]);
}

/// One update by hand: backpropagation in the library's operations.
function update_written_out(layers, { x, y, rate }) {
  const updated = tf.tidy(() => {
    const values = forward(layers, x);
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

export const make_written_out = (network) => make_with(network, (value) => value, () => update_written_out);

export const make_automatic = (network) => make_with(network, tf.variable, () => {
  const optimizer = tf.train.sgd(network.learning_rate);
  return (layers, batch) => optimizer.minimize(() => mean_error(layers, batch));
});

/// `hold` makes what an update changes out of its first values, `make_update` the update.
function make_with(network, hold, make_update) {
  let inputs = network.inputs;
  const layers = network.layers.map(({ units, activation }) => {
    const limit = Math.sqrt(6 / (inputs + units));
    const layer = {
      weights: hold(tf.randomUniform([inputs, units], -limit, limit, "float32", 1)),
      biases: hold(tf.zeros([units])),
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

  const update = make_update();

  return {
    train_epoch() {
      for (const batch of batches) {
        update(layers, batch);
      }
    },
    loss() {
      let sum = 0;
      for (const { x, y } of batches) {
        sum += tf.tidy(() => {
          const o = forward(layers, x).at(-1);
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
