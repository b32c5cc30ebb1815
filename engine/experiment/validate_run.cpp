#include "engine/experiment/validate_run.hpp"

#include "engine/experiment/fields.hpp"
#include "engine/experiment/result.hpp"
#include "engine/network/layout.hpp"
#include "engine/training/frozen.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace backprop {

namespace {

using Problem = std::optional<Error>;

Problem check_whole(std::int64_t value, std::int64_t maximum, std::string path) {
    if (value >= 0 && value <= maximum) return std::nullopt;
    return Error{std::move(path), "must be a whole number from 0 to " + std::to_string(maximum)};
}

Problem check_frozen(const Experiment& experiment, const NetworkLayout& layout) {
    const std::vector<std::string>& frozen = experiment.training.frozen;
    if (frozen.size() > k_max_frozen)
        return Error{"training.frozen",
                     "must have at most " + std::to_string(k_max_frozen) + " names"};
    for (std::size_t i = 0; i < frozen.size(); ++i)
        if (!find_parameters(layout, frozen[i]))
            return Error{item("training.frozen", i),
                         "must name parameters of this network: \"weights[layer]\", "
                         "\"weights[layer][to]\", \"weights[layer][to][from]\", "
                         "\"biases[layer]\" or \"biases[layer][unit]\", counted from 0"};
    return std::nullopt;
}

template <class Number>
Problem check_changed(const std::optional<Number>& value, std::string_view field_path,
                      const std::string& path) {
    if (!value) return std::nullopt;
    const Result<Done> valid = check_value(*find_field(field_path), double(*value));
    if (valid) return std::nullopt;
    return Error{path, valid.error.message};
}

Problem check_change(const TrainingChange& change, const std::string& path) {
    if (Problem p = check_whole(change.epoch, k_max_epochs, path + ".epoch")) return p;
    if (Problem p = check_whole(change.after_examples, k_max_rows, path + ".after_examples"))
        return p;
    if (Problem p =
            check_changed(change.learning_rate, "training.learning_rate", path + ".learning_rate"))
        return p;
    if (Problem p = check_changed(change.batch, "training.batch", path + ".batch")) return p;
    if (Problem p = check_changed(change.regularization_rate, "training.regularization.rate",
                                  path + ".regularization_rate"))
        return p;
    if (!change.learning_rate && !change.batch && !change.regularization_rate)
        return Error{path, "must change learning_rate, batch or regularization_rate"};
    return std::nullopt;
}

Problem check_changes(const std::vector<TrainingChange>& changes) {
    if (changes.size() > k_max_changes)
        return Error{"training.changes",
                     "must have at most " + std::to_string(k_max_changes) + " changes"};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const std::string path = item("training.changes", i);
        if (Problem problem = check_change(changes[i], path)) return problem;
        if (i == 0) continue;
        const TrainingChange& before = changes[i - 1];
        const bool later =
            changes[i].epoch > before.epoch ||
            (changes[i].epoch == before.epoch && changes[i].after_examples > before.after_examples);
        if (!later) return Error{path, "must come later than the change before it"};
    }
    return std::nullopt;
}

/// Numbers that the experiment's precision holds.
Problem check_state_numbers(const Experiment& experiment, const std::vector<double>& numbers,
                            std::int64_t count, const std::string& path) {
    if (static_cast<std::int64_t>(numbers.size()) != count)
        return Error{path, "must have " + std::to_string(count) +
                               " numbers, one a parameter, but has " +
                               std::to_string(numbers.size())};
    const bool single = experiment.precision == Precision::Float32;
    const double limit =
        single ? double(std::numeric_limits<float>::max()) : std::numeric_limits<double>::max();
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (!(std::fabs(numbers[i]) <= limit))
            return Error{item(path, i), "must be a finite number of the experiment's precision"};
    return std::nullopt;
}

bool is_power(double value) {
    return value >= 0.0 && value <= 1.0;
}

Problem check_state(const Experiment& experiment, const RunState& state,
                    std::int64_t parameter_count) {
    const DataSpec& data = experiment.data;
    const auto rows = data.set == DataSet::Inline ? static_cast<std::int64_t>(data.train.size())
                                                  : std::int64_t{k_max_rows};
    if (Problem p = check_whole(state.epoch, k_max_epochs, "state.epoch")) return p;
    if (Problem p = check_whole(state.updates, k_max_seed, "state.updates")) return p;
    if (Problem p = check_whole(state.position, rows, "state.position")) return p;
    if (Problem p = check_whole(state.best_epoch, k_max_epochs, "state.best_epoch")) return p;
    if (std::isnan(state.best_loss) || state.best_loss < -std::numeric_limits<double>::max())
        return Error{"state.best_loss", "must be a number, or null"};
    const auto is_zero = [](std::uint64_t word) { return word == 0; };
    for (const auto& [path, words] : {std::pair{"state.shuffle_random", &state.shuffle_random},
                                      {"state.dropout_random", &state.dropout_random}})
        if (std::all_of(words->begin(), words->end(), is_zero))
            return Error{path, "must not be all zeros"};
    if (!is_power(state.beta1_power) || !is_power(state.beta2_power))
        return Error{"state.beta_powers", "must be numbers from 0 to 1"};
    if (Problem p =
            check_state_numbers(experiment, state.parameters, parameter_count, "state.parameters"))
        return p;
    const std::int32_t slots = slot_count(experiment.training.optimizer.kind);
    if (state.slots.size() != std::size_t(slots))
        return Error{"state.slots", "must have " + std::to_string(slots) +
                                        " lists of numbers with this optimizer"};
    for (std::size_t i = 0; i < state.slots.size(); ++i)
        if (Problem p = check_state_numbers(experiment, state.slots[i], parameter_count,
                                            item("state.slots", i)))
            return p;
    return std::nullopt;
}

} // namespace

std::optional<Error> check_run(const Experiment& experiment) {
    const NetworkLayout layout = make_layout(experiment.network);
    if (Problem problem = check_frozen(experiment, layout)) return problem;
    if (Problem problem = check_changes(experiment.training.changes)) return problem;
    if (!experiment.state) return std::nullopt;
    return check_state(experiment, *experiment.state, layout.parameter_count);
}

} // namespace backprop
