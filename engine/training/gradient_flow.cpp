#include "engine/training/gradient_flow.hpp"

#include "engine/numerics/state_hash.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace backprop {

namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();

bool is_finite(double value) {
    return value - value == 0.0;
}

/// Σ (x / largest)²: squares that neither overflow nor vanish.
double sum_of_squares(double largest, std::span<const double> values) {
    double sum = 0.0;
    for (const double value : values)
        sum += (value / largest) * (value / largest);
    return sum;
}

struct Size {
    double largest = 0.0; ///< of the finite numbers
    double norm = 0.0;    ///< √Σ x²; infinite if a number is not finite
};

Size size_of(const Matrix<double>& matrix) {
    Size size;
    bool finite = true;
    for (std::int32_t row = 0; row < matrix.rows; ++row)
        for (const double value : matrix.row(row)) {
            finite = finite && is_finite(value);
            if (is_finite(value)) size.largest = std::max(size.largest, std::fabs(value));
        }
    double sum = 0.0;
    if (finite && size.largest > 0.0)
        for (std::int32_t row = 0; row < matrix.rows; ++row)
            sum += sum_of_squares(size.largest, matrix.row(row));
    size.norm = finite ? size.largest * std::sqrt(sum) : k_infinity;
    return size;
}

double norm_of(std::span<const double> values) {
    double largest = 0.0;
    for (const double value : values) {
        if (!is_finite(value)) return k_infinity;
        largest = std::max(largest, std::fabs(value));
    }
    return largest > 0.0 ? largest * std::sqrt(sum_of_squares(largest, values)) : 0.0;
}

void count(FlowHistogram& histogram, const Matrix<double>& matrix) {
    const std::int64_t numbers = std::int64_t{matrix.rows} * matrix.columns;
    // Whole examples are left out, evenly, so that every unit counts alike.
    const std::int64_t step = std::clamp<std::int64_t>(
        (numbers + k_flow_numbers - 1) / k_flow_numbers, 1, std::max(1, matrix.columns));
    const double scale = k_flow_bins / (histogram.high - histogram.low);
    for (std::int32_t row = 0; row < matrix.rows; ++row) {
        const std::span<const double> values = matrix.row(row);
        for (std::size_t i = 0; i < values.size(); i += static_cast<std::size_t>(step)) {
            if (!is_finite(values[i])) {
                ++histogram.not_finite;
                continue;
            }
            const double place = (values[i] - histogram.low) * scale;
            const int bin = static_cast<int>(std::clamp(place, 0.0, k_flow_bins - 1.0));
            ++histogram.counts[static_cast<std::size_t>(bin)];
            ++histogram.numbers;
        }
    }
}

FlowHistogram histogram_over(double low, double high, const Matrix<double>& matrix) {
    FlowHistogram histogram;
    // A range so small that a bin's width is denormal is empty, too: its parts have no scale.
    const bool empty =
        !(high - low > 0.0) || !is_finite(high - low) || !is_finite(k_flow_bins / (high - low));
    histogram.low = empty ? -1.0 : low;
    histogram.high = empty ? 1.0 : high;
    count(histogram, matrix);
    return histogram;
}

FlowHistogram activation_histogram(Activation activation, const Matrix<double>& matrix) {
    if (activation == Activation::Sigmoid || activation == Activation::Softmax)
        return histogram_over(0.0, 1.0, matrix);
    if (activation == Activation::Tanh) return histogram_over(-1.0, 1.0, matrix);
    const double largest = size_of(matrix).largest;
    const bool positive = activation == Activation::Relu || activation == Activation::Softplus;
    return histogram_over(positive ? 0.0 : -largest, largest, matrix);
}

bool has_flat_ends(Activation activation) {
    return activation == Activation::Sigmoid || activation == Activation::Tanh;
}

/// f′(z) relative to its greatest, from a: 4a(1 − a) of sigmoid, 1 − a² of tanh.
bool is_flat(Activation activation, double a) {
    const double slope = activation == Activation::Sigmoid ? 4.0 * a * (1.0 - a) : 1.0 - a * a;
    return slope < k_flat_slope;
}

/// Examples for which a unit is at its lower and its upper flat end.
struct FlatCount {
    std::int32_t low = 0;
    std::int32_t high = 0;
};
FlatCount flat_count(Activation activation, std::span<const double> row) {
    FlatCount count;
    const double middle = activation == Activation::Sigmoid ? 0.5 : 0.0;
    for (const double a : row)
        if (is_flat(activation, a)) ++(a < middle ? count.low : count.high);
    return count;
}

