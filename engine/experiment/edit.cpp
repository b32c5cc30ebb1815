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

/// The experiment that comes with the program for this set.
static Experiment preset_for(DataSet set) {
    for (const Preset& preset : presets())
        if (Experiment experiment = preset.make(); experiment.data.set == set) return experiment;
    return {};
}

/// True when the network is not the one that came with its data.
static bool has_own_layers(const Experiment& experiment) {
    return experiment.network.layers != preset_for(experiment.data.set).network.layers;
}

/// Puts the hidden layers of `from` before the output layer of `experiment`.
static void take_hidden_layers(Experiment& experiment, const Experiment& from) {
    const LayerSpec output = experiment.network.layers.back();
    experiment.network.layers = from.network.layers;
    experiment.network.layers.back() = output;
    drop_given_start(experiment);
}

Experiment with_data_set(Experiment experiment, DataSet set) {
    // Inline rows come with an experiment of their own.
    if (set == experiment.data.set || set == DataSet::Inline) return experiment;
    Experiment fresh = preset_for(set);
    const bool keeps_layers = has_own_layers(experiment);
    if (kind_of(experiment.data) == DataKind::Generated &&
        kind_of(fresh.data) == DataKind::Generated) {
        fresh.start = experiment.start;
        fresh.training = experiment.training;
        fresh.loss = experiment.loss;
        fresh.network.bias = experiment.network.bias;
        if (fresh.network != experiment.network) drop_given_start(fresh);
        fresh.data = experiment.data;
        fresh.data.set = set;
        fresh.data.task = data_set_row(set).task;
    }
    fresh.precision = experiment.precision;
    if (keeps_layers) take_hidden_layers(fresh, experiment);
    fit_error(fresh);
    return fresh;
}

static bool fits(const Experiment& experiment) {
    return make_layout(experiment.network).parameter_count <= k_max_parameters;
}

Experiment with_layer_added(Experiment experiment, std::int32_t layer) {
    const Experiment before = experiment;
    std::vector<LayerSpec>& layers = experiment.network.layers;
    if (layers.size() >= std::size_t(k_max_layers)) return experiment;
    const std::int32_t at = std::clamp(layer, 0, static_cast<std::int32_t>(layers.size()) - 1);
    LayerSpec added{4, Activation::Tanh};
    if (layers.size() > 1) added = layers[std::size_t(std::max(at - 1, 0))];
    layers.insert(layers.begin() + at, added);
    drop_given_start(experiment);
    return fits(experiment) ? experiment : before;
}

Experiment with_layer_removed(Experiment experiment, std::int32_t layer) {
    if (!is_hidden(experiment, layer)) return experiment;
    experiment.network.layers.erase(experiment.network.layers.begin() + layer);
    drop_given_start(experiment);
    return experiment;
}

Experiment with_units(Experiment experiment, std::int32_t layer, std::int32_t units) {
    if (!is_hidden(experiment, layer)) return experiment;
    const Experiment before = experiment;
    std::int32_t& now = experiment.network.layers[std::size_t(layer)].units;
    const std::int32_t wanted = std::clamp(units, 1, k_max_units);
    if (wanted != now) drop_given_start(experiment);
    now = wanted;
    return fits(experiment) ? experiment : before;
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

Experiment with_error(Experiment experiment, ErrorKind error) {
    experiment.loss.error = error;
    Activation& output = experiment.network.layers.back().activation;
    if (error_fits(error, output)) return experiment;
    output = error == ErrorKind::CrossEntropy ? Activation::Softmax : Activation::Sigmoid;
    if (error == ErrorKind::CrossEntropy) experiment.loss.over_outputs = Reduction::Sum;
    return experiment;
}

Experiment with_field(Experiment experiment, const Field& field, double value) {
    if (field.path == "network.bias")
        return with_bias_mode(std::move(experiment), static_cast<BiasMode>(int(value)));
    if (field.path == "loss.error")
        return with_error(std::move(experiment), static_cast<ErrorKind>(int(value)));
    if (field.path == "start.rule") {
        experiment.start.weights.clear();
        experiment.start.biases.clear();
    }
    field.set(experiment, value);
    return experiment;
}

Experiment with_hidden_activation(Experiment experiment, Activation activation) {
    const auto layers = static_cast<std::int32_t>(experiment.network.layers.size());
    for (std::int32_t layer = 0; layer + 1 < layers; ++layer)
        experiment = with_activation(std::move(experiment), layer, activation);
    return experiment;
}

} // namespace backprop
