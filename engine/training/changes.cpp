#include "engine/training/changes.hpp"

#include <algorithm>

namespace backprop {

double get(const LiveValues& values, LiveField field) {
    switch (field) {
    case LiveField::LearningRate:
        return values.learning_rate;
    case LiveField::Batch:
        return values.batch;
    case LiveField::RegularizationRate:
        return values.regularization_rate;
    }
    return 0.0;
}

void set(LiveValues& values, LiveField field, double value) {
    switch (field) {
    case LiveField::LearningRate:
        values.learning_rate = value;
        break;
    case LiveField::Batch:
        values.batch = static_cast<std::int32_t>(value);
        break;
    case LiveField::RegularizationRate:
        values.regularization_rate = value;
        break;
    }
}

LiveValues first_values(const TrainingSpec& training) {
    return {training.learning_rate, training.batch, training.regularization.rate};
}

void set_first_values(TrainingSpec& training, const LiveValues& values) {
    training.learning_rate = values.learning_rate;
    training.batch = values.batch;
    training.regularization.rate = values.regularization_rate;
}

void apply_change(const TrainingChange& change, LiveValues& values) {
    values.learning_rate = change.learning_rate.value_or(values.learning_rate);
    values.batch = change.batch.value_or(values.batch);
    values.regularization_rate = change.regularization_rate.value_or(values.regularization_rate);
}

LiveValues values_at(const TrainingSpec& training, const TrainingMoment& moment) {
    LiveValues values = first_values(training);
    for (const TrainingChange& change : training.changes)
        if (moment_of(change) <= moment) apply_change(change, values);
    return values;
}

std::size_t changes_until(const TrainingSpec& training, const TrainingMoment& moment) {
    std::size_t count = 0;
    while (count < training.changes.size() && moment_of(training.changes[count]) <= moment)
        ++count;
    return count;
}

static void forget(TrainingChange& change, LiveField field) {
    switch (field) {
    case LiveField::LearningRate:
        change.learning_rate.reset();
        break;
    case LiveField::Batch:
        change.batch.reset();
        break;
    case LiveField::RegularizationRate:
        change.regularization_rate.reset();
        break;
    }
}

static void drop_empty(std::vector<TrainingChange>& changes) {
    std::erase_if(changes, [](const TrainingChange& change) {
        return !change.learning_rate && !change.batch && !change.regularization_rate;
    });
}

void record_change(TrainingSpec& training, const TrainingMoment& moment, LiveField field,
                   double value) {
    std::vector<TrainingChange>& changes = training.changes;
    const auto at = std::find_if(changes.begin(), changes.end(), [&](const TrainingChange& change) {
        return moment_of(change) >= moment;
    });
    LiveValues before = first_values(training);
    for (auto change = changes.begin(); change != at; ++change)
        apply_change(*change, before);
    const bool exists = at != changes.end() && moment_of(*at) == moment;
    TrainingChange empty;
    empty.epoch = moment.epoch;
    empty.after_examples = moment.examples;
    TrainingChange& change = exists ? *at : *changes.insert(at, empty);
    forget(change, field);
    if (value != get(before, field)) switch (field) {
        case LiveField::LearningRate:
            change.learning_rate = value;
            break;
        case LiveField::Batch:
            change.batch = static_cast<std::int32_t>(value);
            break;
        case LiveField::RegularizationRate:
            change.regularization_rate = value;
            break;
        }
    drop_empty(changes);
}

void forget_changes_from(TrainingSpec& training, const TrainingMoment& moment, LiveField field) {
    for (TrainingChange& change : training.changes)
        if (moment_of(change) >= moment) forget(change, field);
    drop_empty(training.changes);
}

void forget_changes_between(TrainingSpec& training, const TrainingMoment& after,
                            const TrainingMoment& up_to) {
    std::erase_if(training.changes, [&](const TrainingChange& change) {
        return moment_of(change) > after && moment_of(change) <= up_to;
    });
}

} // namespace backprop