/// Outputs at the wrong end: flat, and more than half of the range from the target.
std::int32_t stuck_count(Activation activation, std::span<const double> row,
                         std::span<const double> targets) {
    const double half = activation == Activation::Sigmoid ? 0.5 : 1.0;
    std::int32_t stuck = 0;
    for (std::size_t i = 0; i < std::min(row.size(), targets.size()); ++i)
        stuck += is_flat(activation, row[i]) && std::fabs(row[i] - targets[i]) > half ? 1 : 0;
    return stuck;
}

bool is_dead(Activation activation, std::span<const double> row) {
    return activation == Activation::Relu && !row.empty() &&
           std::all_of(row.begin(), row.end(), [](double a) { return a == 0.0; });
}

/// The weights and bias that lead to a unit, and the weights that lead on from it.
struct UnitWeights {
    const FlowInput& input;
    std::size_t layer;

    std::span<const double> in(std::int32_t unit) const {
        const LayerLayout& here = input.layout.layers[layer];
        return input.parameters.subspan(static_cast<std::size_t>(here.weights) +
                                            static_cast<std::size_t>(unit) *
                                                static_cast<std::size_t>(here.inputs),
                                        static_cast<std::size_t>(here.inputs));
    }
    double bias(std::int32_t unit) const {
        const LayerLayout& here = input.layout.layers[layer];
        if (here.bias_count != here.units) return 0.0; // none, or the same one
        return input.parameters[static_cast<std::size_t>(here.biases + unit)];
    }
    double out(std::int32_t unit, std::int32_t to) const {
        const LayerLayout& next = input.layout.layers[layer + 1];
        return input.parameters[static_cast<std::size_t>(next.weights +
                                                         std::int64_t{to} * next.inputs + unit)];
    }
    std::int32_t outs() const { return input.layout.layers[layer + 1].units; }

    std::uint64_t hash(std::int32_t unit) const {
        StateHash hash;
        add(hash, in(unit));
        const double one = bias(unit);
        add(hash, std::span<const double>(&one, 1));
        return hash.value;
    }
    bool same(std::int32_t a, std::int32_t b) const {
        const std::span<const double> first = in(a), second = in(b);
        if (bias(a) != bias(b) || !std::equal(first.begin(), first.end(), second.begin()))
            return false;
        for (std::int32_t to = 0; to < outs(); ++to)
            if (out(a, to) != out(b, to)) return false;
        return true;
    }
};

/// Units with the same weights in and out compute the same and get the same gradients. Dropout
/// tells them apart.
void mark_twins(const FlowInput& input, std::size_t layer, std::vector<UnitFault>& faults) {
    if (layer + 1 >= input.layout.layers.size() || input.layout.layers[layer].dropout > 0.0) return;
    const UnitWeights weights{input, layer};
    std::vector<std::pair<std::uint64_t, std::int32_t>> order;
    for (std::int32_t unit = 0; unit < input.layout.layers[layer].units; ++unit)
        order.push_back({weights.hash(unit), unit});
    std::sort(order.begin(), order.end());
    for (std::size_t i = 1; i < order.size(); ++i) {
        if (order[i].first != order[i - 1].first) continue;
        const std::int32_t first = order[i - 1].second, second = order[i].second;
        if (!weights.same(first, second)) continue;
        for (const std::int32_t unit : {first, second}) {
            UnitFault& fault = faults[static_cast<std::size_t>(unit)];
            if (fault == UnitFault::None) fault = UnitFault::Twin;
        }
    }
}

const Matrix<double>& activations_of(const FlowInput& input, std::size_t layer) {
    return input.activations.empty() ? input.pass.layers[layer].activations
                                     : input.activations[layer + 1];
}

