#pragma once

#include "engine/experiment/lesson.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace backprop {

/// The paths of live values in parts; lesson_value.hpp says what they mean.

/// What a term names.
enum class ValueName : std::uint8_t {
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
    Example,
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

/// One term of a path. `part` has the layer, and the unit, input or output in `to`, from 0.
struct ValueTerm {
    ValueName name = ValueName::Number;
    Part part;
    std::int32_t example = -1; ///< of " at N", from 0; −1: the one followed
    double number = 0.0;
};

/// Takes the next term off `path`, and the operator before it: '+' before the first one.
std::string_view take_term(std::string_view& path, char& operation);

/// Empty for a text that names no value.
std::optional<ValueTerm> read_term(std::string_view text);

} // namespace backprop
