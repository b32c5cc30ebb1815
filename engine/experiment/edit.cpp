#include "engine/experiment/edit.hpp"

#include "engine/data/dataset.hpp"
#include "engine/experiment/presets.hpp"
#include "engine/network/layout.hpp"
#include "engine/training/frozen.hpp"

#include <algorithm>
#include <utility>

namespace backprop {

static bool is_hidden(const NetworkSpec& network, std::int32_t layer) {
    return layer >= 0 && std::size_t(layer) + 1 < network.layers.size();
}

static bool fits(const NetworkSpec& network) {
    return make_layout(network).parameter_count <= k_max_parameters;
}

/// A changed network, if it is within the limit of parameters.
static std::optional<NetworkSpec> if_fits(NetworkSpec network) {
    if (!fits(network)) return std::nullopt;
    return network;
}

/// Start weights given as numbers fit one shape only.
static void drop_given_start(Experiment& experiment) {
    if (experiment.start.rule != StartRule::Given) return;
    const std::int64_t seed = experiment.start.seed;
    experiment.start = StartSpec{};
    experiment.start.seed = seed;
}

/// What belonged to the network before a change of its shape.
static void drop_old_shape(Experiment& experiment) {
    drop_given_start(experiment);
    experiment.state.reset();
    const NetworkLayout layout = make_layout(experiment.network);
    const auto is_gone = [&](const std::string& name) { return !find_parameters(layout, name); };
    std::erase_if(experiment.training.frozen, is_gone);
}

/// Gives the experiment a network of another shape, if there is one.
static Experiment with_shape(Experiment experiment, std::optional<NetworkSpec> network) {
    if (!network) return experiment;
    experiment.network = *std::move(network);
    drop_old_shape(experiment);
    return experiment;
}

/// The error follows the output activation.
static void fit_error(Experiment& experiment) {
    LossSpec& loss = experiment.loss;
    const Activation output = experiment.network.layers.back().activation;
    const bool softmax = output == Activation::Softmax;
    if (!error_fits(loss.error, output))
        loss.error = softmax ? ErrorKind::CrossEntropy : ErrorKind::HalfSquared;
    if (softmax) loss.over_outputs = Reduction::Sum;
}

/// The experiment that comes with the program for this set.
static Experiment preset_for(DataSet set) {
    for (const Preset& preset : presets())
        if (Experiment experiment = preset.make(); experiment.data.set == set) return experiment;
    return {};
}

/// True when the hidden layers are not those that came with the data.
static bool has_own_layers(const Experiment& experiment) {
    const std::vector<LayerSpec> usual = preset_for(experiment.data.set).network.layers;
    const std::vector<LayerSpec>& layers = experiment.network.layers;
    return usual.size() != layers.size() ||
           !std::equal(layers.begin(), layers.end() - 1, usual.begin());
}

/// Puts the hidden layers of `from` before the output layer of `experiment`, if the limits allow
/// it.
static void take_hidden_layers(Experiment& experiment, const Experiment& from) {
    NetworkSpec network = experiment.network;
    network.layers = from.network.layers;
    network.layers.back() = experiment.network.layers.back();
    if (fits(network)) experiment.network = std::move(network);
}

/// Whether an output means the same in both sets: a number, one of two classes, or its own class.
static bool same_outputs(DataSet a, DataSet b) {
    return data_set_row(a).task == data_set_row(b).task && has_class_count(a) == has_class_count(b);
}

/// From one generated set to another: everything stays that can.
static void take_settings(Experiment& fresh, const Experiment& experiment) {
    fresh.start = experiment.start;
    fresh.training = experiment.training;
    fresh.network.bias = experiment.network.bias;
    if (fresh.network.inputs == experiment.network.inputs)
        fresh.network.features = experiment.network.features;
    if (same_outputs(fresh.data.set, experiment.data.set)) {
        fresh.loss = experiment.loss;
        fresh.network.layers.back().activation = experiment.network.layers.back().activation;
    }
    const DataSet set = fresh.data.set;
    fresh.data = experiment.data;
    fresh.data.set = set;
    fresh.data.task = data_set_row(set).task;
    fresh.network.layers.back().units = output_count(fresh.data);
}

Experiment with_data_set(Experiment experiment, DataSet set) {
    // Inline rows come with an experiment of their own.
    if (set == experiment.data.set || set == DataSet::Inline) return experiment;
    Experiment fresh = preset_for(set);
    const bool generated = kind_of(experiment.data) == DataKind::Generated &&
                           kind_of(fresh.data) == DataKind::Generated;
    if (generated) take_settings(fresh, experiment);
    fresh.precision = experiment.precision;
    if (has_own_layers(experiment)) take_hidden_layers(fresh, experiment);
    fit_error(fresh);
    const bool same_shape = generated && fresh.network == experiment.network;
    if (!same_shape && (generated || has_own_layers(fresh))) drop_old_shape(fresh);
    return fresh;
}

Experiment with_classes(Experiment experiment, std::int32_t classes) {
    if (!has_class_count(experiment.data.set)) return experiment;
    const Field& field = *find_field("data.classes");
    const std::int32_t wanted = std::clamp(classes, static_cast<std::int32_t>(field.minimum), //
                                           static_cast<std::int32_t>(field.maximum));
    NetworkSpec network = experiment.network;
    network.layers.back().units = wanted;
    if (!fits(network)) return experiment;
    experiment.data.classes = wanted;
    if (network == experiment.network) return experiment;
    return with_shape(std::move(experiment), std::move(network));
}

bool has_feature(const NetworkSpec& network, Feature feature) {
    const std::vector<Feature>& features = network.features;
    if (features.empty())
        return network.inputs == 2 && (feature == Feature::X1 || feature == Feature::X2);
    return std::find(features.begin(), features.end(), feature) != features.end();
}

std::optional<NetworkSpec> network_with_features(NetworkSpec network,
                                                 const std::vector<Feature>& features) {
    if (network.inputs != 2) return std::nullopt;
    std::vector<Feature> wanted;
    for (const Feature feature : features)
        if (std::find(wanted.begin(), wanted.end(), feature) == wanted.end())
            wanted.push_back(feature);
    wanted = plain_if_inputs(std::move(wanted));
    if (wanted == network.features) return std::nullopt;
    network.features = std::move(wanted);
    return if_fits(std::move(network));
}

std::optional<NetworkSpec> network_with_feature_switched(const NetworkSpec& network,
                                                         Feature feature) {
    std::vector<Feature> features;
    for (std::size_t i = 0; i < std::size(k_features); ++i) {
        const auto row = static_cast<Feature>(i);
        if (has_feature(network, row) != (row == feature)) features.push_back(row);
    }
    if (features.empty()) return std::nullopt;
    return network_with_features(network, features);
}

std::optional<NetworkSpec> network_with_layer_added(NetworkSpec network, std::int32_t layer) {
    std::vector<LayerSpec>& layers = network.layers;
    if (layers.size() >= std::size_t(k_max_layers)) return std::nullopt;
    const std::int32_t at = std::clamp(layer, 0, static_cast<std::int32_t>(layers.size()) - 1);
    LayerSpec added{4, Activation::Tanh};
    if (layers.size() > 1) added = layers[std::size_t(std::max(at - 1, 0))];
    layers.insert(layers.begin() + at, added);
    return if_fits(std::move(network));
}

std::optional<NetworkSpec> network_with_layer_removed(NetworkSpec network, std::int32_t layer) {
    if (!is_hidden(network, layer)) return std::nullopt;
    network.layers.erase(network.layers.begin() + layer);
    return if_fits(std::move(network));
}

std::optional<NetworkSpec> network_with_units(NetworkSpec network, std::int32_t layer,
                                              std::int32_t units) {
    if (!is_hidden(network, layer)) return std::nullopt;
    std::int32_t& now = network.layers[std::size_t(layer)].units;
    const std::int32_t wanted = std::clamp(units, 1, k_max_units);
    if (wanted == now) return std::nullopt;
    now = wanted;
    return if_fits(std::move(network));
}

Experiment with_features(Experiment experiment, const std::vector<Feature>& features) {
    std::optional<NetworkSpec> network = network_with_features(experiment.network, features);
    return with_shape(std::move(experiment), std::move(network));
}

Experiment with_feature_switched(Experiment experiment, Feature feature) {
    std::optional<NetworkSpec> network = network_with_feature_switched(experiment.network, feature);
    return with_shape(std::move(experiment), std::move(network));
}

Experiment with_layer_added(Experiment experiment, std::int32_t layer) {
    std::optional<NetworkSpec> network = network_with_layer_added(experiment.network, layer);
    return with_shape(std::move(experiment), std::move(network));
}

Experiment with_layer_removed(Experiment experiment, std::int32_t layer) {
    std::optional<NetworkSpec> network = network_with_layer_removed(experiment.network, layer);
    return with_shape(std::move(experiment), std::move(network));
}

Experiment with_units(Experiment experiment, std::int32_t layer, std::int32_t units) {
    std::optional<NetworkSpec> network = network_with_units(experiment.network, layer, units);
    return with_shape(std::move(experiment), std::move(network));
}

Experiment with_activation(Experiment experiment, std::int32_t layer, Activation activation) {
    const bool hidden = is_hidden(experiment.network, layer);
    if (layer < 0 || std::size_t(layer) >= experiment.network.layers.size()) return experiment;
    if (hidden && is_output_only(activation)) return experiment;
    experiment.network.layers[std::size_t(layer)].activation = activation;
    fit_error(experiment);
    experiment.state.reset();
    return experiment;
}

Experiment with_dropout(Experiment experiment, std::int32_t layer, double share) {
    if (!is_hidden(experiment.network, layer)) return experiment;
    experiment.network.layers[std::size_t(layer)].dropout = std::clamp(share, 0.0, k_max_dropout);
    experiment.state.reset();
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
    experiment.state.reset();
    const NetworkLayout layout = make_layout(experiment.network);
    const auto is_gone = [&](const std::string& name) { return !find_parameters(layout, name); };
    std::erase_if(experiment.training.frozen, is_gone);
    return experiment;
}

/// The activation that an error is usually seen with.
static Activation usual_activation(ErrorKind error) {
    if (error == ErrorKind::CrossEntropy) return Activation::Softmax;
    return error == ErrorKind::Hinge ? Activation::Linear : Activation::Sigmoid;
}

Experiment with_error(Experiment experiment, ErrorKind error) {
    experiment.loss.error = error;
    Activation& output = experiment.network.layers.back().activation;
    if (!error_fits(error, output)) output = usual_activation(error);
    if (error == ErrorKind::CrossEntropy) experiment.loss.over_outputs = Reduction::Sum;
    experiment.state.reset();
    return experiment;
}

/// Whether every target of rows that are written as numbers is one that the error is meant for.
static bool rows_suit(const std::vector<std::vector<double>>& rows, std::size_t inputs,
                      ErrorKind error) {
    for (const std::vector<double>& row : rows)
        for (std::size_t c = inputs; c < row.size(); ++c)
            if (!target_fits(error, row[c])) return false;
    return true;
}

bool error_suits(const Experiment& experiment, ErrorKind error) {
    const DataSpec& data = experiment.data;
    if (error_row(error).targets == TargetRange::Any) return true;
    // The probability of the only class is always 1.
    if (error == ErrorKind::CrossEntropy && output_count(data) < 2) return false;
    const bool scaled = data.task == Task::Regression && data.scaling.targets != Scaling::None;
    if (scaled) return false;
    const auto inputs = static_cast<std::size_t>(input_count(data));
    if (data.set == DataSet::Inline)
        return rows_suit(data.train, inputs, error) && rows_suit(data.test, inputs, error);
    if (data_set_row(data.set).splits) return data_set_row(data.set).task == Task::Classification;
    const Dataset rows = make_dataset(data);
    for (std::int32_t output = 0; output < rows.train_targets.rows; ++output)
        for (std::int32_t i = 0; i < rows.train_targets.columns; ++i)
            if (!target_fits(error, rows.train_targets(output, i))) return false;
    return true;
}

Experiment with_optimizer(Experiment experiment, Optimizer kind) {
    experiment.training.optimizer = default_optimizer(kind);
    experiment.state.reset();
    return experiment;
}

Experiment with_field(Experiment experiment, const Field& field, double value) {
    if (field.path == "network.bias")
        return with_bias_mode(std::move(experiment), static_cast<BiasMode>(int(value)));
    if (field.path == "loss.error")
        return with_error(std::move(experiment), static_cast<ErrorKind>(int(value)));
    if (field.path == "training.optimizer.kind")
        return with_optimizer(std::move(experiment), static_cast<Optimizer>(int(value)));
    if (field.path == "data.classes")
        return with_classes(std::move(experiment), static_cast<std::int32_t>(value));
    if (field.path == "training.schedule.kind" && value != double(Schedule::Constant)) {
        // A course that fits the run: down to 0 at its end, or up during its first tenth.
        const std::int64_t epochs = experiment.training.epochs;
        const bool warms_up = value == double(Schedule::WarmUp);
        experiment.training.schedule.epochs =
            std::clamp<std::int64_t>(warms_up ? epochs / 10 : epochs, 1, k_max_epochs);
        experiment.training.schedule.every = std::clamp<std::int64_t>(epochs / 4, 1, k_max_epochs);
    }
    if (field.path == "start.rule") {
        experiment.start.weights.clear();
        experiment.start.biases.clear();
    }
    field.set(experiment, value);
    StartSpec& start = experiment.start;
    if (field.path == "start.low") start.high = std::max(start.high, value);
    if (field.path == "start.high") start.low = std::min(start.low, value);
    if (field.effect == Effect::Restart) experiment.state.reset();
    return experiment;
}

Experiment with_hidden_activation(Experiment experiment, Activation activation) {
    const auto layers = static_cast<std::int32_t>(experiment.network.layers.size());
    for (std::int32_t layer = 0; layer + 1 < layers; ++layer)
        experiment = with_activation(std::move(experiment), layer, activation);
    return experiment;
}

} // namespace backprop
