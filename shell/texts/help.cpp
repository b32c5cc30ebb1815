#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"help.data.set", "The examples to learn from. The pictured sets are made afresh from a seed; "
                      "the others come with the program. Another set starts a new network input "
                      "and output, and keeps the hidden layers."},
    {"help.data.noise", "How far the points are scattered from their true place. More noise makes "
                        "the classes overlap: no network can then be right everywhere, and one "
                        "that tries learns the noise by heart."},
    {"help.data.train_share", "The part of the examples that trains; the rest only tests. More "
                              "training examples teach more; fewer test examples make the test "
                              "loss less certain."},
    {"help.data.examples", "How many points are made, for training and test together. More of "
                           "them show the shape better and make an epoch longer."},
    {"help.data.seed", "The number all random choices of the data start from. The same seed gives "
                       "the same points; another seed gives others of the same kind."},
    {"help.training.learning_rate",
     "The size of a training step: w ← w − α · ∂E/∂w. More learns faster until the steps overshoot "
     "and the loss jumps or grows; less is steadier and slower. It can be changed while training."},
    {"help.training.epochs", "How often training goes through all training examples before it "
                             "stops. More gives the loss longer to fall. It can be changed while "
                             "training; raising it after the end lets training go on."},
    {"view.speed", "Speed"},
    {"view.speed.value", "{0} epochs/s"},
    {"view.speed.greatest", "as fast as possible"},
    {"help.view.speed",
     "How fast training is let go, so that it can be watched and steered. It does "
     "not change the result. At the right end the machine trains as fast as it "
     "can."},
    {"help.training.batch", "How many examples are seen before each update. 1 updates after every "
                            "example: many noisy steps. All examples: one smooth step an epoch. "
                            "In between is a compromise."},
    {"help.training.shuffle", "On: the training examples come in a new order each epoch. Off: "
                              "always in the same order, which is easier to follow by hand."},
    {"help.training.train_biases", "Off: the biases keep their start values and only the weights "
                                   "learn, as in some worked examples."},
    {"help.network.hidden_activation",
     "What turns a unit's sum z into its output a in the hidden layers. Sigmoid and tanh saturate "
     "for large sums and learn slowly there; ReLU is 0 for negative sums; linear layers together "
     "can only draw straight lines."},
    {"help.network.output_activation",
     "The same for the output layer. It limits what can be said: sigmoid 0 to 1, tanh −1 to 1, "
     "linear anything."},
    {"help.network.bias", "A number added to a unit's sum, so that it can shift. Per unit: each "
                          "its own. Shared: one for the whole layer. None: all lines go through "
                          "the origin."},
    {"help.loss.error",
     "How far an output o is from its target y. The half in ½ (o − y)² makes "
     "the derivative simply o − y; without it, every gradient is twice as large."},
    {"help.loss.over_outputs", "How the errors of several outputs become one: their sum, or their "
                               "mean. The mean makes gradients smaller by the number of outputs."},
    {"help.loss.over_examples",
     "How the errors of a batch become one loss. With the sum, larger batches take larger steps; "
     "with the mean the step does not depend on the batch size."},
    {"help.start.rule", "Where the weights begin. All zeros (or all equal) make the units of a "
                        "layer learn the same thing. Random weights break that tie; Xavier suits "
                        "their size to the layer."},
    {"help.start.seed", "The number the start weights are drawn from. The same seed starts at the "
                        "same weights; New weights takes the next."},
    {"help.start.low", "The least start weight. A wider range makes stronger first outputs, too "
                       "wide a range saturates sigmoid and tanh."},
    {"help.start.high", "The greatest start weight. A wider range makes stronger first outputs, "
                        "too wide a range saturates sigmoid and tanh."},
    {"help.start.value", "The value every weight starts at. Equal weights make the units of a "
                         "layer learn the same thing."},
    {"help.start.bias", "The value every bias starts at."},
    {"help.start.deviation", "The standard deviation of the normal distribution that the start "
                             "weights are drawn from: about two thirds lie within ± this."},
    {"help.data.classes", "How many classes the set has; the network gets one output for each. "
                          "More classes are harder to tell apart."},
    {"help.data.scaling.inputs",
     "Brings every input column to a common size before the network sees it: standard gives mean 0 "
     "and deviation 1, min–max the range 0 to 1. Columns of very different size learn badly "
     "without."},
    {"help.data.scaling.targets",
     "Brings the targets to the range 0 to 1, which a sigmoid can reach. Predictions are shown in "
     "the data's own units again; losses are those of the scaled numbers."},
    {"help.loss.delta", "Up to this difference the Huber error is a parabola, beyond it a straight "
                        "line, so that outliers pull less."},
    {"help.training.optimizer.kind",
     "How a gradient becomes a step. SGD goes straight down the slope; momentum keeps rolling; "
     "Adagrad, RMSProp and Adam give each weight a step size of its own."},
    {"help.training.optimizer.beta", "How much of the last step is kept: v ← β·v + g. 0.9 adds up "
                                     "about ten steps; more rolls further, and overshoots more."},
    {"help.training.optimizer.smoothing",
     "How slowly the mean of the squared gradients follows: nearer 1 looks back further."},
    {"help.training.optimizer.beta1",
     "How slowly the mean of the gradients follows: it is Adam's momentum."},
    {"help.training.optimizer.beta2",
     "How slowly the mean of the squared gradients follows, which sets each weight's step size."},
    {"help.training.optimizer.epsilon",
     "A small number that keeps the division from blowing up where gradients are almost 0."},
    {"help.training.optimizer.weight_decay",
     "The part of every weight (not of biases) that is taken away at each step, times the learning "
     "rate."},
    {"help.training.schedule.kind",
     "How the learning rate changes with the epochs: steps lower it now and then, cosine lets it "
     "fall smoothly to 0, warm-up lets it grow at first."},
    {"help.training.schedule.every", "After so many epochs the learning rate is multiplied once "
                                     "more."},
    {"help.training.schedule.factor",
     "What the learning rate is multiplied by at each step: 0.5 halves it."},
    {"help.training.schedule.epochs", "Over how many epochs the learning rate falls to 0, or grows "
                                      "to its full size."},
    {"help.training.regularization.kind",
     "A penalty on large weights, added to the loss's gradient: L2 shrinks all of them a little, "
     "L1 "
     "drives the needless ones to 0. It makes learning noise by heart harder."},
    {"help.training.regularization.rate",
     "How strong the penalty is. Too much, and the network learns nothing else. It can be changed "
     "while training."},
    {"help.training.clip.value",
     "Cuts every single gradient to ± this, so that one steep place cannot throw a weight away."},
    {"help.training.clip.norm",
     "Scales the whole gradient down to this length when it is longer; its direction stays."},
    {"help.training.stop.loss_below",
     "Ends the run after the epoch in which the training loss falls below this."},
    {"help.training.stop.no_progress_epochs",
     "Ends the run when the training loss has reached no new lowest value for so many epochs."},
    {"help.training.update",
     "Simultaneous is backpropagation: all gradients come from the same forward pass. Sequential "
     "changes the output layer first, which is a common mistake, for comparison."},
    {"help.network.layers[].activation",
     "What turns this layer's sums z into its outputs a. Softmax, at the output only, makes shares "
     "that add up to 1."},
    {"help.network.layers[].dropout", "The share of this layer's units that each update leaves out "
                                      "at random. The others learn to do "
                                      "without them. Off when the network is tested."},
    {"help.precision", "How many bits hold a number. 32 bits are faster and keep about 7 digits, "
                       "64 bits about 16."},
    {"help.preset", "Complete experiments to begin with: data, network and settings. Choosing one "
                    "replaces what is set now."},
    {"help.of", "Help: {0}"},
};

} // namespace

std::span<const TextRow> help_texts() {
    return k_texts;
}

} // namespace backprop::shell
