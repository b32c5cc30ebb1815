#pragma once

#include "engine/network/layout.hpp"
#include "engine/network/trace.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace backprop {

inline constexpr std::int32_t k_flow_bins = 31; ///< odd: 0 has a bin of its own in [−m, m]

/// How many numbers lie in each of k_flow_bins equal parts of [low, high].
struct FlowHistogram {
    double low = 0;
    double high = 0;
    std::array<std::int32_t, k_flow_bins> counts{};
    std::int32_t numbers = 0;    ///< in the bins: at most k_flow_numbers, evenly chosen
    std::int32_t not_finite = 0; ///< in no bin
};
/// Of more numbers in a layer, only about so many are counted in bins.
inline constexpr std::int32_t k_flow_numbers = 1 << 16;

/// What is wrong with a unit.
enum class UnitFault : std::uint8_t {
    None,
    Dead,      ///< relu: 0 for every example
    Saturated, ///< sigmoid, tanh: at the same flat end for nearly every example
    Twin,      ///< weights in and out equal another unit's: they get equal gradients for ever
};

/// How one layer's numbers flow.
struct LayerFlow {
    FlowHistogram activations;
    FlowHistogram deltas;
    double delta_norm = 0;      ///< √Σ δ² over units and examples
    double gradient_norm = 0;   ///< √Σ (∂E/∂w)² over the layer's weights
    double ratio = 1;           ///< delta_norm / the output layer's; 0 where that is 0
    double saturated_share = 0; ///< of units × examples; 0 for activations without flat ends
    std::vector<UnitFault> units;
};

/// What is wrong with a network, at the layer where it is worst.
enum class FlowFault : std::uint8_t {
    NotFinite, ///< infinite or undefined numbers
    Dead,
    Saturated,
    Symmetric, ///< twins
    Vanishing, ///< ratio below k_vanishing
    Exploding, ///< ratio above k_exploding
};
struct FlowFinding {
    FlowFault fault;
    std::int32_t layer;     ///< from 1
    std::int32_t unit = -1; ///< the first one at fault, from 0; −1: the layer
    std::int32_t count = 0; ///< units at fault; 0: the layer
};

struct GradientFlow {
    std::vector<LayerFlow> layers;
    std::vector<FlowFinding> findings; ///< empty for a healthy network
};

inline constexpr double k_vanishing = 0.01;
inline constexpr double k_exploding = 100.0;
/// A sigmoid or tanh is nearly flat where its slope is below this share of its greatest.
inline constexpr double k_flat_slope = 0.05;
/// A unit is saturated where it is at one flat end for this share of the examples: one that jumps
/// between both ends still tells examples apart. A layer is where its units are at any flat end for
/// this share of units × examples.
inline constexpr double k_saturated = 0.95;
/// An output that is nearly flat is right to be so unless it is far from its target: this share
/// of the examples.
inline constexpr double k_stuck_outputs = 0.25;

/// What the statistics are made from.
struct FlowInput {
    const NetworkLayout& layout;
    std::span<const double> parameters; ///< of the pass
    const PassTrace& pass;              ///< for δ and the gradients
    /// Of every layer ([0]: inputs) for the training rows, units × rows; empty: those of the pass.
    std::span<const Matrix<double>> activations;
    const Matrix<double>& targets; ///< as the network sees them, outputs × rows or more
    bool own_ranges = false;       ///< each layer's δ over its own range, not all over the widest
};
/// Bounded work: every number is looked at once at most, k_flow_numbers a layer go into bins.
GradientFlow gradient_flow(const FlowInput& input);

} // namespace backprop
