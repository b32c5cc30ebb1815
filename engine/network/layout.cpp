#include "engine/network/layout.hpp"

#include <algorithm>

namespace backprop {

static std::int32_t bias_count(BiasMode mode, std::int32_t units) {
    switch (mode) {
    case BiasMode::PerUnit:
        return units;
    case BiasMode::Shared:
        return 1;
    case BiasMode::None:
        return 0;
    }
    return 0;
}

NetworkLayout make_layout(const NetworkSpec& spec) {
    NetworkLayout layout;
    std::int32_t inputs = input_width(spec);
    layout.widest = inputs;
    std::int64_t offset = 0;
    for (const LayerSpec& layer : spec.layers) {
        const std::int64_t weights = offset;
        const std::int64_t biases = weights + std::int64_t{layer.units} * inputs;
        const std::int32_t count = bias_count(spec.bias, layer.units);
        layout.layers.push_back(
            {inputs, layer.units, layer.activation, weights, biases, count, layer.dropout});
        offset = biases + count;
        inputs = layer.units;
        layout.widest = std::max(layout.widest, layer.units);
    }
    if (!layout.layers.empty()) layout.layers.back().dropout = 0.0;
    layout.parameter_count = offset;
    return layout;
}

} // namespace backprop
