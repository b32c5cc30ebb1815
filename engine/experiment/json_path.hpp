#pragma once

#include "engine/experiment/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace backprop {

/// "path[index]".
std::string item(std::string_view path, std::size_t index);

/// One step of a path: a member's name or an index.
struct PathStep {
    std::string key;
    std::size_t index;
    bool is_index;
};

/// "network.layers[1].units" (or "network.layers.1.units") in steps.
std::vector<PathStep> split_path(std::string_view path);

/// The value at the end of as many of the steps as exist.
const Json* deepest(const Json& json, const std::vector<PathStep>& steps, std::size_t& taken);

} // namespace backprop
