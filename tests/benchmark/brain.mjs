// brain.js. It knows updates after each example only, one activation for all layers and no softmax;
// W4 and W5 are therefore trained with sigmoid throughout, and ½ (o − y)².
import { createRequire } from "node:module";

const brain = createRequire(import.meta.url)("brain.js");

export function make(network) {
  const sizes = network.layers.map(({ units }) => units);
  const softmax = network.layers.at(-1).activation === "softmax";
  const net = new brain.NeuralNetwork({
    hiddenLayers: sizes.slice(0, -1),
    activation: softmax ? "sigmoid" : network.layers[0].activation,
  });
  const data = network.x.map((x, n) => ({
    input: Float32Array.from(x),
    output: Float32Array.from(network.y[n]),
  }));
  // One epoch that moves nothing sets up the layers. It refuses to be told 0, but can be trained so.
  net.train(data, { iterations: 1, learningRate: 1e-9, momentum: 1e-9, errorThresh: 1e-9 });
  Object.assign(net.trainOpts, { learningRate: network.learning_rate, momentum: 0 });
  return {
    train_epoch() {
      net.trainPatterns(data);
    },
    loss() {
      let sum = 0;
      for (const { input, output } of data) {
        const o = net.runInput(input);
        for (let i = 0; i < output.length; ++i) {
          sum += 0.5 * (o[i] - output[i]) ** 2;
        }
      }
      return sum / data.length;
    },
  };
}
