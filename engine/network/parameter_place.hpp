#pragma once

#include "engine/network/layout.hpp"

#include <cstdint>

namespace backprop {

/// Where a parameter belongs. Layers count from 1 (the first hidden one), units and inputs from 0.
struct ParameterPlace {
    std::int32_t layer = 0;
    bool is_bias = false;
    std::int32_t to = 0;   ///< the unit; 0 for a shared bias
    std::int32_t from = 0; ///< weights only
    bool operator==(const ParameterPlace&) const = default;
};

/// `parameter` is an index into the parameters (network/layout.hpp).
ParameterPlace place_of(const NetworkLayout& layout, std::int64_t parameter);

/// The index of the parameter at `place`, which must exist.
std::int64_t index_of(const NetworkLayout& layout, const ParameterPlace& place);

} // namespace backprop
