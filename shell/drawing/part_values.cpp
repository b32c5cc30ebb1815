#include "shell/drawing/part_values.hpp"

#include "shell/drawing/part_names.hpp"
#include "shell/drawing/pass_values.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

const LayerValues* values_of(const ModelView& model, std::int32_t layer) {
    if (layer < 1 || static_cast<std::size_t>(layer) > model.layers.size()) return nullptr;
    return &model.layers[static_cast<std::size_t>(layer) - 1];
}

/// The number of a part in its layer's weights or biases, or in their gradients.
std::optional<double> number_of(const LayerValues& values, const Selection& part,
                                const std::vector<double>& weights,
                                const std::vector<double>& biases) {
    const bool is_weight = part.kind == SelectionKind::Weight;
    const std::vector<double>& numbers = is_weight ? weights : biases;
    std::size_t index = static_cast<std::size_t>(part.to);
    if (is_weight)
        index =
            index * static_cast<std::size_t>(values.inputs) + static_cast<std::size_t>(part.from);
    if (part.kind == SelectionKind::Unit || index >= numbers.size()) return std::nullopt;
    return numbers[index];
}

NoteLine number_line(std::string symbol, std::string number, ImU32 color = 0) {
    return {std::move(symbol) + " = " + std::move(number), TextStyle::Body, color};
}

void add_gradient(const Frame& frame, const Selection& part, std::vector<NoteLine>& lines) {
    const bool is_weight = part.kind == SelectionKind::Weight;
    const auto gradient = shown_gradient(frame, part);
    const std::string symbol = is_weight ? "∂E/∂w" : "∂E/∂b";
    lines.push_back(
        number_line(symbol, format_signed_digits(frame.view, gradient), frame.theme.backward));
    if (gradient && frame.snapshot.moment == 0) // it made the present value; the next one is due
        lines.push_back({std::string(text("part.last_update")), TextStyle::SmallDim, 0});
    if (const auto change = pass_change(frame, part); change && frame.snapshot.moment > 0)
        lines.push_back(
            number_line(is_weight ? "w" : "b", format_digits(frame.view, change->before) + " → " +
                                                   format_digits(frame.view, change->after)));
    if (!gradient && frame.snapshot.moment == 0)
        lines.push_back({std::string(text("part.no_update")), TextStyle::SmallDim, 0});
}

void describe_weight(const Frame& frame, const Selection& part, std::vector<NoteLine>& lines) {
    lines.push_back(number_line(part_letter(frame, part),
                                format_digits(frame.view, parameter_of(frame.model, part))));
    add_gradient(frame, part, lines);
    lines.push_back({unit_name(frame, part.layer - 1, part.from) + " → " +
                         unit_name(frame, part.layer, part.to),
                     TextStyle::SmallDim, 0});
}

/// The least and greatest activation over the input plane.
std::string map_range(const ModelView& model, const Selection& unit) {
    const auto layer = static_cast<std::size_t>(unit.layer);
    if (layer >= model.unit_maps.size() || unit.to >= model.unit_maps[layer].rows) return {};
    const auto row = model.unit_maps[layer].row(unit.to);
    if (row.empty()) return {};
    const auto [low, high] = std::minmax_element(row.begin(), row.end());
    return format_fixed(*low, 2) + " … " + format_fixed(*high, 2);
}

void describe_unit(const Frame& frame, const Selection& unit, std::vector<NoteLine>& lines) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const ModelView& model = frame.model;
    const std::string symbol = part_letter(frame, unit);
    const std::string name = unit_name(frame, unit.layer, unit.to);
    if (name != symbol) lines.push_back({name, TextStyle::Strong, 0});
    if (shows_maps(frame)) {
        lines.push_back({symbol + ": " + map_range(model, unit), TextStyle::Body, 0});
    } else {
        const std::int32_t example = frame.view.example;
        lines.push_back(number_line(
            symbol, format_digits(frame.view, shown_activation(frame, unit.layer, unit.to))));
        const UnitNumber latest = latest_number(frame, unit.layer, unit.to);
        if (latest.backward)
            lines.push_back(number_line(latest.symbol.empty() ? "∂E/∂a" : latest.symbol,
                                        format_signed_digits(frame.view, latest.value),
                                        frame.theme.backward));
        const auto z = is_stepping(frame) && !latest.backward
                         ? latest.value
                         : pre_activation_of(model, unit.layer, unit.to, example);
        if (unit.layer > 0)
            lines.push_back(
                number_line(z_name(frame, unit.layer, unit.to), format_digits(frame.view, z)));
    }
    const Selection bias = bias_of_unit(experiment, unit.layer, unit.to);
    if (bias.kind == SelectionKind::None) return;
    lines.push_back(number_line(part_letter(frame, bias),
                                format_digits(frame.view, parameter_of(model, bias))));
    add_gradient(frame, bias, lines);
}

} // namespace

std::optional<double> activation_of(const ModelView& model, std::int32_t layer, std::int32_t unit,
                                    std::int32_t example) {
    if (layer < 0 || static_cast<std::size_t>(layer) >= model.train.size()) return std::nullopt;
    const Matrix<double>& activations = model.train[static_cast<std::size_t>(layer)];
    if (unit < 0 || unit >= activations.rows) return std::nullopt;
    if (example < 0 || example >= activations.columns) return std::nullopt;
    return activations(unit, example);
}

