#include "engine/experiment/edit.hpp"

#include "engine/experiment/presets.hpp"
#include "engine/network/layout.hpp"

#include <algorithm>

namespace backprop {

static bool is_hidden(const Experiment& experiment, std::int32_t layer) {
    return layer >= 0 && std::size_t(layer) + 1 < experiment.network.layers.size();
}

/// Start weights given as numbers fit one shape only.
static void drop_given_start(Experiment& experiment) {
    if (experiment.start.rule != StartRule::Given) return;
    experiment.start = StartSpec{};
}

/// Cross-entropy and softmax go with each other only.
static void fit_error(Experiment& experiment) {
    LossSpec& loss = experiment.loss;
    const Activation output = experiment.network.layers.back().activation;
    if (error_fits(loss.error, output)) return;
    const bool softmax = output == Activation::Softmax;
    loss.error = softmax ? ErrorKind::CrossEntropy : ErrorKind::HalfSquared;
    if (softmax) loss.over_outputs = Reduction::Sum;
}

/// The output activation whose range holds the set's targets.
static Activation output_activation_for(DataSet set) {
    switch (set) {
    case DataSet::Plane:
    case DataSet::MultiGauss:
        return Activation::Linear;
    case DataSet::Circle:
    case DataSet::Xor:
    case DataSet::Gauss:
    case DataSet::Spiral:
        return Activation::Tanh;
    default:
        return Activation::Sigmoid; // the built-in tables have targets in 0..1
    }
}

/// The experiment that comes with the program for this set.
static Experiment preset_for(DataSet set) {
    for (const Preset& preset : presets())
        if (Experiment experiment = preset.make(); experiment.data.set == set) return experiment;
    return {};
}

Experiment with_data_set(Experiment experiment, DataSet set) {
    if (set == DataSet::Inline) return experiment; // its rows come with an experiment of their own
    const DataSetRow& row = data_set_row(set);
    NetworkSpec& network = experiment.network;
    LayerSpec& output = network.layers.back();
    if (network.inputs != row.inputs || output.units != row.outputs) {
        Experiment fitting = preset_for(set);
        fitting.precision = experiment.precision;
        return fitting;
    }
    experiment.name = row.name;
    experiment.data.set = set;
    experiment.data.task = row.task;
    experiment.data.columns.clear();
    experiment.data.train.clear();
    experiment.data.test.clear();
    output.activation = output_activation_for(set);
    fit_error(experiment);
    return experiment;
}

Experiment with_layer_added(Experiment experiment, std::int32_t layer) {
    std::vector<LayerSpec>& layers = experiment.network.layers;
    if (layers.size() >= std::size_t(k_max_layers)) return experiment;
    const std::int32_t at = std::clamp(layer, 0, static_cast<std::int32_t>(layers.size()) - 1);
    LayerSpec added{4, Activation::Tanh};
    if (layers.size() > 1) added = layers[std::size_t(std::max(at - 1, 0))];
    layers.insert(layers.begin() + at, added);
    drop_given_start(experiment);
    return experiment;
}

Experiment with_layer_removed(Experiment experiment, std::int32_t layer) {
    if (!is_hidden(experiment, layer)) return experiment;
    experiment.network.layers.erase(experiment.network.layers.begin() + layer);
    drop_given_start(experiment);
    return experiment;
}

Experiment with_units(Experiment experiment, std::int32_t layer, std::int32_t units) {
    if (!is_hidden(experiment, layer)) return experiment;
    std::int32_t& now = experiment.network.layers[std::size_t(layer)].units;
    const std::int32_t wanted = std::clamp(units, 1, k_max_units);
    if (wanted != now) drop_given_start(experiment);
    now = wanted;
    return experiment;
}

Experiment with_activation(Experiment experiment, std::int32_t layer, Activation activation) {
    const bool hidden = is_hidden(experiment, layer);
    if (layer < 0 || std::size_t(layer) >= experiment.network.layers.size()) return experiment;
    if (hidden && is_output_only(activation)) return experiment;
    experiment.network.layers[std::size_t(layer)].activation = activation;
    fit_error(experiment);
    return experiment;
}

/// The one value that stands for all of a layer's biases.
static double common_bias(const std::vector<double>& biases) {
    if (biases.empty()) return 0.0;
    const auto same = [&](double bias) { return bias == biases.front(); };
    if (std::all_of(biases.begin(), biases.end(), same)) return biases.front();
    double sum = 0.0;
    for (double bias : biases)
        sum += bias;
    return sum / double(biases.size());
}

Experiment with_bias_mode(Experiment experiment, BiasMode mode) {
    if (experiment.network.bias == mode) return experiment;
    experiment.network.bias = mode;
    const std::vector<LayerLayout> layers = make_layout(experiment.network).layers;
    for (std::size_t l = 0; l < experiment.start.biases.size() && l < layers.size(); ++l) {
        std::vector<double>& biases = experiment.start.biases[l];
        biases.assign(std::size_t(layers[l].bias_count), common_bias(biases));
    }
    return experiment;
}

Experiment with_hidden_activation(Experiment experiment, Activation activation) {
    const auto layers = static_cast<std::int32_t>(experiment.network.layers.size());
    for (std::int32_t layer = 0; layer + 1 < layers; ++layer)
        experiment = with_activation(std::move(experiment), layer, activation);
    return experiment;
}

} // namespace backprop
