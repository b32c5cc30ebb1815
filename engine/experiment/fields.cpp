#include "engine/experiment/fields.hpp"

#include "engine/experiment/number_text.hpp"
#include "engine/network/layout.hpp"

#include <cmath>

namespace backprop {

namespace {

constexpr double k_last_seed = static_cast<double>(k_max_seed);

using Applies = bool (*)(const Experiment&);
using Get = double (*)(const Experiment&);
using Set = void (*)(Experiment&, double);

constexpr Applies k_always = [](const Experiment&) { return true; };
constexpr Applies k_generated = [](const Experiment& e) {
    return kind_of(e.data) == DataKind::Generated;
};
constexpr Applies k_by_rule = [](const Experiment& e) { return e.start.rule != StartRule::Given; };
constexpr Applies k_uniform = [](const Experiment& e) {
    return e.start.rule == StartRule::Uniform;
};
constexpr Applies k_constant = [](const Experiment& e) {
    return e.start.rule == StartRule::Constant;
};
constexpr Applies k_random_start = [](const Experiment& e) {
    return e.start.rule == StartRule::Uniform || e.start.rule == StartRule::XavierUniform ||
           e.training.shuffle;
};

/// A field that reads and writes EXPRESSION of an experiment `e`, whose type is TYPE.
#define BACKPROP_ACCESS(TYPE, EXPRESSION)                                                          \
    [](const Experiment& e) { return static_cast<double>(e.EXPRESSION); },                         \
        [](Experiment& e, double value) { e.EXPRESSION = static_cast<TYPE>(value); }

constexpr Field number(std::string_view path, Effect effect, double minimum, double maximum,
                       Applies applies, Get get, Set set) {
    return {path, FieldType::Number, effect, minimum, maximum, {}, applies, get, set};
}
constexpr Field integer(std::string_view path, Effect effect, double minimum, double maximum,
                        Applies applies, Get get, Set set) {
    return {path, FieldType::Integer, effect, minimum, maximum, {}, applies, get, set};
}
constexpr Field flag(std::string_view path, Get get, Set set) {
    return {path, FieldType::Flag, Effect::Restart, 0, 1, {}, k_always, get, set};
}
constexpr Field choice(std::string_view path, std::span<const Choice> choices, Get get, Set set) {
    const double last = static_cast<double>(choices.size()) - 1;
    return {path, FieldType::Choice, Effect::Restart, 0, last, choices, k_always, get, set};
}

// In the order of the JSON text.
constexpr Field k_fields[] = {
    integer("data.examples", Effect::Restart, 2, k_max_rows, k_generated,
            BACKPROP_ACCESS(std::int32_t, data.examples)),
    number("data.noise", Effect::Restart, 0, 0.5, k_generated, BACKPROP_ACCESS(double, data.noise)),
    number("data.train_share", Effect::Restart, 0.1, 0.9, k_generated,
           BACKPROP_ACCESS(double, data.train_share)),
    integer("data.seed", Effect::Restart, 0, k_last_seed, k_generated,
            BACKPROP_ACCESS(std::int64_t, data.seed)),
    choice("data.task", k_tasks, BACKPROP_ACCESS(Task, data.task)),
    choice("network.bias", k_bias_modes, BACKPROP_ACCESS(BiasMode, network.bias)),
    // Given numbers are no rule to choose: they come with weights and biases.
    {"start.rule", FieldType::Choice, Effect::Restart, 0, double(StartRule::Given) - 1,
     std::span(k_start_rules).first(std::size_t(StartRule::Given)), k_by_rule,
     BACKPROP_ACCESS(StartRule, start.rule)},
    number("start.low", Effect::Restart, -100, 100, k_uniform, BACKPROP_ACCESS(double, start.low)),
    number("start.high", Effect::Restart, -100, 100, k_uniform,
           BACKPROP_ACCESS(double, start.high)),
    number("start.value", Effect::Restart, -100, 100, k_constant,
           BACKPROP_ACCESS(double, start.value)),
    number("start.bias", Effect::Restart, -100, 100, k_by_rule,
           BACKPROP_ACCESS(double, start.bias)),
    integer("start.seed", Effect::Restart, 0, k_last_seed, k_random_start,
            BACKPROP_ACCESS(std::int64_t, start.seed)),
    choice("loss.error", k_errors, BACKPROP_ACCESS(ErrorKind, loss.error)),
    choice("loss.over_outputs", k_reductions, BACKPROP_ACCESS(Reduction, loss.over_outputs)),
    choice("loss.over_examples", k_reductions, BACKPROP_ACCESS(Reduction, loss.over_examples)),
    number("training.learning_rate", Effect::Live, 0, k_max_learning_rate, k_always,
           BACKPROP_ACCESS(double, training.learning_rate)),
    {"training.batch",
     FieldType::Batch,
     Effect::Live,
     1,
     k_max_rows,
     {},
     k_always,
     BACKPROP_ACCESS(std::int32_t, training.batch)},
    flag("training.shuffle", BACKPROP_ACCESS(bool, training.shuffle)),
    flag("training.train_biases", BACKPROP_ACCESS(bool, training.train_biases)),
    integer("training.epochs", Effect::Live, 0, k_max_epochs, k_always,
            BACKPROP_ACCESS(std::int64_t, training.epochs)),
    choice("precision", k_precisions, BACKPROP_ACCESS(Precision, precision)),
};

#undef BACKPROP_ACCESS

std::string allowed_values(const Field& field) {
    if (field.type == FieldType::Choice) return "one of " + quoted_keys(field.choices);
    if (field.type == FieldType::Flag) return "true or false";
    const std::string range = number_text(field.minimum) + " to " + number_text(field.maximum);
    if (field.type == FieldType::Number) return "a number from " + range;
    const std::string integers = "a whole number from " + range;
    return field.type == FieldType::Batch ? integers + ", or \"all\"" : integers;
}

} // namespace

std::string quoted_keys(std::span<const Choice> family) {
    std::string keys;
    for (const Choice& row : family)
        keys += (keys.empty() ? "\"" : ", \"") + std::string(row.key) + "\"";
    return keys;
}

std::span<const Field> fields() {
    return k_fields;
}

const Field* find_field(std::string_view path) {
    for (const Field& field : k_fields)
        if (field.path == path) return &field;
    return nullptr;
}

Error range_error(const Field& field) {
    return {std::string(field.path), "must be " + allowed_values(field)};
}

Result<Done> check_value(const Field& field, double value) {
    if (field.type == FieldType::Batch && value == double(k_batch_all)) return Done{};
    const bool in_range = value >= field.minimum && value <= field.maximum; // false for NaN
    const bool whole = field.type == FieldType::Number || std::floor(value) == value;
    if (in_range && whole) return Done{};
    return range_error(field);
}

} // namespace backprop
