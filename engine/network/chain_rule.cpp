#include "engine/network/chain_rule.hpp"

#include <cassert>
#include <cmath>
#include <limits>

namespace backprop {

namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

std::size_t index(std::int32_t layer) {
    return static_cast<std::size_t>(layer) - 1;
}

/// One example of a pass. Layers count from 1.
struct Example {
    const NetworkLayout& layout;
    std::span<const double> parameters;
    const PassTrace& trace;
    std::int32_t column;

    std::int32_t last() const { return static_cast<std::int32_t>(layout.layers.size()); }
    std::int32_t units(std::int32_t layer) const { return layout.layers[index(layer)].units; }
    const LayerTrace& layer(std::int32_t number) const { return trace.layers[index(number)]; }

    double weight(std::int32_t to_layer, std::int32_t to, std::int32_t from) const {
        return parameters[static_cast<std::size_t>(index_of(layout, {to_layer, false, to, from}))];
    }
    bool is_masked(std::int32_t number) const { return number > 0 && layer(number).masks.rows > 0; }
    double mask(std::int32_t number, std::int32_t unit) const {
        return is_masked(number) ? layer(number).masks(unit, column) : 1.0;
    }
    double delta(std::int32_t number, std::int32_t unit) const {
        return layer(number).deltas(unit, column);
    }
};

/// ∂E/∂o · ∂o/∂z of an output, or ∂E/∂z where the two are one.
void add_output_factors(const Example& example, std::int32_t unit, ChainPath& path) {
    const std::int32_t layer = example.last();
    const LayerTrace& values = example.layer(layer);
    if (example.trace.joint_output) {
        path.factors.push_back(
            {FactorKind::ErrorByZ, layer, unit, 0, values.deltas(unit, example.column)});
        return;
    }
    path.factors.push_back({FactorKind::ErrorByOutput, layer, unit, 0,
                            values.activation_gradients(unit, example.column)});
    path.factors.push_back(
        {FactorKind::Slope, layer, unit, 0, values.slopes(unit, example.column)});
}

/// ∂z/∂w = a of the unit before, ∂z/∂b = 1.
Factor last_factor(const Example& example, const ParameterPlace& place, std::int32_t unit) {
    if (place.is_bias) return {FactorKind::One, place.layer, unit, 0, 1.0};
    const double input = example.trace.inputs_of(index(place.layer))(place.from, example.column);
    return {FactorKind::Input, place.layer, unit,
            place.from,        input,       example.is_masked(place.layer - 1)};
}

/// The path that leads from an output back to unit units[0] of `layer` through units[1] of the next
/// layer, units[2] of the one after it, …: ∂E/∂o · ∂o/∂z · (w · ∂a/∂z)… · ∂z/∂w.
ChainPath make_path(const Example& example, const ParameterPlace& place,
                    std::span<const std::int32_t> units) {
    ChainPath path;
    add_output_factors(example, units.back(), path);
    for (std::int32_t layer = example.last(); layer > place.layer; --layer) {
        const auto at = static_cast<std::size_t>(layer - place.layer);
        const std::int32_t to = units[at], from = units[at - 1];
        const double weight = example.weight(layer, to, from) * example.mask(layer - 1, from);
        path.factors.push_back(
            {FactorKind::Weight, layer, to, from, weight, example.is_masked(layer - 1)});
        path.factors.push_back({FactorKind::Slope, layer - 1, from, 0,
                                example.layer(layer - 1).slopes(from, example.column)});
    }
    path.factors.push_back(last_factor(example, place, units.front()));
    for (const Factor& factor : path.factors)
        path.product *= factor.value;
    return path;
}

/// The next way through the layers, the last one changing fastest; false behind the last. `fixed`
/// says that the first unit does not change.
bool next_path(const Example& example, std::int32_t layer, bool fixed,
               std::vector<std::int32_t>& units) {
    for (std::size_t i = units.size(); i-- > (fixed ? 1U : 0U);) {
        if (++units[i] < example.units(layer + static_cast<std::int32_t>(i))) return true;
        units[i] = 0;
    }
    return false;
}

double pass_gradient(const Example& example, const ParameterPlace& place, bool is_shared) {
    if (!is_shared)
        return example.delta(place.layer, place.to) * last_factor(example, place, place.to).value;
    double sum = 0;
    for (std::int32_t unit = 0; unit < example.units(place.layer); ++unit)
        sum += example.delta(place.layer, unit);
    return sum;
}

} // namespace

ChainRule chain_rule(const NetworkLayout& layout, std::span<const double> parameters,
                     const PassTrace& trace, std::int32_t example_column,
                     const ParameterPlace& place, std::int32_t most_paths) {
    assert(example_column >= 0 && example_column < trace.examples());
    const Example example{layout, parameters, trace, example_column};
    const bool is_shared = place.is_bias && layout.layers[index(place.layer)].bias_count == 1;
    const std::int32_t depth = example.last() - place.layer;
    ChainRule rule;
    rule.place = place;
    rule.path_count = is_shared ? example.units(place.layer) : 1;
    for (std::int32_t layer = place.layer + 1; layer <= example.last(); ++layer)
        rule.path_count *= example.units(layer);
    rule.gradient = pass_gradient(example, place, is_shared);
    std::vector<std::int32_t> units(static_cast<std::size_t>(depth) + 1, 0);
    units[0] = is_shared ? 0 : place.to;
    while (rule.paths.size() < static_cast<std::size_t>(most_paths)) {
        rule.paths.push_back(make_path(example, place, units));
        rule.sum += rule.paths.back().product;
        rule.size += std::fabs(rule.paths.back().product);
        if (!next_path(example, place.layer, !is_shared, units)) break;
    }
    return rule;
}

NestedDelta nested_delta(const NetworkLayout& layout, std::span<const double> parameters,
                         const PassTrace& trace, std::int32_t example_column, std::int32_t layer,
                         std::int32_t unit) {
    const Example example{layout, parameters, trace, example_column};
    const LayerTrace& values = example.layer(layer);
    NestedDelta nested;
    nested.layer = layer;
    nested.unit = unit;
    nested.delta = example.delta(layer, unit);
    if (layer == example.last()) {
        const bool joint = trace.joint_output;
        nested.activation_gradient =
            joint ? k_nan : values.activation_gradients(unit, example_column);
        nested.slope = joint ? k_nan : values.slopes(unit, example_column);
        return nested;
    }
    nested.mask = example.mask(layer, unit);
    nested.slope = values.slopes(unit, example_column);
    for (std::int32_t to = 0; to < example.units(layer + 1); ++to) {
        nested.terms.push_back(
            {to, example.weight(layer + 1, to, unit), example.delta(layer + 1, to)});
        nested.activation_gradient += nested.terms.back().weight * nested.terms.back().delta;
    }
    nested.activation_gradient *= nested.mask;
    return nested;
}

} // namespace backprop
