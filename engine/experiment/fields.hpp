#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/experiment/result.hpp"

#include <limits>
#include <span>
#include <string_view>

namespace backprop {

enum class FieldType : std::uint8_t {
    Number,
    Integer,
    Flag,            ///< 0 or 1
    Choice,          ///< the index of a row of `choices`
    Batch,           ///< an integer, or k_batch_all, written "all"
    OptionalNumber,  ///< a number, or k_none, written null
    OptionalInteger, ///< an integer, or k_none, written null
};

/// The value of an optional field that is not set: not a number. Ask with is_none.
inline constexpr double k_none = std::numeric_limits<double>::quiet_NaN();
constexpr bool is_none(double value) {
    return value != value;
}

constexpr bool is_optional(FieldType type) {
    return type == FieldType::OptionalNumber || type == FieldType::OptionalInteger;
}

/// What changing a field does to a session: the same start weights begin again (Restart), it
/// holds at once and is part of the run (Live), or it only says when the run ends (Goal).
enum class Effect : std::uint8_t { Restart, Live, Goal };

/// One scalar of an experiment. Files, links, set(path, value), sliders, combos and the
/// documentation walk this one table.
struct Field {
    std::string_view path; ///< as in files: "training.learning_rate"
    std::string_view link; ///< as in links: "lr"; letters and digits, never renamed
    FieldType type;
    Effect effect;
    double minimum; ///< the least value accepted
    double maximum; ///< the greatest value accepted
    std::span<const Choice> choices;
    bool (*applies)(const Experiment&); ///< false: the field means nothing here (noise of houses)
    double (*get)(const Experiment&);
    void (*set)(Experiment&, double); ///< `value` must be within the range
};

/// In the order of the JSON text; a field that others depend on (a kind) comes before them.
std::span<const Field> fields();

/// Null when there is no such path.
const Field* find_field(std::string_view path);

/// The keys of a family as a list: "sum", "mean" (with their quotes).
std::string quoted_keys(std::span<const Choice> family);

/// "must be a number from 0 to 100", with the field's path.
Error range_error(const Field& field);

/// Refuses, with path and range, a value that the field does not take.
Result<Done> check_value(const Field& field, double value);

/// Whether start weights or training draw random numbers from `start.seed`.
bool uses_start_seed(const Experiment& experiment);

/// Refuses an experiment whose parts do not fit each other or that breaks a limit: the path of
/// the first problem, and what is allowed.
Result<Done> validate(const Experiment& experiment);

} // namespace backprop
