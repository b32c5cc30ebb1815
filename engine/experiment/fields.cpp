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

template <class... Kinds>
bool is_one_of(Optimizer kind, Kinds... kinds) {
    return ((kind == kinds) || ...);
}

constexpr Applies k_always = [](const Experiment&) { return true; };
constexpr Applies k_generated = [](const Experiment& e) {
    return kind_of(e.data) == DataKind::Generated;
};
constexpr Applies k_splits = [](const Experiment& e) { return data_set_row(e.data.set).splits; };
constexpr Applies k_has_class_count = [](const Experiment& e) {
    return has_class_count(e.data.set);
};
constexpr Applies k_regression = [](const Experiment& e) {
    return e.data.task == Task::Regression;
};
constexpr Applies k_by_rule = [](const Experiment& e) { return e.start.rule != StartRule::Given; };
constexpr Applies k_uniform = [](const Experiment& e) {
    return e.start.rule == StartRule::Uniform;
};
constexpr Applies k_constant = [](const Experiment& e) {
    return e.start.rule == StartRule::Constant;
};
constexpr Applies k_normal = [](const Experiment& e) { return e.start.rule == StartRule::Normal; };
constexpr Applies k_huber = [](const Experiment& e) { return e.loss.error == ErrorKind::Huber; };
constexpr Applies k_reduces_outputs = [](const Experiment& e) {
    return e.loss.error != ErrorKind::CrossEntropy; // which is the sum
};
constexpr Applies k_momentum = [](const Experiment& e) {
    return is_one_of(e.training.optimizer.kind, Optimizer::Momentum, Optimizer::Nesterov);
};
constexpr Applies k_rms_prop = [](const Experiment& e) {
    return e.training.optimizer.kind == Optimizer::RmsProp;
};
constexpr Applies k_adam = [](const Experiment& e) {
    return is_one_of(e.training.optimizer.kind, Optimizer::Adam, Optimizer::AdamW);
};
constexpr Applies k_adam_w = [](const Experiment& e) {
    return e.training.optimizer.kind == Optimizer::AdamW;
};
constexpr Applies k_has_epsilon = [](const Experiment& e) {
    return is_one_of(e.training.optimizer.kind, Optimizer::Adagrad, Optimizer::RmsProp,
                     Optimizer::Adam, Optimizer::AdamW);
};
constexpr Applies k_steps = [](const Experiment& e) {
    return e.training.schedule.kind == Schedule::Step;
};
constexpr Applies k_cosine_or_warm_up = [](const Experiment& e) {
    return e.training.schedule.kind == Schedule::Cosine ||
           e.training.schedule.kind == Schedule::WarmUp;
};
constexpr Applies k_regularized = [](const Experiment& e) {
    return e.training.regularization.kind != Regularization::None;
};

/// Classes keep their numbers, so that only "none" and the range 0..1 of other targets remain.
constexpr Choice k_target_scalings[] = {
    choice_of(k_input_scalings, Scaling::None),
    choice_of(k_input_scalings, Scaling::MinMax),
};

/// A field that reads and writes EXPRESSION of an experiment `e`, whose type is TYPE.
#define BACKPROP_ACCESS(TYPE, EXPRESSION)                                                          \
    [](const Experiment& e) { return static_cast<double>(e.EXPRESSION); },                         \
        [](Experiment& e, double value) { e.EXPRESSION = static_cast<TYPE>(value); }

/// The same for a std::optional<TYPE>.
#define BACKPROP_OPTIONAL(TYPE, EXPRESSION)                                                        \
    [](const Experiment& e) {                                                                      \
        return e.EXPRESSION ? static_cast<double>(*e.EXPRESSION) : k_none;                         \
    },                                                                                             \
        [](Experiment& e, double value) {                                                          \
            e.EXPRESSION.reset();                                                                  \
            if (!is_none(value)) e.EXPRESSION = static_cast<TYPE>(value);                          \
        }

