#pragma once

#include "engine/experiment/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace backprop {

/// One step of a path: a member's name or an index.
struct PathStep {
    std::string key;
    std::size_t index;
    bool is_index;
};

/// "network.layers[1].units" (or "network.layers.1.units") in steps.
std::vector<PathStep> split_path(std::string_view path);

/// The value at the path, its parents' items held apart; null when there is none.
Json* find_value(Json& json, const std::vector<PathStep>& steps);

/// The error at the position of the value that its path names, or of the deepest that exists.
Error located(Error error, const Json& json);

} // namespace backprop
