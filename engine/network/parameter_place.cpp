#include "engine/network/parameter_place.hpp"

#include <cassert>

namespace backprop {

ParameterPlace place_of(const NetworkLayout& layout, std::int64_t parameter) {
    std::size_t l = 0;
    while (l + 1 < layout.layers.size() && parameter >= layout.layers[l + 1].weights)
        ++l;
    const LayerLayout& layer = layout.layers[l];
    ParameterPlace place;
    place.layer = static_cast<std::int32_t>(l) + 1;
    place.is_bias = parameter >= layer.biases;
    const std::int64_t at = parameter - (place.is_bias ? layer.biases : layer.weights);
    place.to = static_cast<std::int32_t>(place.is_bias ? at : at / layer.inputs);
    place.from = static_cast<std::int32_t>(place.is_bias ? 0 : at % layer.inputs);
    return place;
}

std::int64_t index_of(const NetworkLayout& layout, const ParameterPlace& place) {
    assert(place.layer >= 1 && std::size_t(place.layer) <= layout.layers.size());
    const LayerLayout& layer = layout.layers[std::size_t(place.layer) - 1];
    if (place.is_bias) return layer.biases + (layer.bias_count == 1 ? 0 : place.to);
    return layer.weights + std::int64_t{place.to} * layer.inputs + place.from;
}

} // namespace backprop
