#include "engine/experiment/value_path.hpp"

#include "engine/experiment/lesson_value.hpp"
#include "engine/experiment/name_scan.hpp"

#include <cstdlib>
#include <string>

namespace backprop {

namespace {

/// What follows a name.
enum class Argument : std::uint8_t { None, Index, Layer, Unit, Parameter };

struct NameRow {
    std::string_view text;
    ValueName name;
    Argument argument;
};

constexpr NameRow k_names[] = {
    {"loss", ValueName::Loss, Argument::None},
    {"test_loss", ValueName::TestLoss, Argument::None},
    {"accuracy", ValueName::Accuracy, Argument::None},
    {"test_accuracy", ValueName::TestAccuracy, Argument::None},
    {"epoch", ValueName::Epoch, Argument::None},
    {"updates", ValueName::Updates, Argument::None},
    {"learning_rate", ValueName::LearningRate, Argument::None},
    {"examples", ValueName::Examples, Argument::None},
    {"parameters", ValueName::Parameters, Argument::None},
    {"diverged_epoch", ValueName::DivergedEpoch, Argument::None},
    {"error", ValueName::Error, Argument::None},
    {"class", ValueName::Class, Argument::None},
    {"target_class", ValueName::TargetClass, Argument::None},
    {"example", ValueName::Example, Argument::None},
    {"input ", ValueName::Input, Argument::Index},
    {"target ", ValueName::Target, Argument::Index},
    {"output ", ValueName::Output, Argument::Index},
    {"error ", ValueName::OutputError, Argument::Index},
    {"z ", ValueName::PreActivation, Argument::Unit},
    {"a ", ValueName::Activation, Argument::Unit},
    {"dE/da ", ValueName::ActivationGradient, Argument::Unit},
    {"slope ", ValueName::Slope, Argument::Unit},
    {"delta ", ValueName::Delta, Argument::Unit},
    {"gradient_norm ", ValueName::GradientNorm, Argument::Layer},
    {"dead ", ValueName::Dead, Argument::Layer},
    {"mean_slope ", ValueName::MeanSlope, Argument::Layer},
    {"old ", ValueName::Old, Argument::Parameter},
    {"new ", ValueName::New, Argument::Parameter},
    {"gradient ", ValueName::Gradient, Argument::Parameter},
    {"example_gradient ", ValueName::ExampleGradient, Argument::Parameter},
    {"", ValueName::Parameter, Argument::Parameter},
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

} // namespace

std::optional<ValueTerm> read_term(std::string_view text) {
    ValueTerm term;
    if (!text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos) {
        const std::string digits(text);
        char* end = nullptr;
        term.number = std::strtod(digits.c_str(), &end);
        return end == digits.c_str() + digits.size() ? std::optional(term) : std::nullopt;
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
        term.part = {};
        if (!skip_prefix(rest, row.text) || !read_argument(rest, row.argument, term.part)) continue;
        term.name = row.name;
        return term;
    }
    return std::nullopt;
}

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

bool is_value_path(std::string_view path) {
    do {
        char operation = '+';
        if (!read_term(take_term(path, operation))) return false;
    } while (!path.empty());
    return true;
}

} // namespace backprop
