#pragma once

#include "engine/data/dataset.hpp"
#include "engine/network/initialize.hpp"
#include "engine/network/layout.hpp"
#include "engine/network/loss.hpp"
#include "engine/network/pass.hpp"
#include "engine/numerics/random.hpp"
#include "engine/training/blocks.hpp"
#include "engine/training/changes.hpp"
#include "engine/training/run_state.hpp"
#include "engine/training/trained_parameters.hpp"
#include "engine/training/training_spec.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace backprop {

/// What a trainer does with its examples. All numbers are within the limits of experiment.hpp.
struct TrainerSpec {
    NetworkSpec network;
    LossSpec loss;
    TrainingSpec training; ///< `changes`, `epochs` and `stop` are the session's business
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
    std::string_view quantity; ///< "activation", "delta", "gradient", "optimizer", "weight", "loss"
};

/// RunState in the precision of training: everything that training changes.
template <class Real>
struct TrainerState {
    std::vector<Real> parameters;
    std::vector<std::vector<Real>> slots; ///< the optimizer's numbers, each like `parameters`
    std::int64_t updates = 0;
    std::int64_t epoch = 0;    ///< whole epochs trained
    std::int32_t position = 0; ///< examples trained in the epoch under way
    double beta1_power = 1.0;
    double beta2_power = 1.0;
    Random shuffle_random{}; ///< before the order of the epoch under way was drawn
    Random dropout_random{};
    double best_loss = std::numeric_limits<double>::infinity();
    std::int64_t best_epoch = 0;
};

/// Mini-batch gradient descent on one network. Memory is allocated when it is made, not while it
/// trains.
template <class Real>
struct Trainer : TrainerState<Real> {
    TrainerSpec spec;
    NetworkLayout layout;
    const Dataset* data = nullptr;     ///< prepared; outlives the trainer
    std::vector<TrainedLayer> trained; ///< which parameters move
    std::vector<ParameterRange> moved; ///< the same, in as few ranges as there can be
    double epoch_learning_rate = 0.0;  ///< after the schedule, in the epoch under way

    std::vector<Real> gradients;       ///< of the last update, with penalty and clipping
    bool has_gradients = false;        ///< false before the first update and after going back
    std::vector<Real> next_parameters; ///< for the sequential order: what the update writes
    std::vector<Real> layer_gradients; ///< for the sequential order: of one layer's own pass

    TrainerState<Real> checkpoint;   ///< the last state whose loss was seen to be finite: the
                                     ///< beginning of the epoch under way
    Random next_shuffle_random{};    ///< after the order of the epoch under way was drawn
    std::vector<std::int32_t> order; ///< of the examples in this epoch; empty without shuffle
    std::vector<Block<Real>> train_blocks;
    std::size_t next_block = 0; ///< where block_at looks first; any number is right
    std::vector<Block<Real>> train_score_blocks;
    std::vector<Block<Real>> test_score_blocks;
    Block<Real> partial_block; ///< for a batch that begins or ends inside a block
    Workspace<Real> workspace;
    bool drops_units = false;     ///< whether any layer has dropout
    double class_threshold = 0.0; ///< classification with one output: the upper class begins here
};

/// `data` (prepared) needs at least one training row.
template <class Real>
Trainer<Real> make_trainer(const TrainerSpec& spec, const Dataset& data);

/// Sets the start parameters, and epoch, updates and position to 0.
template <class Real>
void restart(Trainer<Real>& trainer, const StartSpec& start);

/// The trainer's state, and going on from one: position below the number of examples, as many
/// parameters and slots as the network and the optimizer have.
template <class Real>
void save_state(const Trainer<Real>& trainer, RunState& state);
template <class Real>
void restore_state(Trainer<Real>& trainer, const RunState& state);

inline TrainingMoment moment_of(const RunState& state) {
    return {state.epoch, state.position};
}
template <class Real>
TrainingMoment moment_of(const TrainerState<Real>& state) {
    return {state.epoch, state.position};
}

/// Other learning rate, batch size and penalty, from the next update on; the position in the epoch
/// stays.
template <class Real>
void set_live_values(Trainer<Real>& trainer, const LiveValues& values);

/// The examples of the next update: from the position to the next multiple of the batch size, at
/// most `at_most`, never beyond the epoch. Not at its end, before end_epoch, nor before restart.
template <class Real>
std::int32_t next_batch_size(const Trainer<Real>& trainer, std::int32_t at_most);

/// ∂(loss of the next `count` examples)/∂(each parameter) into `gradients`, which has the layout of
/// the parameters. Without penalty, clipping and dropout.
template <class Real>
void compute_gradients(Trainer<Real>& trainer, std::int32_t count, std::span<Real> gradients);

/// The loss of the next `count` examples, with the present parameters; without penalty and dropout.
template <class Real>
double batch_loss(Trainer<Real>& trainer, std::int32_t count);

/// One update with the next `count` examples: loss gradient → penalty → clipping → optimizer. If a
/// result is not finite, the return value says where it began, and the trainer must go back to a
/// state: parameters, slots, βᵗ and the random state of dropout may be those of half an update.
template <class Real>
std::optional<NonFinite> train_examples(Trainer<Real>& trainer, std::int32_t count);

/// Remembers `loss` (of the training rows after `epoch` whole epochs) if it is the lowest so far.
template <class Real>
void note_loss(Trainer<Real>& trainer, std::int64_t epoch, double loss);

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
