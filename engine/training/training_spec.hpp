#pragma once

#include "engine/numerics/choice.hpp"
#include "engine/training/optimizer_spec.hpp"
#include "engine/training/schedule_spec.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace backprop {

/// `TrainingSpec::batch` for "all training examples".
inline constexpr std::int32_t k_batch_all = 0;

/// A penalty on large weights (never on biases). Its gradient is added once per update, whatever
/// the reduction over the batch; shown losses are without the penalty.
enum class Regularization : std::uint8_t { None, L1, L2 };

inline constexpr Choice k_regularizations[] = {
    {"none", "none", ""},
    {"l1", "L1", "rate·Σ|w|"},
    {"l2", "L2", "½·rate·Σw²"},
};
static_assert(has_row_for(k_regularizations, Regularization::L2));

struct RegularizationSpec {
    Regularization kind = Regularization::None;
    double rate = 0.001; ///< 0 to 10
    bool operator==(const RegularizationSpec&) const = default;
};

/// Limits of the gradient of an update, the penalty's gradient included. First each component is
/// cut to ±value, then the whole is scaled down to the norm.
struct ClipSpec {
    std::optional<double> value; ///< greater than 0, at most 1e6
    std::optional<double> norm;  ///< Euclidean, greater than 0, at most 1e6
    bool operator==(const ClipSpec&) const = default;
};

/// When training stops besides at `TrainingSpec::epochs`; looked at after every epoch.
struct StopSpec {
    std::optional<double> loss_below;               ///< training loss < this
    std::optional<std::int64_t> no_progress_epochs; ///< so many without a new lowest training loss
    bool operator==(const StopSpec&) const = default;
};

/// Which parameters an update's gradients are computed with.
enum class UpdateOrder : std::uint8_t { Simultaneous, Sequential };

inline constexpr Choice k_update_orders[] = {
    {"simultaneous", "simultaneous", "every gradient from the weights before the update"},
    {"sequential", "sequential (wrong)",
     "from the output layer back, each gradient from the layers already updated"},
};
static_assert(has_row_for(k_update_orders, UpdateOrder::Sequential));

/// A change of the user's in the middle of a run. It holds from the moment when `epoch` whole
/// epochs and `after_examples` more examples are trained.
struct TrainingChange {
    std::int64_t epoch = 0;
    std::int32_t after_examples = 0;
    std::optional<double> learning_rate;
    std::optional<std::int32_t> batch;
    std::optional<double> regularization_rate;
    bool operator==(const TrainingChange&) const = default;
};

/// How a network is trained. The ranges are those of experiment/fields.hpp.
struct TrainingSpec {
    OptimizerSpec optimizer;
    double learning_rate = 0.03;
    ScheduleSpec schedule;
    std::int32_t batch = 10; ///< examples an update; k_batch_all for all of them
    bool shuffle = false;    ///< a new order each epoch
    bool train_biases = true;
    RegularizationSpec regularization;
    ClipSpec clip;
    UpdateOrder update = UpdateOrder::Simultaneous;
    std::vector<std::string> frozen; ///< parameters that do not train: "weights[0]" (a layer's),
                                     ///< "weights[0][1][2]" ([layer][to][from]), "biases[0][1]"
    std::int64_t epochs = 100;       ///< training stops here
    StopSpec stop;
    std::vector<TrainingChange> changes; ///< in the order of their moments
    bool operator==(const TrainingSpec&) const = default;
};

} // namespace backprop
