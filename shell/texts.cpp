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
    {"button.step.batch", "+1 batch"},
    {"button.step.epoch", "+1 epoch"},
    {"button.new_weights", "New weights"},
    {"button.share", "Share"},
    {"button.open", "Open"},
    {"button.save", "Save"},
    {"button.replay", "Replay"},
    {"button.import", "Import rows (CSV)…"},
    {"button.more_commands", "More commands"},
    {"button.step_back.example", "Back by one example"},
    {"button.step_back.batch", "Back by one batch"},
    {"button.step_back.epoch", "Back by one epoch"},
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
    {"tip.finished.loss_below",
     "The training loss is below the limit in “Stop when”. Lower the limit or take it away to go "
     "on, or reset."},
    {"tip.finished.no_progress",
     "No progress for as long as “Stop when” allows. Raise that number of epochs or take it away "
     "to go on, or reset."},
    {"tip.diverged", "The numbers left the finite range. Lower the learning rate, then reset."},
    {"tip.reset", "Back to the same start weights, epoch 0."},
    {"tip.replay", "Back to the start, with every change of this run made again at its epoch: the "
                   "same run to the last bit."},
    {"tip.step.example", "Train on one example, then pause. Key: 1."},
    {"tip.step.batch", "Train on one batch: one update of the weights, then pause. Key: 2."},
    {"tip.step.epoch", "Train on every training example once, then pause. Key: 3."},
    {"tip.step_back.example", "Back to where training stood one example earlier, to the last bit. "
                              "Key: Shift+1."},
    {"tip.step_back.batch", "Back to where training stood one batch earlier. Key: Shift+2."},
    {"tip.step_back.epoch", "Back to where training stood one epoch earlier. Key: Shift+3."},
    {"tip.share", "A link to this experiment, with the exact weights if you like."},
    {"tip.open", "Open an experiment, or a table of your own (CSV)."},
    {"tip.save", "Save this experiment as a file, where training stands included."},
    {"tip.import", "Learn from your own rows: a table as text, one example a line."},
    {"tip.new_weights", "Draw other start weights and begin again."},

    // Notes
    {"note.diverged_loss",
     "Training left the finite numbers in epoch {0}: {1}. The state at the beginning of that epoch "
     "is back, but may be huge already. Lower the learning rate or clip the gradient (Optimizer), "
     "then reset, or step back with ◂ to before the loss exploded."},
    {"note.diverged",
     "Training left the finite numbers in epoch {0}: {1} of layer {2}. The state at the beginning "
     "of that epoch is back, but may be huge already. Lower the learning rate or clip the gradient "
     "(Optimizer), then reset, or step back with ◂ to before the loss exploded."},
    {"note.stopped.loss_below", "Stopped after epoch {0}: the training loss is below {1}. Change "
                                "“Stop when” to go on."},
    {"note.stopped.no_progress",
     "Stopped after epoch {0}: no new lowest training loss for {1} epochs. Change “Stop when” to "
     "go on."},
    {"note.link",
     "The link in the address could not be read, so the present experiment stays: {0}"},
    {"note.file", "{0} could not be opened, so the present experiment stays: {1}"},
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
    {"error.no_call", "is no call; there are load, set, run, pause, reset, replay, "
                      "new_weights, step and step_back"},
    {"error.no_step", "must be one of \"example\", \"batch\", \"epoch\""},
    {"error.no_value", "must be a number, true or false, or a text"},
    {"error.no_experiment", "must be an experiment"},
    {"error.speed", "must be a number from 1 to 1000, or \"max\""},

    // Sections and headings
    {"section.data", "DATA"},
    {"section.hyperparameters", "HYPERPARAMETERS"},
    {"section.network", "NETWORK"},
    {"section.output", "OUTPUT"},
    {"section.loss", "LOSS"},
    {"section.parameters", "WEIGHTS AND BIASES"},

    // Groups of settings
    {"group.data", "More about the data"},
    {"group.layers", "Layers"},
    {"group.optimizer", "Optimizer"},
    {"group.schedule", "Schedule"},
    {"group.regularization", "Regularization"},
    {"group.loss", "Loss"},
    {"group.start", "Start weights"},
    {"group.stop", "Stop when"},
    {"group.order", "Order and precision"},
    {"layer.dropout", "Dropout {0}"},
    {"schedule.drawing", "learning rate over the epochs"},
    {"schedule.now", "now {0}"},

    // Fields: what a control is called
    {"field.data.set", "Data set"},
    {"field.data.noise", "Noise"},
    {"field.data.train_share", "Training share"},
    {"field.data.examples", "Examples"},
    {"field.data.seed", "Data seed"},
    {"field.data.task", "Task"},
    {"field.data.classes", "Classes"},
    {"field.data.scaling.inputs", "Scale inputs"},
    {"field.data.scaling.targets", "Scale targets"},
    {"field.training.learning_rate", "Learning rate α"},
    {"field.training.epochs", "Epochs"},
    {"field.training.batch", "Batch size"},
    {"field.training.shuffle", "Shuffle each epoch"},
    {"field.training.train_biases", "Train biases"},
    {"field.training.optimizer.kind", "Optimizer"},
    {"field.training.optimizer.beta", "Momentum β"},
    {"field.training.optimizer.smoothing", "Smoothing ρ"},
    {"field.training.optimizer.beta1", "Mean β₁"},
    {"field.training.optimizer.beta2", "Squares β₂"},
    {"field.training.optimizer.epsilon", "Epsilon ε"},
    {"field.training.optimizer.weight_decay", "Weight decay"},
    {"field.training.schedule.kind", "Learning rate"},
    {"field.training.schedule.every", "Every … epochs"},
    {"field.training.schedule.factor", "Times"},
    {"field.training.schedule.epochs", "Over … epochs"},
    {"field.training.regularization.kind", "Penalty"},
    {"field.training.regularization.rate", "Rate λ"},
    {"field.training.clip.value", "Clip each gradient"},
    {"field.training.clip.norm", "Clip the norm"},
    {"field.training.stop.loss_below", "Loss below"},
    {"field.training.stop.no_progress_epochs", "No progress for"},
    {"field.training.update", "Update"},
    {"field.network.hidden_activation", "Activation"},
    {"field.network.output_activation", "Output layer"},
    {"field.network.bias", "Bias"},
    {"field.loss.error", "Error"},
    {"field.loss.delta", "Huber δ"},
    {"field.loss.over_outputs", "Over outputs"},
    {"field.loss.over_examples", "Over examples"},
    {"field.start.rule", "Start weights"},
    {"field.start.seed", "Seed"},
    {"field.start.low", "From"},
    {"field.start.high", "To"},
    {"field.start.value", "Weight"},
    {"field.start.deviation", "Deviation"},
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

    {"value.on", "on"},
    {"value.off", "off"},
    {"activation.leaky-relu", "leaky ReLU"},
    {"activation.elu", "ELU"},
    {"activation.gelu", "GELU"},
    {"activation.swish", "swish"},
    {"activation.softplus", "softplus"},
    {"error.absolute", "|o − y|"},
    {"error.huber", "Huber"},
    {"error.hinge", "hinge"},
    {"error.binary-cross-entropy", "binary cross-entropy"},
    {"start.normal", "normal"},
    {"start.xavier-normal", "Xavier, normal"},
    {"start.he-uniform", "He, uniform"},
    {"start.he-normal", "He, normal"},
    {"optimizer.sgd", "SGD"},
    {"optimizer.momentum", "momentum"},
    {"optimizer.nesterov", "Nesterov"},
    {"optimizer.adagrad", "Adagrad"},
    {"optimizer.rmsprop", "RMSProp"},
    {"optimizer.adam", "Adam"},
    {"optimizer.adamw", "AdamW"},
    {"schedule.constant", "constant"},
    {"schedule.step", "steps"},
    {"schedule.cosine", "cosine"},
    {"schedule.warm-up", "warm-up"},
    {"regularization.none", "none"},
    {"regularization.l1", "L1"},
    {"regularization.l2", "L2"},
    {"scaling.none", "none"},
    {"scaling.standard", "standard"},
    {"scaling.min-max", "min–max"},
    {"update.simultaneous", "simultaneous"},
    {"update.sequential", "sequential (wrong)"},
    {"task.classification", "classification"},
    {"task.regression", "regression"},

    // Features of two inputs
    {"features", "Inputs"},
    {"feature.x1", "x₁"},
    {"feature.x2", "x₂"},
    {"feature.x1^2", "x₁²"},
    {"feature.x2^2", "x₂²"},
    {"feature.x1*x2", "x₁x₂"},
    {"feature.sin(x1)", "sin x₁"},
    {"feature.sin(x2)", "sin x₂"},
    {"feature.on", "Give the network {0}"},
    {"tip.feature", "Whether the network is given {0}. Begins again with start weights."},

    // Changes of the run
    {"changes.one", "1 change"},
    {"changes.many", "{0} changes"},
    {"changes.learning_rate", "learning rate {0}"},
    {"changes.batch", "batch {0}"},
    {"changes.rate", "rate λ {0}"},
    {"changes.at", "epoch {0}"},
    {"changes.at_example", "epoch {0}, example {1}"},

    // Classes
    {"classes", "classes"},
    {"plane.classes", "class of every point of the plane"},

    // Dialogs
    {"dialog.share", "Share this experiment"},
    {"dialog.share.about",
     "Whoever opens this link in Backprop Lab gets the same experiment, to the "
     "last bit."},
    {"dialog.open", "Open an experiment or a table"},
    {"dialog.open.about", "The path of an experiment (.json) or of a table (.csv), or a link. A "
                          "file can also be dropped on the window."},
    {"dialog.save", "Save this experiment"},
    {"dialog.save.about",
     "The experiment as a text file (JSON) that people and programs can read."},
    {"dialog.import", "Learn from your own rows"},
    {"dialog.with_weights", "with the exact weights"},
    {"dialog.link", "Link"},
    {"dialog.path", "File"},
    {"dialog.length", "{0} characters"},
    {"dialog.copied", "Copied."},
    {"dialog.not_read", "{0} could not be read."},
    {"dialog.not_written", "{0} could not be written."},
    {"button.dialog.copy", "Copy"},
    {"button.dialog.close", "Close"},
    {"button.dialog.save_file", "Save as a file"},
    {"button.dialog.open_file", "Open"},
    {"button.dialog.import", "Import"},
    {"button.dialog.cancel", "Cancel"},
    {"import.delimiter", "Between columns"},
    {"import.delimiter.auto", "as found"},
    {"import.delimiter.comma", "comma"},
    {"import.delimiter.semicolon", "semicolon"},
    {"import.delimiter.tab", "tab"},
    {"import.header", "First line"},
    {"import.header.auto", "as found"},
    {"import.header.yes", "names"},
    {"import.header.no", "numbers"},
    {"import.task", "Task"},
    {"import.task.auto", "as found"},
    {"import.targets", "Targets: what is to be predicted"},
    {"import.share", "Training share"},
    {"import.seed", "Seed of the split"},
    {"import.rows", "{0}: rows {1}, inputs {2}, outputs {3}, {4}"},
    {"import.problem", "line {0}: {2}"},
    {"import.more", "… and {0} more"},
    {"help.import.delimiter",
     "What stands between two cells of a line. As found: the sign with which "
     "the lines have the most regular width."},
    {"help.import.header", "Whether the first line names the columns or is a row of numbers like "
                           "the others."},
    {"help.import.task", "Classification: the target is one of several classes. Regression: it is "
                         "a number."},
    {"help.import.share", "The part of the rows that trains; the rest only tests. Which rows those "
                          "are is drawn from the seed."},
    {"help.import.seed", "The number that decides which rows train and which test."},

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
    {"output.curve", "output over the input"},
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
    {"table.class", "class"},
    {"table.predicted", "predicted"},
    {"output.numbered", "output {0}"},
    {"data.own_rows", "Your own rows"},
    {"network.scaled", "scaled values"},
    {"tip.scaled", "The picture shows the numbers as the network sees them, after scaling; the "
                   "table shows the data’s own."},

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
