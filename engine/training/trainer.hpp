#pragma once

#include "engine/data/dataset.hpp"
#include "engine/network/initialize.hpp"
#include "engine/network/layout.hpp"
#include "engine/network/loss.hpp"
#include "engine/network/pass.hpp"
#include "engine/numerics/random.hpp"
#include "engine/training/blocks.hpp"
#include "engine/training/training_spec.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace backprop {

/// What a trainer does with its examples. All numbers are within the limits of experiment.hpp.
struct TrainerSpec {
    NetworkSpec network;
    LossSpec loss;
    TrainingSpec training;
};

/// Fit of the network to one part of the data. Accuracy is empty for regression; both are empty
/// when that part has no rows.
struct Score {
    std::optional<double> loss;
    std::optional<double> accuracy; ///< 0 to 1
};

/// Where numbers stopped being finite. Layers count from 1; the last is the output.
struct NonFinite {
    std::int32_t layer = 0;
    std::string_view quantity; ///< "activation", "delta", "gradient", "weight" or "loss"
};

/// The last state whose loss was seen to be finite: the beginning of the epoch under way.
template <class Real>
struct Checkpoint {
    std::vector<Real> parameters;
    std::int64_t updates = 0;
    Random shuffle_random; ///< before the epoch's order was drawn
};

/// Mini-batch gradient descent on one network. Memory is allocated when it is made, not while it
/// trains.
template <class Real>
struct Trainer {
    TrainerSpec spec;
    NetworkLayout layout;
    const Dataset* data = nullptr; ///< outlives the trainer

    std::vector<Real> parameters;
    std::vector<Real> gradients;       ///< of the last update
    bool has_gradients = false;        ///< false before the first update and after going back
    std::vector<Real> next_parameters; ///< what the update under way writes

    std::int64_t updates = 0;
    std::int64_t epoch = 0;    ///< whole epochs trained
    std::int32_t position = 0; ///< examples trained in the epoch under way

    Checkpoint<Real> checkpoint;
    Random shuffle_random;
    std::vector<std::int32_t> order; ///< of the examples in this epoch; empty without shuffle
    std::vector<Block<Real>> train_blocks;
    std::vector<Block<Real>> train_score_blocks;
    std::vector<Block<Real>> test_score_blocks;
    Block<Real> partial_block; ///< for a batch that begins or ends inside a block
    Workspace<Real> workspace;
};

/// `data` needs at least one training row.
template <class Real>
Trainer<Real> make_trainer(const TrainerSpec& spec, const Dataset& data);

/// Sets the start parameters, and epoch, updates and position to 0.
template <class Real>
void restart(Trainer<Real>& trainer, const StartSpec& start);

/// Another batch size, from the next update on; the position in the epoch stays.
template <class Real>
void set_batch(Trainer<Real>& trainer, std::int32_t batch);

/// The examples of the next update: from the position to the next multiple of the batch size, at
/// most `at_most`, never beyond the epoch.
template <class Real>
std::int32_t next_batch_size(const Trainer<Real>& trainer, std::int32_t at_most);

/// ∂(loss of the next `count` examples)/∂(each parameter) into `gradients`, which has the layout of
/// the parameters.
template <class Real>
void compute_gradients(Trainer<Real>& trainer, std::int32_t count, std::span<Real> gradients);

/// The loss of the next `count` examples, with the present parameters.
template <class Real>
double batch_loss(Trainer<Real>& trainer, std::int32_t count);

/// One update with the next `count` examples: P ← P − α·∂E/∂P, all parameters from the same pass.
/// If a result is not finite, nothing changes and the return value says where it began.
template <class Real>
std::optional<NonFinite> train_examples(Trainer<Real>& trainer, std::int32_t count);

/// After the last example of an epoch whose loss is finite: counts the epoch, remembers its end as
/// the checkpoint and begins the next one.
template <class Real>
void end_epoch(Trainer<Real>& trainer);

/// Back to the checkpoint: its parameters, the beginning of its next epoch, no gradients.
template <class Real>
void return_to_checkpoint(Trainer<Real>& trainer);

/// Loss and accuracy over all training or all test rows, with the present parameters.
template <class Real>
Score score_train(Trainer<Real>& trainer);
template <class Real>
Score score_test(Trainer<Real>& trainer);

} // namespace backprop