std::optional<double> parameter_of(const ModelView& model, const Selection& part) {
    const LayerValues* values = values_of(model, part.layer);
    if (!values) return std::nullopt;
    return number_of(*values, part, values->weights, values->biases);
}

std::optional<double> gradient_of(const ModelView& model, const Selection& part) {
    const LayerValues* values = values_of(model, part.layer);
    if (!values) return std::nullopt;
    return number_of(*values, part, values->weight_gradients, values->bias_gradients);
}

std::optional<double> shown_gradient(const Frame& frame, const Selection& part) {
    const bool traced = frame.snapshot.moment > 0 && !frame.model.example.layers.empty();
    return traced ? pass_gradient(frame, part) : gradient_of(frame.model, part);
}

std::optional<double> pre_activation_of(const ModelView& model, std::int32_t layer,
                                        std::int32_t unit, std::int32_t example) {
    const LayerValues* values = values_of(model, layer);
    if (!values || unit < 0 || unit >= values->units) return std::nullopt;
    double z = 0;
    for (std::int32_t from = 0; from < values->inputs; ++from) {
        const auto activation = activation_of(model, layer - 1, from, example);
        const auto weight = parameter_of(model, {SelectionKind::Weight, layer, unit, from});
        if (!activation || !weight) return std::nullopt;
        z += *weight * *activation;
    }
    const std::size_t biases = values->biases.size();
    if (biases > 0) z += values->biases[biases == 1 ? 0 : static_cast<std::size_t>(unit)];
    return z;
}

Selection bias_of_unit(const Experiment& experiment, std::int32_t layer, std::int32_t unit) {
    if (layer < 1 || experiment.network.bias == BiasMode::None) return {};
    const bool is_shared = experiment.network.bias == BiasMode::Shared;
    return {SelectionKind::Bias, layer, is_shared ? 0 : unit, 0};
}

bool exists(const Experiment& experiment, const Selection& part) {
    const auto& layers = experiment.network.layers;
    const auto units = [&](std::int32_t layer) -> std::int32_t {
        if (layer < 0 || static_cast<std::size_t>(layer) > layers.size()) return 0;
        return layer == 0 ? input_width(experiment.network)
                          : layers[static_cast<std::size_t>(layer) - 1].units;
    };
    if (part.kind == SelectionKind::None || part.to < 0 || part.to >= units(part.layer))
        return false;
    if (part.kind == SelectionKind::Unit) return true;
    if (part.kind == SelectionKind::Weight)
        return part.layer > 0 && part.from >= 0 && part.from < units(part.layer - 1);
    return bias_of_unit(experiment, part.layer, part.to) == part;
}

std::string format_value(double value) {
    const double size = std::abs(value);
    if (size >= 1e5 || !std::isfinite(value)) return format_significant(value, 3);
    return format_fixed(value, size >= 1000 ? 1 : size >= 100 ? 2 : size >= 10 ? 3 : 4);
}

std::string format_cell(std::optional<double> value, int digits) {
    if (!value) return "—";
    const bool is_long = std::abs(*value) >= 1000 || !std::isfinite(*value);
    return is_long ? format_significant(*value, 2) : format_fixed(*value, digits);
}

std::string format_known(std::optional<double> value) {
    return value ? format_value(*value) : "—";
}

std::string format_gradient(std::optional<double> gradient) {
    if (!gradient) return "—";
    const double size = std::abs(*gradient);
    if (size == 0) return "0";
    if (size >= 1e-4 && size < 1e4) return format_signed(*gradient, 5);
    return (*gradient > 0 ? "+" : "") + format_significant(*gradient, 3);
}

std::string format_digits(const View& view, std::optional<double> value) {
    if (!value) return view.hides_numbers ? "?" : "—";
    const double size = std::abs(*value);
    if (size == 0) return "0";
    const int digits = view.digits;
    const bool vanishes = size < std::pow(10.0, 1 - digits); // in the last two digits shown
    if (!std::isfinite(size) || size >= 1e5 || vanishes)
        return format_significant(*value, std::max(3, digits - 1));
    const int whole = size >= 1000 ? 3 : size >= 100 ? 2 : size >= 10 ? 1 : 0;
    return format_fixed(*value, std::max(1, digits - whole));
}

std::string format_signed_digits(const View& view, std::optional<double> value) {
    return (value && *value > 0 ? "+" : "") + format_digits(view, value);
}

std::vector<double> pass_parameters(const ModelView& model) {
    if (!model.update.before.empty()) return model.update.before;
    std::vector<double> parameters;
    for (const LayerValues& layer : model.layers) {
        parameters.insert(parameters.end(), layer.weights.begin(), layer.weights.end());
        parameters.insert(parameters.end(), layer.biases.begin(), layer.biases.end());
    }
    return parameters;
}

std::vector<NoteLine> describe_part(const Frame& frame, const Selection& part) {
    std::vector<NoteLine> lines;
    switch (part.kind) {
    case SelectionKind::Weight:
        describe_weight(frame, part, lines);
        break;
    case SelectionKind::Unit:
        describe_unit(frame, part, lines);
        break;
    case SelectionKind::Bias:
        lines.push_back(number_line(part_letter(frame, part),
                                    format_digits(frame.view, parameter_of(frame.model, part))));
        add_gradient(frame, part, lines);
        break;
    case SelectionKind::None:
        break;
    }
    return lines;
}

} // namespace backprop::shell
