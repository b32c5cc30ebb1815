#pragma once

#include "engine/data/dataset.hpp"
#include "engine/training/trainer.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace backprop {

/// One batch by itself, with parameters to try things out on; without dropout, and in float64
/// whatever the precision of the run.
struct BatchProbe {
    std::unique_ptr<Dataset> data; ///< the examples of the batch
    Trainer<double> trainer;       ///< its next batch is all of them
};

/// The examples `rows` of the training part of `prepared`.
BatchProbe make_batch_probe(const TrainerSpec& spec, const Dataset& prepared,
                            std::span<const std::int32_t> rows, std::vector<double> parameters,
                            double learning_rate);

std::int32_t examples_of(const BatchProbe& probe);

/// E of the batch at the probe's parameters, without penalty.
double loss_of(BatchProbe& probe);

/// ∂E/∂(each parameter).
std::vector<double> gradients_of(BatchProbe& probe);

} // namespace backprop
