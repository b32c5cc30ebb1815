#include "shell/panels/layer_settings.hpp"

#include "engine/experiment/edit.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/numbers.hpp"
#include "shell/panels/two_columns.hpp"
#include "shell/settings.hpp"
#include "shell/texts.hpp"

#include <algorithm>

namespace backprop::shell {

namespace {

constexpr SliderSpec k_dropout{
    .minimum = 0, .maximum = 0.9, .step = 0.05, .display_scale = 100, .format = format_percent};

/// "network.layers[0]." + member
std::string path_of(std::int32_t layer, std::string_view member) {
    return "network.layers[" + std::to_string(layer) + "]." + std::string(member);
}

void draw_activation(Frame& frame, std::int32_t layer, float width) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const std::vector<ComboItem> items = activation_items(experiment, layer);
    const Activation now = experiment.network.layers[static_cast<std::size_t>(layer)].activation;
    int index = -1;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i].key == choice_of(k_activations, now).key) index = static_cast<int>(i);
    const std::string label = layer_name(experiment, layer + 1);
    const int chosen = combo(frame, path_of(layer, "activation"), label, items, index, width);
    if (chosen < 0 || chosen == index) return;
    const auto kind =
        find_choice(k_activations, items[static_cast<std::size_t>(chosen)].key).value_or(0);
    frame.commands.push_back(
        command::Change{with_activation(experiment, layer, static_cast<Activation>(kind))});
}

void draw_dropout(Frame& frame, std::int32_t layer, float width) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const auto index = static_cast<std::size_t>(layer);
    double dropout = experiment.network.layers[index].dropout;
    const std::string label = fill(text("layer.dropout"), {std::to_string(layer + 1)});
    if (!number_box(frame, path_of(layer, "dropout"), label, dropout, k_dropout, width)) return;
    frame.commands.push_back(command::Change{with_dropout(experiment, layer, dropout)});
}

} // namespace

void draw_layer_settings(Frame& frame) {
    const auto layers = static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
    for (std::int32_t layer = 0; layer < layers; ++layer) {
        TwoColumns columns = two_columns();
        columns.next();
        draw_activation(frame, layer, columns.width);
        if (layer + 1 == layers) continue;
        columns.next();
        draw_dropout(frame, layer, columns.width);
    }
}

} // namespace backprop::shell