constexpr Field number(std::string_view path, std::string_view link, double minimum, double maximum,
                       Applies applies, Get get, Set set) {
    return {path, link, FieldType::Number, Effect::Restart, minimum, maximum, {}, applies,
            get,  set};
}
constexpr Field integer(std::string_view path, std::string_view link, double minimum,
                        double maximum, Applies applies, Get get, Set set) {
    return {path, link, FieldType::Integer, Effect::Restart, minimum, maximum, {}, applies,
            get,  set};
}
constexpr Field flag(std::string_view path, std::string_view link, Get get, Set set) {
    return {path, link, FieldType::Flag, Effect::Restart, 0, 1, {}, k_always, get, set};
}
constexpr Field choice(std::string_view path, std::string_view link,
                       std::span<const Choice> choices, Applies applies, Get get, Set set) {
    const double last = static_cast<double>(choices.size()) - 1;
    return {path, link, FieldType::Choice, Effect::Restart, 0, last, choices, applies, get, set};
}
constexpr Field optional(Field field) {
    field.type =
        field.type == FieldType::Number ? FieldType::OptionalNumber : FieldType::OptionalInteger;
    return field;
}
constexpr Field with_effect(Effect effect, Field field) {
    field.effect = effect;
    return field;
}

constexpr Field k_fields[] = {
    integer("data.examples", "rows", 2, k_max_rows, k_generated,
            BACKPROP_ACCESS(std::int32_t, data.examples)),
    number("data.noise", "noise", 0, 0.5, k_generated, BACKPROP_ACCESS(double, data.noise)),
    number("data.train_share", "share", 0.1, 0.9, k_splits,
           BACKPROP_ACCESS(double, data.train_share)),
    integer("data.seed", "seed", 0, k_last_seed, k_splits,
            BACKPROP_ACCESS(std::int64_t, data.seed)),
    integer("data.classes", "classes", 2, 10, k_has_class_count,
            BACKPROP_ACCESS(std::int32_t, data.classes)),
    choice("data.task", "task", k_tasks, k_always, BACKPROP_ACCESS(Task, data.task)),
    choice("data.scaling.inputs", "scalex", k_input_scalings, k_always,
           BACKPROP_ACCESS(Scaling, data.scaling.inputs)),
    choice(
        "data.scaling.targets", "scaley", k_target_scalings, k_regression,
        [](const Experiment& e) { return e.data.scaling.targets == Scaling::None ? 0.0 : 1.0; },
        [](Experiment& e, double value) {
            e.data.scaling.targets = value == 0.0 ? Scaling::None : Scaling::MinMax;
        }),
    choice("network.bias", "bias", k_bias_modes, k_always, BACKPROP_ACCESS(BiasMode, network.bias)),
    // Given numbers are no rule to choose: they come with weights and biases.
    choice("start.rule", "start", std::span(k_start_rules).first(std::size_t(StartRule::Given)),
           k_by_rule, BACKPROP_ACCESS(StartRule, start.rule)),
    number("start.low", "low", -100, 100, k_uniform, BACKPROP_ACCESS(double, start.low)),
    number("start.high", "high", -100, 100, k_uniform, BACKPROP_ACCESS(double, start.high)),
    number("start.value", "value", -100, 100, k_constant, BACKPROP_ACCESS(double, start.value)),
    number("start.deviation", "deviation", 0, 100, k_normal,
           BACKPROP_ACCESS(double, start.deviation)),
    number("start.bias", "b", -100, 100, k_by_rule, BACKPROP_ACCESS(double, start.bias)),
    integer("start.seed", "wseed", 0, k_last_seed, uses_start_seed,
            BACKPROP_ACCESS(std::int64_t, start.seed)),
    choice("loss.error", "error", k_errors, k_always, BACKPROP_ACCESS(ErrorKind, loss.error)),
    number("loss.delta", "delta", 1e-6, 1e6, k_huber, BACKPROP_ACCESS(double, loss.delta)),
    choice("loss.over_outputs", "outputs", k_reductions, k_reduces_outputs,
           BACKPROP_ACCESS(Reduction, loss.over_outputs)),
    choice("loss.over_examples", "examples", k_reductions, k_always,
           BACKPROP_ACCESS(Reduction, loss.over_examples)),
    choice("training.optimizer.kind", "opt", k_optimizers, k_always,
           BACKPROP_ACCESS(Optimizer, training.optimizer.kind)),
    number("training.optimizer.beta", "beta", 0, 0.9999, k_momentum,
           BACKPROP_ACCESS(double, training.optimizer.beta)),
    number("training.optimizer.smoothing", "rho", 0, 0.9999, k_rms_prop,
           BACKPROP_ACCESS(double, training.optimizer.smoothing)),
    number("training.optimizer.beta1", "beta1", 0, 0.9999, k_adam,
           BACKPROP_ACCESS(double, training.optimizer.beta1)),
    number("training.optimizer.beta2", "beta2", 0, 0.999999, k_adam,
           BACKPROP_ACCESS(double, training.optimizer.beta2)),
    number("training.optimizer.epsilon", "eps", 1e-30, 1, k_has_epsilon,
           BACKPROP_ACCESS(double, training.optimizer.epsilon)),
    number("training.optimizer.weight_decay", "decay", 0, 10, k_adam_w,
           BACKPROP_ACCESS(double, training.optimizer.weight_decay)),
    with_effect(Effect::Live, number("training.learning_rate", "lr", 0, k_max_learning_rate,
                                     k_always, BACKPROP_ACCESS(double, training.learning_rate))),
    choice("training.schedule.kind", "schedule", k_schedules, k_always,
           BACKPROP_ACCESS(Schedule, training.schedule.kind)),
    integer("training.schedule.every", "every", 1, k_max_epochs, k_steps,
            BACKPROP_ACCESS(std::int64_t, training.schedule.every)),
    number("training.schedule.factor", "factor", 0, 1, k_steps,
           BACKPROP_ACCESS(double, training.schedule.factor)),
    integer("training.schedule.epochs", "span", 1, k_max_epochs, k_cosine_or_warm_up,
            BACKPROP_ACCESS(std::int64_t, training.schedule.epochs)),
    {"training.batch",
     "batch",
     FieldType::Batch,
     Effect::Live,
     1,
     k_max_rows,
     {},
     k_always,
     BACKPROP_ACCESS(std::int32_t, training.batch)},
    flag("training.shuffle", "shuffle", BACKPROP_ACCESS(bool, training.shuffle)),
    flag("training.train_biases", "biases", BACKPROP_ACCESS(bool, training.train_biases)),
    choice("training.regularization.kind", "reg", k_regularizations, k_always,
           BACKPROP_ACCESS(Regularization, training.regularization.kind)),
    with_effect(Effect::Live, number("training.regularization.rate", "rate", 0, 10, k_regularized,
                                     BACKPROP_ACCESS(double, training.regularization.rate))),
    optional(number("training.clip.value", "clip", 1e-12, 1e6, k_always,
                    BACKPROP_OPTIONAL(double, training.clip.value))),
    optional(number("training.clip.norm", "norm", 1e-12, 1e6, k_always,
                    BACKPROP_OPTIONAL(double, training.clip.norm))),
    choice("training.update", "update", k_update_orders, k_always,
           BACKPROP_ACCESS(UpdateOrder, training.update)),
    with_effect(Effect::Goal, integer("training.epochs", "epochs", 0, k_max_epochs, k_always,
                                      BACKPROP_ACCESS(std::int64_t, training.epochs))),
    with_effect(Effect::Goal,
                optional(number("training.stop.loss_below", "below", 0, 1e30, k_always,
                                BACKPROP_OPTIONAL(double, training.stop.loss_below)))),
    with_effect(
        Effect::Goal,
        optional(integer("training.stop.no_progress_epochs", "patience", 1, k_max_epochs, k_always,
                         BACKPROP_OPTIONAL(std::int64_t, training.stop.no_progress_epochs)))),
    choice("precision", "precision", k_precisions, k_always, BACKPROP_ACCESS(Precision, precision)),
};

