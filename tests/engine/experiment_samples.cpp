#include "tests/engine/experiment_samples.hpp"

#include "engine/experiment/fields.hpp"
#include "engine/network/layout.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::test {

namespace {

int below(Random& random, int n) {
    return static_cast<int>(uniform_below(random, static_cast<std::uint64_t>(n)));
}

bool chance(Random& random, int one_in) {
    return below(random, one_in) == 0;
}

/// Round, awkward, tiny, huge and negative zero.
double any_number(Random& random) {
    switch (below(random, 6)) {
    case 0:
        return below(random, 21) - 10;
    case 1:
        return (below(random, 201) - 100) / 100.0;
    case 2:
        return -0.0;
    case 3:
        return double(float(uniform(random, -1, 1)));
    case 4:
        return uniform(random, -1, 1) * std::pow(10.0, below(random, 58) - 28);
    default:
        return uniform(random, -1, 1);
    }
}

std::vector<double> any_numbers(Random& random, std::size_t count, bool single) {
    std::vector<double> numbers(count);
    for (double& value : numbers)
        value = single ? double(float(any_number(random))) : any_number(random);
    return numbers;
}

std::string any_name(Random& random) {
    constexpr const char* k_parts[] = {"circle", " ",  "ü",   "\"", "\\", "~",    "_", ".",
                                       "-",      "7Q", "%7E", "\n", "数", "🙂", "#", "/"};
    std::string name;
    for (int i = below(random, 6); i > 0; --i)
        name += k_parts[below(random, int(std::size(k_parts)))];
    return name;
}

double field_number(Random& random, const Field& field) {
    const bool whole = field.type != FieldType::Number && field.type != FieldType::OptionalNumber;
    if (is_optional(field.type) && chance(random, 2)) return k_none;
    if (field.type == FieldType::Batch && chance(random, 3)) return double(k_batch_all);
    if (chance(random, 8)) return chance(random, 2) ? field.minimum : field.maximum;
    const double span = std::min(field.maximum - field.minimum, 1000.0);
    const double value = field.minimum + uniform01(random) * span;
    const double rounded = std::round(value * 100.0) / 100.0;
    if (whole) return std::floor(value);
    return chance(random, 2) && rounded >= field.minimum && rounded <= field.maximum ? rounded
                                                                                     : value;
}

void draw_fields(Random& random, Experiment& experiment) {
    for (const Field& field : fields()) {
        if (field.type == FieldType::Choice)
            field.set(experiment, below(random, int(field.choices.size())));
        else if (field.type == FieldType::Flag)
            field.set(experiment, below(random, 2));
        else if (!chance(random, 3))
            field.set(experiment, field_number(random, field));
        if (field.path == "training.optimizer.kind") {
            OptimizerSpec& optimizer = experiment.training.optimizer;
            optimizer = default_optimizer(optimizer.kind);
        }
    }
    if (experiment.start.low > experiment.start.high)
        std::swap(experiment.start.low, experiment.start.high);
}

void draw_rows(Random& random, DataSpec& data) {
    data.inputs = 1 + below(random, 3);
    const int width = data.inputs + 1 + below(random, 3);
    for (int c = 0; c < width; ++c)
        data.columns.push_back(any_name(random));
    for (int r = 1 + below(random, 4); r > 0; --r)
        data.train.push_back(any_numbers(random, std::size_t(width), false));
    for (int r = below(random, 3); r > 0; --r)
        data.test.push_back(any_numbers(random, std::size_t(width), true));
}

void draw_network(Random& random, Experiment& experiment) {
    NetworkSpec& network = experiment.network;
    network.inputs = input_count(experiment.data);
    for (int l = below(random, 4); l > 0; --l) {
        const auto activation = static_cast<Activation>(below(random, int(Activation::Softmax)));
        const double dropout = chance(random, 3) ? below(random, 10) / 10.0 : 0.0;
        network.layers.push_back({1 + below(random, 6), activation, dropout});
    }
    Activation output = Activation::Linear;
    do
        output = static_cast<Activation>(below(random, int(std::size(k_activations))));
    while (!error_fits(experiment.loss.error, output));
    network.layers.push_back({output_count(experiment.data), output});
    if (network.inputs != 2 || chance(random, 2)) return;
    for (int i = 0; i < int(std::size(k_features)); ++i)
        if (chance(random, 2)) network.features.push_back(static_cast<Feature>(i));
    if (network.features == std::vector{Feature::X1, Feature::X2}) network.features.clear();
}

void draw_given_start(Random& random, Experiment& experiment) {
    StartSpec& start = experiment.start;
    start.rule = StartRule::Given;
    for (const LayerLayout& layer : make_layout(experiment.network).layers) {
        const bool single = chance(random, 2);
        auto& rows = start.weights.emplace_back();
        for (std::int32_t to = 0; to < layer.units; ++to)
            rows.push_back(any_numbers(random, std::size_t(layer.inputs), single));
        start.biases.push_back(any_numbers(random, std::size_t(layer.bias_count), single));
    }
}

void draw_frozen(Random& random, Experiment& experiment) {
    const std::vector<LayerLayout> layers = make_layout(experiment.network).layers;
    for (int i = below(random, 4); i > 0; --i) {
        const int l = below(random, int(layers.size()));
        const LayerLayout& layer = layers[std::size_t(l)];
        const bool bias = layer.bias_count > 0 && chance(random, 2);
        std::string name = (bias ? "biases[" : "weights[") + std::to_string(l) + "]";
        if (chance(random, 2)) {
            name +=
                "[" + std::to_string(below(random, bias ? layer.bias_count : layer.units)) + "]";
            if (!bias && chance(random, 2))
                name += "[" + std::to_string(below(random, layer.inputs)) + "]";
        }
        experiment.training.frozen.push_back(name);
    }
}

void draw_changes(Random& random, std::vector<TrainingChange>& changes) {
    TrainingChange moment;
    for (int i = below(random, 4); i > 0; --i) {
        TrainingChange change;
        change.epoch = moment.epoch + below(random, 2);
        if (change.epoch == moment.epoch) change.after_examples = moment.after_examples + 1;
        moment = change;
        if (chance(random, 2)) change.learning_rate = uniform(random, 0, 100);
        if (chance(random, 2)) change.batch = below(random, 3) * 7;
        if (chance(random, 2) || (!change.learning_rate && !change.batch))
            change.regularization_rate = 0.25;
        changes.push_back(change);
    }
}

void draw_state(Random& random, Experiment& experiment) {
    RunState& state = experiment.state.emplace();
    const auto count = static_cast<std::size_t>(make_layout(experiment.network).parameter_count);
    const bool single = experiment.precision == Precision::Float32;
    state.epoch = below(random, 1000);
    state.updates = below(random, 100000);
    state.position = 0;
    state.parameters = any_numbers(random, count, single);
    for (int i = slot_count(experiment.training.optimizer.kind); i > 0; --i)
        state.slots.push_back(any_numbers(random, count, single));
    for (auto* words : {&state.shuffle_random, &state.dropout_random})
        for (std::uint64_t& word : *words)
            word = next_u64(random) | 1U;
    if (chance(random, 2)) {
        state.beta1_power = uniform01(random);
        state.beta2_power = uniform01(random);
    }
    if (chance(random, 2)) {
        state.best_loss = uniform01(random);
        state.best_epoch = below(random, 1000);
    }
}

/// What means nothing is as a file leaves it.
void drop_what_means_nothing(Experiment& experiment) {
    Experiment defaults;
    defaults.data.task = data_set_row(experiment.data.set).task;
    defaults.training.optimizer = default_optimizer(experiment.training.optimizer.kind);
    for (const Field& field : fields())
        if (!field.applies(experiment) && field.path != "start.rule")
            field.set(experiment, field.get(defaults));
}

} // namespace

Experiment random_experiment(Random& random) {
    Experiment experiment;
    experiment.name = any_name(random);
    experiment.data.set = static_cast<DataSet>(below(random, int(std::size(k_data_sets))));
    draw_fields(random, experiment);
    if (experiment.data.set == DataSet::Inline) draw_rows(random, experiment.data);
    draw_network(random, experiment);
    if (chance(random, 4)) draw_given_start(random, experiment);
    draw_frozen(random, experiment);
    draw_changes(random, experiment.training.changes);
    if (chance(random, 4)) draw_state(random, experiment);
    drop_what_means_nothing(experiment);
    return experiment;
}

} // namespace backprop::test
