#pragma once

#include "engine/network/layout.hpp"
#include "engine/training/frozen.hpp"
#include "engine/training/training_spec.hpp"

#include <vector>

namespace backprop {

/// What an update does to the parameters of one layer.
struct TrainedLayer {
    std::vector<ParameterRange> moved;   ///< in rising order
    std::vector<ParameterRange> weights; ///< those of `moved` that penalties and decay are for
};

/// One a layer. Entries of `training.frozen` that name nothing are passed over.
std::vector<TrainedLayer> trained_parameters(const NetworkLayout& layout,
                                             const TrainingSpec& training);

/// `moved` of all layers, neighbouring ranges joined.
std::vector<ParameterRange> moved_ranges(const std::vector<TrainedLayer>& layers);

} // namespace backprop