#undef BACKPROP_ACCESS
#undef BACKPROP_OPTIONAL

bool is_whole(FieldType type) {
    return type != FieldType::Number && type != FieldType::OptionalNumber;
}

std::string allowed_values(const Field& field) {
    if (field.type == FieldType::Choice) return "one of " + quoted_keys(field.choices);
    if (field.type == FieldType::Flag) return "true or false";
    std::string text = is_whole(field.type) ? "a whole number from " : "a number from ";
    text += number_text(field.minimum) + " to " + number_text(field.maximum);
    if (field.type == FieldType::Batch) text += ", or \"all\"";
    if (is_optional(field.type)) text += ", or null";
    return text;
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
    if (is_optional(field.type) && is_none(value)) return Done{};
    const bool in_range = value >= field.minimum && value <= field.maximum; // false for NaN
    const bool whole = !is_whole(field.type) || std::floor(value) == value;
    if (in_range && whole) return Done{};
    return range_error(field);
}

bool uses_start_seed(const Experiment& experiment) {
    const StartRule rule = experiment.start.rule;
    if (rule != StartRule::Zeros && rule != StartRule::Constant && rule != StartRule::Given)
        return true;
    if (experiment.training.shuffle) return true;
    for (const LayerSpec& layer : experiment.network.layers)
        if (layer.dropout > 0.0) return true;
    return false;
}

} // namespace backprop
