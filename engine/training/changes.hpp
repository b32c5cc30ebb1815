#pragma once

#include "engine/training/training_spec.hpp"

#include <compare>
#include <cstdint>

namespace backprop {

/// A place in a run: whole epochs, and examples trained in the epoch under way.
struct TrainingMoment {
    std::int64_t epoch = 0;
    std::int32_t examples = 0;
    // NOLINTNEXTLINE(modernize-use-nullptr): what clang-tidy 14 makes of a defaulted <=>
    auto operator<=>(const TrainingMoment&) const = default;
};

inline TrainingMoment moment_of(const TrainingChange& change) {
    return {change.epoch, change.after_examples};
}

/// The values that may change in mid-run.
struct LiveValues {
    double learning_rate = 0.0; ///< before the schedule
    std::int32_t batch = 0;
    double regularization_rate = 0.0;
    bool operator==(const LiveValues&) const = default;
};

enum class LiveField : std::uint8_t { LearningRate, Batch, RegularizationRate };

double get(const LiveValues& values, LiveField field);
void set(LiveValues& values, LiveField field, double value);

/// What a run begins with.
LiveValues first_values(const TrainingSpec& training);
void set_first_values(TrainingSpec& training, const LiveValues& values);

void apply_change(const TrainingChange& change, LiveValues& values);

/// The values that hold from `moment` on: those of the beginning and all changes up to then.
LiveValues values_at(const TrainingSpec& training, const TrainingMoment& moment);

/// How many changes have come about by `moment`.
std::size_t changes_until(const TrainingSpec& training, const TrainingMoment& moment);

/// Records that a value holds from `moment` on, in place of what was recorded there; a value that
/// held already is no change.
void record_change(TrainingSpec& training, const TrainingMoment& moment, LiveField field,
                   double value);

/// Forgets a field's changes from `moment` on.
void forget_changes_from(TrainingSpec& training, const TrainingMoment& moment, LiveField field);

/// Forgets all changes in (after, up_to].
void forget_changes_between(TrainingSpec& training, const TrainingMoment& after,
                            const TrainingMoment& up_to);

} // namespace backprop
