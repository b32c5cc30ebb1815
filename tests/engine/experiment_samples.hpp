#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/numerics/random.hpp"

namespace backprop::test {

/// A valid experiment drawn from everything that the format can say: every data set and choice,
/// numbers at and between their limits, features, given weights, frozen parameters, changes, a
/// saved state. Fields that mean nothing in it have their defaults, as a file would leave them.
Experiment random_experiment(Random& random);

} // namespace backprop::test
