#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/experiment/result.hpp"

#include <optional>

namespace backprop {

/// The first problem of what belongs to a run in its middle: frozen parameters, changes, and a
/// saved state. Data and network must be valid already.
std::optional<Error> check_run(const Experiment& experiment);

} // namespace backprop
