// ConvNetJS (float64): example by example, an update every batch.
import { createRequire } from "node:module";

const convnetjs = createRequire(import.meta.url)("convnetjs");

export function make(network) {
  const softmax = network.layers.at(-1).activation === "softmax";
  const definitions = [
    { type: "input", out_sx: 1, out_sy: 1, out_depth: network.inputs },
    ...network.layers.map(({ units, activation }, l) =>
      softmax && l === network.layers.length - 1
        ? { type: "softmax", num_classes: units }
        : { type: "fc", num_neurons: units, activation }),
  ];
  const outputs = network.layers.at(-1).units;
  if (!softmax) {
    definitions.push({ type: "regression", num_neurons: outputs });
  }
  const net = new convnetjs.Net();
  net.makeLayers(definitions);
  if (!softmax) {
    // It puts a linear layer of its own before the outputs, which the network here does not have.
    net.layers.splice(net.layers.length - 2, 1);
  }
  const trainer = new convnetjs.SGDTrainer(net, {
    method: "sgd", learning_rate: network.learning_rate, batch_size: network.batch, momentum: 0,
    l1_decay: 0, l2_decay: 0,
  });
  const inputs = network.x.map((x) => new convnetjs.Vol(x));
  const targets = softmax ? network.y.map((y) => y.indexOf(1)) : network.y;
  return {
    train_epoch() {
      for (let n = 0; n < inputs.length; ++n) {
        trainer.train(inputs[n], targets[n]);
      }
    },
    loss() {
      let sum = 0;
      for (let n = 0; n < inputs.length; ++n) {
        const o = net.forward(inputs[n]).w;
        sum += softmax
          ? -Math.log(o[targets[n]] + 1e-30)
          : targets[n].reduce((total, y, i) => total + 0.5 * (o[i] - y) ** 2, 0);
      }
      return sum / inputs.length;
    },
  };
}
