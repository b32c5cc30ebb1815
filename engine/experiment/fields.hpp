#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/experiment/result.hpp"

#include <span>
#include <string_view>

namespace backprop {

enum class FieldType : std::uint8_t {
    Number,
    Integer,
    Flag,   ///< 0 or 1
    Choice, ///< the index of a row of `choices`
    Batch,  ///< an integer, or k_batch_all, written "all"
};

/// What changing a field does to a session: nothing is lost (Live), or the same start weights
/// begin again (Restart).
enum class Effect : std::uint8_t { Live, Restart };

/// One scalar of an experiment. Files, set(path, value), sliders, combos and the documentation
/// walk this one table.
struct Field {
    std::string_view path; ///< as in files: "training.learning_rate"
    FieldType type;
    Effect effect;
    double minimum; ///< the least value accepted
    double maximum; ///< the greatest value accepted
    std::span<const Choice> choices;
    bool (*applies)(const Experiment&); ///< false: the field means nothing here (noise of houses)
    double (*get)(const Experiment&);
    void (*set)(Experiment&, double); ///< `value` must be within the range
};

std::span<const Field> fields();

/// Null when there is no such path.
const Field* find_field(std::string_view path);

/// The keys of a family as a list: "sum", "mean" (with their quotes).
std::string quoted_keys(std::span<const Choice> family);

/// "must be a number from 0 to 100", with the field's path.
Error range_error(const Field& field);

/// Refuses, with path and range, a value that the field does not take.
Result<Done> check_value(const Field& field, double value);

/// Refuses an experiment whose parts do not fit each other or that breaks a limit: the path of
/// the first problem, and what is allowed.
Result<Done> validate(const Experiment& experiment);

} // namespace backprop
