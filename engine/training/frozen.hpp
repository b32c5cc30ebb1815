#pragma once

#include "engine/network/layout.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace backprop {

/// Neighbours in a network's parameter array.
struct ParameterRange {
    std::int64_t first;
    std::int64_t count;
};

/// The parameters that a name stands for, layers, units and inputs counted from 0: "weights[0]"
/// (a layer's), "weights[0][1]" (those into unit 1), "weights[0][1][2]" ([layer][to][from]),
/// "biases[0]", "biases[0][1]" (a shared bias is [0]). None for any other text or number.
std::optional<ParameterRange> find_parameters(const NetworkLayout& layout, std::string_view name);

} // namespace backprop