void judge_units(const FlowInput& input, std::size_t layer, LayerFlow& flow) {
    const Matrix<double>& values = activations_of(input, layer);
    const Matrix<double>& targets = input.activations.empty() ? input.pass.targets : input.targets;
    const Activation activation = input.layout.layers[layer].activation;
    const bool is_output = layer + 1 == input.layout.layers.size();
    const double examples = std::max(1, values.columns);
    std::int64_t flat_numbers = 0;
    flow.units.assign(static_cast<std::size_t>(values.rows), UnitFault::None);
    for (std::int32_t unit = 0; unit < values.rows; ++unit) {
        UnitFault& fault = flow.units[static_cast<std::size_t>(unit)];
        if (is_dead(activation, values.row(unit))) fault = UnitFault::Dead;
        if (!has_flat_ends(activation)) continue;
        const FlatCount flat = flat_count(activation, values.row(unit));
        flat_numbers += flat.low + flat.high;
        // Error and activation differentiated together leave no slope to vanish.
        const std::int32_t harmful =
            !is_output ? std::max(flat.low, flat.high)
            : input.pass.joint_output
                ? 0
                : stuck_count(activation, values.row(unit), targets.row(unit));
        if (harmful >= (is_output ? k_stuck_outputs : k_saturated) * examples && harmful > 0)
            fault = UnitFault::Saturated;
    }
    flow.saturated_share =
        static_cast<double>(flat_numbers) / (examples * std::max(1, values.rows));
    mark_twins(input, layer, flow.units);
}

void find_unit_faults(GradientFlow& flow) {
    constexpr std::pair<UnitFault, FlowFault> k_faults[] = {
        {UnitFault::Dead, FlowFault::Dead},
        {UnitFault::Saturated, FlowFault::Saturated},
        {UnitFault::Twin, FlowFault::Symmetric},
    };
    for (const auto& [unit_fault, fault] : k_faults)
        for (std::size_t layer = 0; layer < flow.layers.size(); ++layer) {
            const std::vector<UnitFault>& units = flow.layers[layer].units;
            const bool hidden = layer + 1 < flow.layers.size();
            if (fault == FlowFault::Saturated && hidden && units.size() > 1 &&
                flow.layers[layer].saturated_share >= k_saturated) {
                flow.findings.push_back({fault, static_cast<std::int32_t>(layer + 1)});
                continue;
            }
            const auto first = std::find(units.begin(), units.end(), unit_fault);
            if (first == units.end()) continue;
            flow.findings.push_back(
                {fault, static_cast<std::int32_t>(layer + 1),
                 static_cast<std::int32_t>(first - units.begin()),
                 static_cast<std::int32_t>(std::count(first, units.end(), unit_fault))});
        }
}

void find_layer_faults(GradientFlow& flow) {
    for (std::size_t layer = 0; layer < flow.layers.size(); ++layer)
        if (!is_finite(flow.layers[layer].delta_norm) ||
            flow.layers[layer].activations.not_finite > 0) {
            flow.findings.insert(flow.findings.begin(),
                                 {FlowFault::NotFinite, static_cast<std::int32_t>(layer + 1)});
            return;
        }
    if (flow.layers.back().delta_norm == 0.0) return; // nothing to learn from
    const auto by_ratio = [](const LayerFlow& a, const LayerFlow& b) { return a.ratio < b.ratio; };
    const auto [least, greatest] =
        std::minmax_element(flow.layers.begin(), flow.layers.end(), by_ratio);
    const auto number = [&](auto place) {
        return static_cast<std::int32_t>(place - flow.layers.begin() + 1);
    };
    if (least->ratio < k_vanishing) flow.findings.push_back({FlowFault::Vanishing, number(least)});
    if (greatest->ratio > k_exploding)
        flow.findings.push_back({FlowFault::Exploding, number(greatest)});
}

} // namespace

GradientFlow gradient_flow(const FlowInput& input) {
    GradientFlow flow;
    const std::size_t layers = input.pass.layers.size();
    flow.layers.resize(layers);
    std::vector<double> largest(layers);
    double widest = 0.0;
    for (std::size_t layer = 0; layer < layers; ++layer) {
        const LayerTrace& trace = input.pass.layers[layer];
        const Size size = size_of(trace.deltas);
        flow.layers[layer].delta_norm = size.norm;
        flow.layers[layer].gradient_norm = norm_of(trace.weight_gradients);
        largest[layer] = size.largest;
        widest = std::max(widest, size.largest);
    }
    const double output_norm = flow.layers.back().delta_norm;
    for (std::size_t layer = 0; layer < layers; ++layer) {
        LayerFlow& here = flow.layers[layer];
        const double range = input.own_ranges ? largest[layer] : widest;
        here.ratio = output_norm > 0.0 ? here.delta_norm / output_norm : 0.0;
        here.deltas = histogram_over(-range, range, input.pass.layers[layer].deltas);
        here.activations = activation_histogram(input.layout.layers[layer].activation,
                                                activations_of(input, layer));
        judge_units(input, layer, here);
    }
    find_unit_faults(flow);
    find_layer_faults(flow);
    return flow;
}

} // namespace backprop
