#pragma once

#include "engine/network/network_spec.hpp"

#include <cstdint>
#include <vector>

namespace backprop {

/// Where one layer's parameters lie in the network's parameter array.
struct LayerLayout {
    std::int32_t inputs;
    std::int32_t units;
    Activation activation;
    std::int64_t weights;    ///< offset of w[0][0]; units × inputs numbers, row by row
    std::int64_t biases;     ///< offset of the biases, behind the weights
    std::int32_t bias_count; ///< units (per unit), 1 (shared) or 0 (none)
    double dropout;          ///< share of units left out of an update; always 0 for the outputs
};

/// A network's shape. All parameters of a network are one array: the layers in order, each its
/// weights, then its biases. Gradients have the same layout.
struct NetworkLayout {
    std::vector<LayerLayout> layers;
    std::int64_t parameter_count = 0;
    std::int32_t widest = 0; ///< most units of any layer, the input layer included

    std::int32_t inputs() const { return layers.front().inputs; }
    std::int32_t outputs() const { return layers.back().units; }
    Activation output_activation() const { return layers.back().activation; }
};

/// `spec` must be valid (experiment/fields.hpp). The count is exact even when it breaks the limit
/// of parameters.
NetworkLayout make_layout(const NetworkSpec& spec);

} // namespace backprop
