#include "shell/texts.hpp"

#include <unordered_map>

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    // Top bar
    {"app.name_first", "Backprop"},
    {"app.name_second", "Lab"},
    {"preset", "Experiment"},
    {"preset.own", "Your own"},
    {"button.run", "▶ Run"},
    {"button.pause", "❚❚ Pause"},
    {"button.reset", "Reset"},
    {"button.step.example", "+1 example"},
    {"button.step.epoch", "+1 epoch"},
    {"button.new_weights", "New weights"},
    {"button.theme.system", "Theme: as the system"},
    {"button.theme.dark", "Theme: dark"},
    {"button.theme.light", "Theme: light"},
    {"button.close", "Close the message"},
    {"button.less", "Less: {0}"},
    {"button.more", "More: {0}"},
    {"button.add_layer", "Add a layer"},
    {"button.remove_layer", "Remove a layer"},
    {"button.add_unit", "Add a unit to {0}"},
    {"button.remove_unit", "Remove a unit from {0}"},
    {"button.previous_example", "Previous example"},
    {"button.next_example", "Next example"},
    {"epoch", "epoch"},
    {"epoch.of", "/ {0}"},
    {"tip.run", "Train until the number of epochs is reached."},
    {"tip.pause", "Stop training; everything learned stays."},
    {"tip.finished", "All epochs are trained. Raise the epochs to go on, or reset."},
    {"tip.diverged", "The numbers left the finite range. Reset, or lower the learning rate first."},
    {"tip.reset", "Back to the same start weights, epoch 0."},
    {"tip.step.example", "Train on one example, then pause."},
    {"tip.step.epoch", "Train on every training example once, then pause."},
    {"tip.new_weights", "Draw other start weights and begin again."},

    // Notes
    {"note.diverged_loss", "Training left the finite numbers in epoch {0}: {1}. The last good "
                           "weights are kept. Lower the learning rate and run on, or reset."},
    {"note.diverged", "Training left the finite numbers in epoch {0}: {1} of layer {2}. The last "
                      "good weights are kept. Lower the learning rate and run on, or reset."},
    {"quantity.activation", "an activation"},
    {"quantity.delta", "a delta"},
    {"quantity.gradient", "a gradient"},
    {"quantity.weight", "a weight"},
    {"quantity.loss", "the loss"},
    {"note.clamped", "{0}; clamped"},
    {"note.rounded", "{0}, whole numbers; rounded"},
    {"note.nonsense", "{0}; not a number"},

    // Errors of the page's interface
    {"error.one_of", "must be one of {0}"},
    {"error.no_field", "is no field that can be set"},
    {"error.no_call", "is no call; there are load, set, run, pause, reset, new_weights and step"},
    {"error.no_step", "must be one of \"example\", \"batch\", \"epoch\""},
    {"error.no_value", "must be a number, true or false, or a text"},
    {"error.no_experiment", "must be an experiment"},
    {"error.speed", "must be a number from 1 to 1000, or \"max\""},
    {"error.not_yet", "is not part of this version"},

    // Sections and headings
    {"section.data", "DATA"},
    {"section.hyperparameters", "HYPERPARAMETERS"},
    {"section.network", "NETWORK"},
    {"section.output", "OUTPUT"},
    {"section.loss", "LOSS"},
    {"section.parameters", "WEIGHTS AND BIASES"},

    // Fields: what a control is called
    {"field.data.set", "Data set"},
    {"field.data.noise", "Noise"},
    {"field.data.train_share", "Training share"},
    {"field.data.examples", "Examples"},
    {"field.data.seed", "Data seed"},
    {"field.data.task", "Task"},
    {"field.training.learning_rate", "Learning rate α"},
    {"field.training.epochs", "Epochs"},
    {"field.training.batch", "Batch size"},
    {"field.training.shuffle", "Shuffle each epoch"},
    {"field.training.train_biases", "Train biases"},
    {"field.network.hidden_activation", "Activation"},
    {"field.network.output_activation", "Output layer"},
    {"field.network.bias", "Bias"},
    {"field.loss.error", "Error"},
    {"field.loss.over_outputs", "Over outputs"},
    {"field.loss.over_examples", "Over examples"},
    {"field.start.rule", "Start weights"},
    {"field.start.seed", "Seed"},
    {"field.start.low", "From"},
    {"field.start.high", "To"},
    {"field.start.value", "Weight"},
    {"field.start.bias", "Start bias"},
    {"field.precision", "Precision"},

    // Help: what it is, and what more or less of it does
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
    {"help.loss.error", "How far an output o is from its target y. The half in ½ (o − y)² makes "
                        "the derivative simply o − y; without it, every step is twice as long."},
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
    {"help.precision", "How many bits hold a number. 32 bits are faster and keep about 7 digits, "
                       "64 bits about 16."},
    {"help.preset", "Complete experiments to begin with: data, network and settings. Choosing one "
                    "replaces what is set now."},
    {"help.of", "Help: {0}"},

    // Values
    {"value.all", "all"},
    {"value.mixed", "mixed"},
    {"start.given", "as given"},
    {"reduction.sum", "sum"},
    {"reduction.mean", "mean"},
    {"range", "{0} to {1}"},
    {"type_value", "Type a value"},

    // Names that the engine knows as well, by their keys in files
    {"activation.linear", "linear"},
    {"activation.sigmoid", "sigmoid"},
    {"activation.tanh", "tanh"},
    {"activation.relu", "ReLU"},
    {"activation.softmax", "softmax"},
    {"error.half-squared", "½ (o − y)²"},
    {"error.squared", "(o − y)²"},
    {"error.cross-entropy", "cross-entropy"},
    {"start.zeros", "zeros"},
    {"start.constant", "constant"},
    {"start.uniform", "uniform"},
    {"start.xavier-uniform", "Xavier"},
    {"bias.per-unit", "per unit"},
    {"bias.shared", "shared"},
    {"bias.none", "none"},
    {"precision.float64", "64 bits"},
    {"precision.float32", "32 bits"},
    {"data.circle", "Circle"},
    {"data.xor", "Exclusive or"},
    {"data.gauss", "Two Gaussians"},
    {"data.spiral", "Spiral"},
    {"data.plane", "Plane"},
    {"data.multi-gauss", "Many Gaussians"},
    {"data.moons", "Two moons"},
    {"data.blobs", "Blobs"},
    {"data.rings", "Rings"},
    {"data.sine", "Sine"},
    {"data.houses", "House prices"},
    {"data.two-class-a", "Two classes, set A"},
    {"data.two-class-b", "Two classes, set B"},
    {"data.mazur", "Step by step"},
    {"data.xor-rows", "XOR, four rows"},
    {"data.iris", "Iris"},
    {"data.digits", "Handwritten digits"},
    {"data.inline", "Your own rows"},
    {"preset.houses", "House prices"},
    {"preset.circle", "Circle"},
    {"preset.xor", "Exclusive or"},
    {"preset.gauss", "Two Gaussians"},
    {"preset.spiral", "Spiral"},
    {"preset.plane", "Plane"},
    {"preset.multi-gauss", "Many Gaussians"},
    {"preset.moons", "Two moons"},
    {"preset.blobs", "Blobs"},
    {"preset.rings", "Rings"},
    {"preset.sine", "Sine"},
    {"preset.iris", "Iris"},
    {"preset.digits", "Handwritten digits"},
    {"preset.two-class-a", "Two classes, set A"},
    {"preset.two-class-b", "Two classes, set B"},
    {"preset.mazur", "Step by step"},
    {"preset.xor-rows", "XOR, four rows"},

    // Network picture
    {"layer.inputs", "inputs"},
    {"layer.inputs.short", "in"},
    {"layer.hidden", "hidden {0}"},
    {"layer.output", "output"},
    {"layer.output.short", "out"},
    {"network.no_hidden_layer", "no hidden layer"},
    {"network.one_hidden_layer", "1 hidden layer"},
    {"network.hidden_layers", "{0} hidden layers"},
    {"network.example", "example {0} of {1}"},
    {"network.example.houses", "house {0} of {1}"},
    {"network.more", "… {0} more"},
    {"network.strongest", "{0} of {1} weights drawn: the strongest"},
    {"tip.add_layer", "Add a hidden layer before the output. Begins again with start weights."},
    {"tip.remove_layer", "Remove the last hidden layer. Begins again with start weights."},
    {"tip.add_unit", "Add a unit to this layer. Begins again with start weights."},
    {"tip.remove_unit", "Remove a unit from this layer. Begins again with start weights."},
    {"tip.previous_example", "Show the values of the example before."},
    {"tip.next_example", "Show the values of the next example."},
    {"part.no_update", "no update yet"},

    // Loss plot
    {"loss.linear", "linear"},
    {"loss.log", "logarithmic"},
    {"loss.so_far", "so far"},
    {"loss.all_epochs", "all epochs"},
    {"loss.epochs", "epochs"},
    {"loss.train", "training"},
    {"loss.test", "test"},
    {"loss.at_epoch", "epoch {0}"},
    {"loss.empty", "Press Run: the loss appears here"},

    // Output
    {"output.map", "output over the two inputs"},
    {"output.fit", "predicted against actual"},
    {"colors", "from negative to positive"},
    {"legend.train", "training"},
    {"legend.test", "test"},
    {"legend.show_test", "show test points"},
    {"row.train", "row {0}"},
    {"row.test", "test row {0}"},
    {"point.target", "target {0}"},
    {"point.output", "output {0}"},
    {"point.difference", "output − target {0}"},
    {"fit.output", "output"},
    {"fit.target", "target"},
    {"fit.perfect", "dashed: perfect"},
    {"score.loss_train", "Loss, training"},
    {"score.loss_test", "Loss, test"},
    {"score.accuracy_train", "Accuracy, training"},
    {"score.accuracy_test", "Accuracy, test"},
    {"score.speed", "Speed"},
    {"score.examples_per_second", "{0} examples/s"},
    {"table.row", "#"},
    {"table.inputs", "inputs"},
    {"table.target", "target"},
    {"table.output", "output"},
    {"table.error", "error"},

    // Table of parameters
    {"parameters.all", "all"},
    {"parameters.name", "name"},
    {"parameters.from", "from"},
    {"parameters.to", "to"},
    {"parameters.value", "value"},
    {"parameters.gradient", "gradient"},
    {"parameters.bias", "bias"},
};

/// The table by key, made at the first look-up.
const std::unordered_map<std::string_view, std::string_view>& index() {
    static const auto map = [] {
        std::unordered_map<std::string_view, std::string_view> rows;
        for (const TextRow& row : k_texts)
            rows.emplace(row.key, row.english);
        return rows;
    }();
    return map;
}

} // namespace

std::span<const TextRow> texts() {
    return k_texts;
}

std::string_view text(std::string_view key) {
    return text_or(key, key);
}

std::string_view text_or(std::string_view key, std::string_view fallback) {
    const auto found = index().find(key);
    return found == index().end() ? fallback : found->second;
}

std::string fill(std::string_view pattern, std::initializer_list<std::string_view> arguments) {
    std::string filled;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool is_slot = i + 2 < pattern.size() && pattern[i] == '{' && pattern[i + 2] == '}';
        const std::size_t slot = is_slot ? static_cast<std::size_t>(pattern[i + 1] - '0') : 10;
        if (slot < arguments.size()) {
            filled += arguments.begin()[slot];
            i += 2;
        } else {
            filled += pattern[i];
        }
    }
    return filled;
}

} // namespace backprop::shell
