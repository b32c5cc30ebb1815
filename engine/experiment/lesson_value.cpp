#include "engine/experiment/lesson_value.hpp"

#include "engine/experiment/lesson.hpp"
#include "engine/experiment/name_scan.hpp"
#include "engine/network/pass.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace backprop {

namespace {

enum class Name : std::uint8_t {
    Loss,
    TestLoss,
    Accuracy,
    TestAccuracy,
    Epoch,
    Updates,
    LearningRate,
    Examples,
    Parameters,
    DivergedEpoch,
    Error,
    Class,
    TargetClass,
    Input,
    Target,
    Output,
    OutputError,
    PreActivation,
    Activation,
    ActivationGradient,
    Slope,
    Delta,
    GradientNorm,
    Dead,
    MeanSlope,
    Old,
    New,
    Gradient,
    ExampleGradient,
    Parameter,
    Number,
};

/// What follows a name.
enum class Argument : std::uint8_t { None, Index, Layer, Unit, Parameter };

struct NameRow {
    std::string_view text;
    Name name;
    Argument argument;
};

constexpr NameRow k_names[] = {
    {"loss", Name::Loss, Argument::None},
    {"test_loss", Name::TestLoss, Argument::None},
    {"accuracy", Name::Accuracy, Argument::None},
    {"test_accuracy", Name::TestAccuracy, Argument::None},
    {"epoch", Name::Epoch, Argument::None},
    {"updates", Name::Updates, Argument::None},
    {"learning_rate", Name::LearningRate, Argument::None},
    {"examples", Name::Examples, Argument::None},
    {"parameters", Name::Parameters, Argument::None},
    {"diverged_epoch", Name::DivergedEpoch, Argument::None},
    {"error", Name::Error, Argument::None},
    {"class", Name::Class, Argument::None},
    {"target_class", Name::TargetClass, Argument::None},
    {"input ", Name::Input, Argument::Index},
    {"target ", Name::Target, Argument::Index},
    {"output ", Name::Output, Argument::Index},
    {"error ", Name::OutputError, Argument::Index},
    {"z ", Name::PreActivation, Argument::Unit},
    {"a ", Name::Activation, Argument::Unit},
    {"dE/da ", Name::ActivationGradient, Argument::Unit},
    {"slope ", Name::Slope, Argument::Unit},
    {"delta ", Name::Delta, Argument::Unit},
    {"gradient_norm ", Name::GradientNorm, Argument::Layer},
    {"dead ", Name::Dead, Argument::Layer},
    {"mean_slope ", Name::MeanSlope, Argument::Layer},
    {"old ", Name::Old, Argument::Parameter},
    {"new ", Name::New, Argument::Parameter},
    {"gradient ", Name::Gradient, Argument::Parameter},
    {"example_gradient ", Name::ExampleGradient, Argument::Parameter},
    {"", Name::Parameter, Argument::Parameter},
};

/// One term of a path. `part` has the layer, and the unit, input or output in `to`, from 0.
struct Term {
    Name name = Name::Number;
    Part part;
    std::int32_t example = -1; ///< of " at N", from 0; −1: the one followed
    double number = 0.0;
};

bool read_argument(std::string_view text, Argument argument, Part& part) {
    switch (argument) {
    case Argument::None:
        return text.empty();
    case Argument::Index:
        return take_number(text, 1, part.to) && text.empty() && part.to-- > 0;
    case Argument::Layer:
        return take_number(text, 1, part.layer) && text.empty();
    case Argument::Unit:
        part.kind = PartKind::Unit;
        return take_number(text, 1, part.layer) && skip_prefix(text, ".") &&
               take_number(text, 1, part.to) && text.empty() && part.to-- > 0;
    case Argument::Parameter:
        break;
    }
    const std::optional<Part> read = part_of_name(text);
    if (!read || read->kind == PartKind::Unit) return false;
    part = *read;
    return true;
}

std::optional<Term> read_term(std::string_view text) {
    Term term;
    if (!text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos) {
        term.number = std::strtod(std::string(text).c_str(), nullptr);
        return term;
    }
    const std::size_t at = text.rfind(" at ");
    if (at != std::string_view::npos) {
        std::string_view row = text.substr(at + 4);
        if (!take_number(row, 1, term.example) || !row.empty()) return std::nullopt;
        --term.example;
        text = text.substr(0, at);
    }
    for (const NameRow& row : k_names) {
        std::string_view rest = text;
        if (!skip_prefix(rest, row.text) || !read_argument(rest, row.argument, term.part)) continue;
        term.name = row.name;
        return term;
    }
    return std::nullopt;
}

/// Takes the next term off `path`, and the operator before it: '+' before the first one.
std::string_view take_term(std::string_view& path, char& operation) {
    operation = '+';
    if (path.size() > 3 && path[0] == ' ') {
        operation = path[1];
        path.remove_prefix(3);
    }
    std::size_t end = 0;
    for (; end + 2 < path.size(); ++end)
        if (path[end] == ' ' && path[end + 2] == ' ' &&
            std::string_view("*/+-").find(path[end + 1]) != std::string_view::npos)
            break;
    if (end + 2 >= path.size()) end = path.size();
    const std::string_view term = path.substr(0, end);
    path.remove_prefix(end);
    return term;
}

/// Looks values up; what several terms need is computed once.
struct Lookup {
    Session& session;
    Snapshot view;
    const Experiment& experiment;
    NetworkLayout layout;
    std::int32_t followed;
    PassTrace trace;
    std::int32_t traced = -1; ///< the example of `trace`; −2: the batch

