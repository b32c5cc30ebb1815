#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    // Edges between panels
    {"divider.explain", "Height of the explanation"},
    {"divider.loss", "Width of the loss plot"},
    {"divider.help", "Drag to give one side more room. A double click brings the usual size back."},

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
    {"tip.shape_limits",
     "That would be too large: a network has at most {0} layers with the output, {1} units in a "
     "layer and {2} parameters."},
    {"tip.previous_example", "Show the values of the example before."},
    {"tip.next_example", "Show the values of the next example."},
    {"part.no_update", "no update yet"},
    {"part.last_update", "in the last update"},

    // Loss plot
    {"loss.linear.brief", "lin"},
    {"loss.log.brief", "log"},
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
    {"output.followed", "The example that is followed"},
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

} // namespace

std::span<const TextRow> drawing_texts() {
    return k_texts;
}

} // namespace backprop::shell
