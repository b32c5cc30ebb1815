#pragma once

#include "engine/network/layout.hpp"
#include "engine/network/parameter_place.hpp"
#include "engine/network/trace.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace backprop {

/// One factor of a chain rule.
enum class FactorKind : std::uint8_t {
    ErrorByOutput, ///< ∂E/∂o of output `unit`
    ErrorByZ,      ///< ∂E/∂z of output `unit`, where PassTrace::joint_output
    Slope,         ///< ∂a/∂z of `unit` of `layer`
    Weight, ///< ∂z/∂a: the weight to `unit` of `layer` from `from`, times the mask of dropout
    Input,  ///< ∂z/∂w: what unit `from` hands on to `unit` of `layer`
    One,    ///< ∂z/∂b = 1, of `unit` of `layer`
};

/// A factor with its value and where it lives. Layers count from 1, units from 0.
struct Factor {
    FactorKind kind;
    std::int32_t layer;
    std::int32_t unit;
    std::int32_t from; ///< Weight, Input: the unit of the layer before; else 0
    double value;
    bool masked = false; ///< Weight, Input: dropout's mask of unit `from` is in the value
};

/// One way from the error back to a parameter: its factors from the error on, and their product.
struct ChainPath {
    std::vector<Factor> factors;
    double product = 1.0;
};

/// ∂E/∂(one parameter) for one example, as the sum over all paths.
struct ChainRule {
    ParameterPlace place;
    std::vector<ChainPath> paths; ///< the first ones, at most as many as were asked for
    double path_count = 0;        ///< how many there are; may be beyond any integer
    double sum = 0;               ///< over `paths`: ∂E/∂w when they are all there
    double size = 0;              ///< Σ |product|: rounding of the sum is relative to this
    double gradient = 0; ///< δ·a (Σ δ of a shared bias) of the pass itself, of all paths
};

/// The paths of the parameter at `place` for example `example` of the trace; along the list the
/// output changes fastest. A bias that a layer shares has those of each of its units.
ChainRule chain_rule(const NetworkLayout& layout, std::span<const double> parameters,
                     const PassTrace& trace, std::int32_t example, const ParameterPlace& place,
                     std::int32_t most_paths);

/// The nested form, one unit at a time: δ = (Σ w·δ of the next layer, or ∂E/∂o) · ∂a/∂z.
struct DeltaTerm {
    std::int32_t unit; ///< of the next layer
    double weight;     ///< to that unit
    double delta;      ///< of that unit
};
struct NestedDelta {
    std::int32_t layer = 0; ///< from 1
    std::int32_t unit = 0;
    std::vector<DeltaTerm> terms;   ///< empty for an output unit
    double mask = 1.0;              ///< dropout's mask of this unit
    double activation_gradient = 0; ///< mask · Σ weight·delta, or ∂E/∂o; NaN if joint
    double slope = 0;               ///< NaN if joint
    double delta = 0;
};
/// As the pass computed it, but for activation_gradient of hidden units: that sum is made here.
NestedDelta nested_delta(const NetworkLayout& layout, std::span<const double> parameters,
                         const PassTrace& trace, std::int32_t example, std::int32_t layer,
                         std::int32_t unit);

} // namespace backprop