    const PassTrace& trace_of(std::int32_t example) {
        if (traced != example) trace = trace_example(session, example);
        traced = example;
        return trace;
    }
    const PassTrace& batch() {
        if (traced != -2) trace = trace_batch(session);
        traced = -2;
        return trace;
    }
};

constexpr double k_missing = std::numeric_limits<double>::quiet_NaN();

double number_at(const Matrix<double>& matrix, std::int32_t row) {
    return row < matrix.rows && matrix.columns > 0 ? matrix(row, 0) : k_missing;
}

double gradient_in(const PassTrace& trace, const Part& part) {
    const LayerTrace& layer = trace.layers[std::size_t(part.layer - 1)];
    if (part.kind == PartKind::Bias) return layer.bias_gradients[std::size_t(part.to)];
    const std::int32_t inputs = trace.inputs_of(std::size_t(part.layer - 1)).rows;
    return layer
        .weight_gradients[std::size_t(part.to) * std::size_t(inputs) + std::size_t(part.from)];
}

ParameterPlace place_of(const Part& part) {
    return {part.layer, part.kind == PartKind::Bias, part.to, part.from};
}

double value_of_run(const Lookup& lookup, Name name) {
    const Snapshot& view = lookup.view;
    switch (name) {
    case Name::Loss:
        return view.train.loss.value_or(k_missing);
    case Name::TestLoss:
        return view.test.loss.value_or(k_missing);
    case Name::Accuracy:
        return view.train.accuracy.value_or(k_missing);
    case Name::TestAccuracy:
        return view.test.accuracy.value_or(k_missing);
    case Name::Epoch:
        return double(view.epoch);
    case Name::Updates:
        return double(view.updates);
    case Name::LearningRate:
        return view.epoch_learning_rate;
    case Name::Examples:
        return double(view.data->train_inputs.columns);
    case Name::Parameters:
        return double(lookup.layout.parameter_count);
    case Name::DivergedEpoch:
        return view.divergence ? double(view.divergence->epoch) : k_missing;
    default:
        return k_missing;
    }
}

std::int32_t class_in(const Matrix<double>& columns, Activation output_activation) {
    std::vector<double> outputs;
    for (std::int32_t row = 0; row < columns.rows; ++row)
        outputs.push_back(columns(row, 0));
    return class_of(class_threshold(output_activation), outputs.data(), columns.rows, 1);
}

double value_of_example(Lookup& lookup, const Term& term) {
    const std::int32_t example = term.example < 0 ? lookup.followed : term.example;
    if (example < 0 || example >= lookup.view.data->train_inputs.columns) return k_missing;
    const PassTrace& trace = lookup.trace_of(example);
    const Part& part = term.part;
    const bool is_unit = part.kind == PartKind::Unit;
    const LayerTrace& layer = is_unit ? trace.layers[std::size_t(part.layer - 1)] //
                                      : trace.layers.back();
    switch (term.name) {
    case Name::Error:
        return trace.errors[0];
    case Name::Class:
        return class_in(layer.activations, lookup.layout.output_activation());
    case Name::TargetClass:
        return class_in(trace.targets, lookup.layout.output_activation());
    case Name::Input:
        return number_at(trace.inputs, part.to);
    case Name::Target:
        return number_at(trace.targets, part.to);
    case Name::OutputError:
        return number_at(trace.output_errors, part.to);
    case Name::PreActivation:
        return number_at(layer.pre_activations, part.to);
    case Name::Output:
    case Name::Activation:
        return number_at(layer.activations, part.to);
    case Name::ActivationGradient:
        return number_at(layer.activation_gradients, part.to);
    case Name::Slope:
        return number_at(layer.slopes, part.to);
    case Name::Delta:
        return number_at(layer.deltas, part.to);
    case Name::ExampleGradient:
        return gradient_in(trace, part);
    default:
        return k_missing;
    }
}

double value_of_parameter(Lookup& lookup, const Term& term) {
    const auto index = std::size_t(index_of(lookup.layout, place_of(term.part)));
    if (term.name == Name::Gradient) return gradient_in(lookup.batch(), term.part);
    if (term.name == Name::Parameter) {
        std::vector<LayerValues> layers;
        read_parameters(lookup.session, layers);
        const LayerValues& layer = layers[std::size_t(term.part.layer - 1)];
        const std::size_t in_layer =
            index - std::size_t(lookup.layout.layers[std::size_t(term.part.layer - 1)].weights);
        const std::size_t weights = layer.weights.size();
        return in_layer < weights ? layer.weights[in_layer] : layer.biases[in_layer - weights];
    }
    const UpdateTrace update = trace_update(lookup.session);
    return term.name == Name::Old ? update.before[index] : update.after[index];
}

/// Euclidean norm of a layer's weight gradients in the batch.
double gradient_norm(Lookup& lookup, std::int32_t layer) {
    double sum = 0.0;
    for (const double g : lookup.batch().layers[std::size_t(layer - 1)].weight_gradients)
        sum += g * g;
    return std::sqrt(sum);
}

/// Over all training rows: the units that are 0 for every one, or the mean of ∂a/∂z.
double value_of_layer(Lookup& lookup, Name name, std::int32_t layer) {
    const std::int32_t rows = lookup.view.data->train_inputs.columns;
    const std::int32_t units = lookup.layout.layers[std::size_t(layer - 1)].units;
    std::vector<std::uint8_t> alive(std::size_t(units), 0);
    double sum = 0.0;
    for (std::int32_t row = 0; row < rows; ++row) {
        const LayerTrace& traced = lookup.trace_of(row).layers[std::size_t(layer - 1)];
        for (std::int32_t unit = 0; unit < units; ++unit) {
            sum += number_at(traced.slopes, unit);
            if (number_at(traced.activations, unit) != 0.0) alive[std::size_t(unit)] = 1;
        }
    }
    if (name == Name::MeanSlope) return sum / (double(rows) * units);
    double dead = 0.0;
    for (const std::uint8_t is_alive : alive)
        dead += is_alive ? 0.0 : 1.0;
    return dead;
}

double value_of(Lookup& lookup, const Term& term) {
    const Part& part = term.part;
    const auto layers = static_cast<std::int32_t>(lookup.layout.layers.size());
    if (part.layer > layers || !has_part(lookup.experiment.network, part)) return k_missing;
    switch (term.name) {
    case Name::Number:
        return term.number;
    case Name::GradientNorm:
        return gradient_norm(lookup, part.layer);
    case Name::Dead:
    case Name::MeanSlope:
        return value_of_layer(lookup, term.name, part.layer);
    case Name::Old:
    case Name::New:
    case Name::Gradient:
    case Name::Parameter:
        return value_of_parameter(lookup, term);
    default:
        break;
    }
    return term.name < Name::Error ? value_of_run(lookup, term.name)
                                   : value_of_example(lookup, term);
}

double joined(double left, char operation, double right) {
    switch (operation) {
    case '*':
        return left * right;
    case '/':
        return left / right;
    case '-':
        return left - right;
    default:
        return left + right;
    }
}

/// printf's "-" becomes the typographic minus.
std::string with_minus(std::string text) {
    if (text[0] == '-') text.replace(0, 1, "−");
    return text;
}

std::string print(const char* format, int digits, double value) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, format, digits, value);
    return buffer;
}

} // namespace

