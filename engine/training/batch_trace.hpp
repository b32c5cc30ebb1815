#pragma once

#include "engine/network/trace.hpp"
#include "engine/training/trainer.hpp"
#include "engine/training/update_trace.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace backprop {

/// The training rows of the next `count` examples, in the order in which they train.
template <class Real>
std::vector<std::int32_t> next_rows(const Trainer<Real>& trainer, std::int32_t count);

/// A batch, and what its pass begins from; everything else about the pass is the trainer's.
template <class Real>
struct BatchStart {
    std::span<const Real> parameters;
    std::vector<std::int32_t> rows; ///< of the training data
    std::int32_t first_block = 0;   ///< so many of them are in the first block (blocks.hpp)
    Random dropout_random{};        ///< draws the masks, unless Dropout::Off
};

/// Columns `columns` of `from`, in this order.
Matrix<double> some_columns(const Matrix<double>& from, std::span<const std::int32_t> columns);

/// The next batch as the trainer stands.
template <class Real>
BatchStart<Real> next_batch(const Trainer<Real>& trainer);

/// The pass over a batch with the reductions of the loss: the matrices of its first block, and the
/// gradients of all its examples to the bits of training.
template <class Real>
PassTrace trace_rows(const Trainer<Real>& trainer, const BatchStart<Real>& start, Dropout dropout);

/// The gradients of a trace in the order of the parameters (network/layout.hpp).
std::vector<double> gradients_of(const NetworkLayout& layout, const PassTrace& trace);

/// Trains the next batch, tells what that does, and takes it back. The trainer is the same
/// afterwards.
template <class Real>
UpdateTrace try_update(Trainer<Real>& trainer);

/// What the last update did, from the state before it.
template <class Real>
UpdateTrace last_update(const Trainer<Real>& trainer, const TrainerState<Real>& before,
                        const PassTrace& batch, double learning_rate);

} // namespace backprop
