#pragma once

#include "engine/experiment/experiment.hpp"

#include <span>

namespace backprop {

/// An experiment that comes with the program.
struct Preset {
    std::string_view key;  ///< stable: "houses"
    std::string_view name; ///< as shown
    Experiment (*make)();
};

/// In the order of the experiment picker; the first is the one a visitor meets.
std::span<const Preset> presets();

} // namespace backprop
