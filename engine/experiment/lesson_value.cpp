#include "engine/experiment/lesson_value.hpp"

#include "engine/experiment/value_path.hpp"
#include "engine/network/pass.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace backprop {

namespace {

/// Looks values up; what several of them need is computed once.
struct Lookup {
    Session& session;
    Snapshot view;
    const Experiment& experiment;
    NetworkLayout layout;
    std::int32_t followed;
    PassTrace example_trace;
    std::int32_t traced = -1; ///< the example of `example_trace`
    std::optional<PassTrace> batch_trace;
    std::optional<UpdateTrace> update_trace;
    std::vector<LayerValues> layer_values;

    const PassTrace& trace_of(std::int32_t example) {
        if (traced != example) example_trace = trace_example(session, example);
        traced = example;
        return example_trace;
    }
    const PassTrace& batch() {
        if (!batch_trace) batch_trace = trace_batch(session);
        return *batch_trace;
    }
    const UpdateTrace& update() {
        if (!update_trace) update_trace = trace_update(session);
        return *update_trace;
    }
    const LayerValues& parameters_of(std::int32_t layer) {
        if (layer_values.empty()) read_parameters(session, layer_values);
        return layer_values[std::size_t(layer - 1)];
    }
};

Lookup make_lookup(Session& session, std::int32_t example) {
    const Snapshot view = snapshot(session);
    const Experiment& experiment = *view.experiment;
    return {session, view, experiment, make_layout(experiment.network), example, {}, -1,
            {},      {},   {}};
}

constexpr double k_missing = std::numeric_limits<double>::quiet_NaN();

double number_at(const Matrix<double>& matrix, std::int32_t row) {
    return row < matrix.rows && matrix.columns > 0 ? matrix(row, 0) : k_missing;
}

double gradient_in(const PassTrace& trace, const Part& part) {
    const LayerTrace& layer = trace.layers[std::size_t(part.layer - 1)];
    if (part.kind == PartKind::Bias) return layer.bias_gradients[std::size_t(part.to)];
    const std::int32_t inputs = trace.inputs_of(std::size_t(part.layer - 1)).rows;
    return layer
        .weight_gradients[std::size_t(part.to) * std::size_t(inputs) + std::size_t(part.from)];
}

ParameterPlace place_of(const Part& part) {
    return {part.layer, part.kind == PartKind::Bias, part.to, part.from};
}

double value_of_run(const Lookup& lookup, ValueName name) {
    const Snapshot& view = lookup.view;
    switch (name) {
    case ValueName::Loss:
        return view.train.loss.value_or(k_missing);
    case ValueName::TestLoss:
        return view.test.loss.value_or(k_missing);
    case ValueName::Accuracy:
        return view.train.accuracy.value_or(k_missing);
    case ValueName::TestAccuracy:
        return view.test.accuracy.value_or(k_missing);
    case ValueName::Epoch:
        return double(view.epoch);
    case ValueName::Updates:
        return double(view.updates);
    case ValueName::LearningRate:
        return view.epoch_learning_rate;
    case ValueName::Examples:
        return double(view.data->train_inputs.columns);
    case ValueName::Parameters:
        return double(lookup.layout.parameter_count);
    case ValueName::DivergedEpoch:
        return view.divergence ? double(view.divergence->epoch) : k_missing;
    default:
        return k_missing;
    }
}

std::int32_t class_in(const Matrix<double>& columns, Activation output_activation) {
    std::vector<double> outputs;
    for (std::int32_t row = 0; row < columns.rows; ++row)
        outputs.push_back(columns(row, 0));
    return class_of(class_threshold(output_activation), outputs.data(), columns.rows, 1);
}

double value_of_example(Lookup& lookup, const ValueTerm& term) {
    const std::int32_t example = term.example < 0 ? lookup.followed : term.example;
    if (example < 0 || example >= lookup.view.data->train_inputs.columns) return k_missing;
    const PassTrace& trace = lookup.trace_of(example);
    const Part& part = term.part;
    const bool is_unit = part.kind == PartKind::Unit;
    const LayerTrace& layer = is_unit ? trace.layers[std::size_t(part.layer - 1)] //
                                      : trace.layers.back();
    switch (term.name) {
    case ValueName::Error:
        return trace.errors[0];
    case ValueName::Class:
        return class_in(layer.activations, lookup.layout.output_activation());
    case ValueName::TargetClass:
        return class_in(trace.targets, lookup.layout.output_activation());
    case ValueName::Example:
        return double(example + 1);
    case ValueName::Input:
        return number_at(trace.inputs, part.to);
    case ValueName::Target:
        return number_at(trace.targets, part.to);
    case ValueName::OutputError:
        return number_at(trace.output_errors, part.to);
    case ValueName::PreActivation:
        return number_at(layer.pre_activations, part.to);
    case ValueName::Output:
    case ValueName::Activation:
        return number_at(layer.activations, part.to);
    case ValueName::ActivationGradient:
        return number_at(layer.activation_gradients, part.to);
    case ValueName::Slope:
        return number_at(layer.slopes, part.to);
    case ValueName::Delta:
        return number_at(layer.deltas, part.to);
    case ValueName::ExampleGradient:
        return gradient_in(trace, part);
    default:
        return k_missing;
    }
}

double value_of_parameter(Lookup& lookup, const ValueTerm& term) {
    const auto index = std::size_t(index_of(lookup.layout, place_of(term.part)));
    if (term.name == ValueName::Gradient) return gradient_in(lookup.batch(), term.part);
    if (term.name == ValueName::Parameter) {
        const LayerValues& layer = lookup.parameters_of(term.part.layer);
        const std::size_t in_layer =
            index - std::size_t(lookup.layout.layers[std::size_t(term.part.layer - 1)].weights);
        const std::size_t weights = layer.weights.size();
        return in_layer < weights ? layer.weights[in_layer] : layer.biases[in_layer - weights];
    }
    const UpdateTrace& update = lookup.update();
    return term.name == ValueName::Old ? update.before[index] : update.after[index];
}

/// Euclidean norm of a layer's weight gradients in the batch.
double gradient_norm(Lookup& lookup, std::int32_t layer) {
    double sum = 0.0;
    for (const double g : lookup.batch().layers[std::size_t(layer - 1)].weight_gradients)
        sum += g * g;
    return std::sqrt(sum);
}

/// Over the training rows: the units that are 0 for every one, or the mean of ∂a/∂z.
double value_of_layer(const Lookup& lookup, ValueName name, std::int32_t layer) {
    const std::int32_t units = lookup.layout.layers[std::size_t(layer - 1)].units;
    const std::int64_t all = lookup.view.data->train_inputs.columns;
    const auto count = static_cast<std::int32_t>(
        std::min(all, std::max<std::int64_t>(k_block_columns,
                                             k_most_row_work / lookup.layout.parameter_count)));
    std::vector<std::uint8_t> alive(std::size_t(units), 0);
    double sum = 0.0;
    for (std::int32_t first = 0; first < count; first += k_block_columns) {
        std::vector<std::int32_t> rows(std::size_t(std::min(k_block_columns, count - first)));
        std::iota(rows.begin(), rows.end(), first);
        const PassTrace trace = trace_examples(lookup.session, rows);
        const LayerTrace& traced = trace.layers[std::size_t(layer - 1)];
        for (std::int32_t column = 0; column < traced.activations.columns; ++column)
            for (std::int32_t unit = 0; unit < units; ++unit) {
                sum += traced.slopes.rows > 0 ? traced.slopes(unit, column) : k_missing;
                if (traced.activations(unit, column) != 0.0) alive[std::size_t(unit)] = 1;
            }
    }
    if (name == ValueName::MeanSlope) return sum / (double(count) * units);
    return double(std::count(alive.begin(), alive.end(), 0));
}

double value_of(Lookup& lookup, const ValueTerm& term) {
    const Part& part = term.part;
    const auto layers = static_cast<std::int32_t>(lookup.layout.layers.size());
    if (part.layer > layers || !has_part(lookup.experiment.network, part)) return k_missing;
    switch (term.name) {
    case ValueName::Number:
        return term.number;
    case ValueName::GradientNorm:
        return gradient_norm(lookup, part.layer);
    case ValueName::Dead:
    case ValueName::MeanSlope:
        return value_of_layer(lookup, term.name, part.layer);
    case ValueName::Old:
    case ValueName::New:
    case ValueName::Gradient:
    case ValueName::Parameter:
        return value_of_parameter(lookup, term);
    default:
        break;
    }
    return term.name < ValueName::Error ? value_of_run(lookup, term.name)
                                        : value_of_example(lookup, term);
}

double joined(double left, char operation, double right) {
    switch (operation) {
    case '*':
        return left * right;
    case '/':
        return left / right;
    case '-':
        return left - right;
    default:
        return left + right;
    }
}

std::optional<double> find_value(Lookup& lookup, std::string_view path) {
    double value = 0.0;
    do {
        char operation = '+';
        const std::optional<ValueTerm> term = read_term(take_term(path, operation));
        if (!term) return std::nullopt;
        value = joined(value, operation, value_of(lookup, *term));
    } while (!path.empty());
    if (!std::isfinite(value)) return std::nullopt;
    return value;
}

} // namespace

std::optional<double> lesson_value(Session& session, std::string_view path, std::int32_t example) {
    Lookup lookup = make_lookup(session, example);
    return find_value(lookup, path);
}

void find_lesson_values(Session& session,
                        std::span<std::pair<std::string, std::optional<double>>> values,
                        std::int32_t example) {
    Lookup lookup = make_lookup(session, example);
    for (auto& [path, value] : values)
        value = find_value(lookup, path);
}

} // namespace backprop
