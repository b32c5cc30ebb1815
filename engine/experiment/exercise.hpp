#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/experiment/lesson.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace backprop {

/// What an exercise asks for.
enum class QuestionKind : std::uint8_t {
    PreActivation,    ///< z of a hidden unit
    HiddenActivation, ///< a of that unit
    OutputActivation, ///< a of an output unit, from its z
    Error,            ///< E of the example
    OutputDelta,      ///< δ of an output unit, from a and the target
    OutputGradient,   ///< ∂E/∂w of a weight of the output layer
    HiddenDelta,      ///< δ of a hidden unit
    HiddenGradient,   ///< ∂E/∂w of a weight of the hidden layer
    NewWeight,        ///< w − α·∂E/∂w
};
inline constexpr Choice k_question_kinds[] = {
    {"pre-activation", "z", ""}, {"hidden-activation", "a", ""},   {"output-activation", "a", ""},
    {"error", "E", ""},          {"output-delta", "δ", ""},        {"output-gradient", "∂E/∂w", ""},
    {"hidden-delta", "δ", ""},   {"hidden-gradient", "∂E/∂w", ""}, {"new-weight", "w", ""},
};
static_assert(has_row_for(k_question_kinds, QuestionKind::NewWeight));

/// One question about the exercise's network; formulas are markup (markup.hpp) in general notation.
struct Question {
    QuestionKind kind = QuestionKind::PreActivation;
    Part part;                      ///< the unit or weight asked about; none: the error
    std::string symbol;             ///< "δ^{2}_1"
    std::string formula;            ///< the first hint: "δ = (a − y) · a(1 − a)"
    std::string factors;            ///< the second hint: the formula with its numbers
    std::int32_t known_moments = 0; ///< so many moments' numbers the learner may see (moment.hpp)
    double answer = 0.0;
};

/// A small network with one example, all of whose numbers have two decimals, and one question of
/// each kind, in the order of a pass.
struct Exercise {
    std::int64_t seed = 0;
    Experiment experiment;
    std::vector<Question> questions;
};

/// The same seed gives the same exercise everywhere. Numbers rounded to five digits, as a learner
/// sees them, lead to answers that are right: networks in which a sum nearly cancels are left out.
Exercise make_exercise(std::int64_t seed);

/// An answer counts when it is within half a percent of the true number: rounding to three
/// significant digits is accepted, a wrong sign is not.
inline constexpr double k_answer_tolerance = 0.005;
bool is_right(const Question& question, double answer);

/// What a learner did with one question.
struct Attempt {
    std::int32_t wrong = 0; ///< wrong answers
    std::int32_t hints = 0; ///< seen: 0, 1 (the formula) or 2 (its numbers)
    bool right = false;     ///< answered rightly in the end
    double answer = 0.0;    ///< the last one
};

/// How many questions were answered in which way; each counts once.
struct ExerciseSummary {
    std::int32_t at_once = 0; ///< right, without a wrong answer or a hint
    std::int32_t later = 0;   ///< right after wrong answers, without a hint
    std::int32_t hinted = 0;  ///< right with a hint
    std::int32_t open = 0;    ///< not right, or not tried
    std::int32_t wrong = 0;   ///< wrong answers in all
};
/// `attempts` has one item a question, or fewer: the rest is open.
ExerciseSummary summarize(const Exercise& exercise, const std::vector<Attempt>& attempts);

} // namespace backprop
