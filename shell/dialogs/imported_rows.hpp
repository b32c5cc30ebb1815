#pragma once

#include "engine/experiment/experiment.hpp"

#include <string_view>

namespace backprop::shell {

/// An experiment that can learn these rows: the hidden layers and the optimizer of `now`, an output
/// layer, error and scaling that suit the rows. `name`: of the file they came from.
Experiment experiment_for_rows(const Experiment& now, DataSpec rows, std::string_view name);

} // namespace backprop::shell