bool is_value_path(std::string_view path) {
    do {
        char operation = '+';
        if (!read_term(take_term(path, operation))) return false;
    } while (!path.empty());
    return true;
}

std::optional<double> lesson_value(Session& session, std::string_view path, std::int32_t example) {
    const Snapshot view = snapshot(session);
    Lookup lookup{session, view, *view.experiment, make_layout(view.experiment->network), example,
                  {},      -1};
    double value = 0.0;
    do {
        char operation = '+';
        const std::optional<Term> term = read_term(take_term(path, operation));
        if (!term) return std::nullopt;
        value = joined(value, operation, value_of(lookup, *term));
    } while (!path.empty());
    if (!std::isfinite(value)) return std::nullopt;
    return value;
}

std::string value_text(const std::optional<double>& value, std::int32_t digits) {
    if (!value) return "—";
    const double size = std::fabs(*value);
    if (size == 0.0) return "0";
    if (size == std::floor(size) && size < 1e7) return with_minus(print("%.*f", 0, *value));
    if (size < 1e-4 || size >= 1e7) return with_minus(print("%.*e", digits - 1, *value));
    // The exponent after rounding: two digits of 0.9999 are 1.0.
    const std::string rounded = print("%.*e", digits - 1, size);
    int decimals = digits - 1 - std::atoi(rounded.c_str() + rounded.find('e') + 1);
    if (decimals < 0) decimals = 0;
    // "0.3" rather than "0.300000" where the number is no more than that.
    for (int fewer = 1; fewer < decimals; ++fewer)
        if (std::fabs(std::strtod(print("%.*f", fewer, *value).c_str(), nullptr) - *value) <=
            1e-13 * size)
            decimals = fewer;
    return with_minus(print("%.*f", decimals, *value));
}

std::optional<bool> agrees(const std::optional<double>& value, std::string_view printed) {
    std::string plain(printed);
    const std::size_t minus = plain.find("−");
    if (minus != std::string::npos) plain.replace(minus, std::string_view("−").size(), "-");
    char* end = nullptr;
    const double wanted = std::strtod(plain.c_str(), &end);
    const bool is_number = !plain.empty() && *end == '\0' &&
                           plain.find_first_not_of("0123456789.-e") == std::string::npos;
    if (!value || !is_number) return std::nullopt;
    const std::size_t exponent = std::min(plain.find('e'), plain.size());
    const std::size_t point = std::min(plain.find('.'), exponent);
    const int decimals = exponent > point ? static_cast<int>(exponent - point) - 1 : 0;
    const char* const format = exponent < plain.size() ? "%.*e" : "%.*f";
    return std::strtod(print(format, decimals, *value).c_str(), nullptr) == wanted;
}

} // namespace backprop
