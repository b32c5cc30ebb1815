#pragma once

#include "engine/data/features.hpp"
#include "engine/network/activation.hpp"
#include "engine/numerics/choice.hpp"

#include <cstdint>
#include <vector>

namespace backprop {

/// How a layer's biases are held: one a unit, one for the whole layer (as in article 1; its
/// gradient is the sum over the layer's units), or none.
enum class BiasMode : std::uint8_t { PerUnit, Shared, None };

inline constexpr Choice k_bias_modes[] = {
    {"per-unit", "per unit", "zⱼ = Σ wⱼᵢ aᵢ + bⱼ"},
    {"shared", "shared", "zⱼ = Σ wⱼᵢ aᵢ + b"},
    {"none", "none", "zⱼ = Σ wⱼᵢ aᵢ"},
};
static_assert(has_row_for(k_bias_modes, BiasMode::None));

/// One dense layer.
struct LayerSpec {
    std::int32_t units = 1;
    Activation activation = Activation::Sigmoid;
    double dropout = 0.0; ///< hidden layers: share of units left out of an update, 0 to 0.9
    bool operator==(const LayerSpec&) const = default;
};

/// A multilayer perceptron's shape. `layers` holds the hidden layers and the output layer.
struct NetworkSpec {
    std::int32_t inputs = 2; ///< raw columns of the data
    std::vector<LayerSpec> layers;
    BiasMode bias = BiasMode::PerUnit;
    std::vector<Feature> features; ///< what is made of two inputs; empty: the columns themselves
    bool operator==(const NetworkSpec&) const = default;
};

/// How many numbers the first layer is given.
inline std::int32_t input_width(const NetworkSpec& network) {
    return network.features.empty() ? network.inputs
                                    : static_cast<std::int32_t>(network.features.size());
}

} // namespace backprop
