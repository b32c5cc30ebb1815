#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/experiment/lesson.hpp"
#include "engine/experiment/notation.hpp"
#include "engine/experiment/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace backprop {

/// What an exercise asks for.
enum class QuestionKind : std::uint8_t {
    PreActivation,  ///< z of a unit
    Activation,     ///< a = f(z) of a unit
    Error,          ///< E of the example
    OutputDelta,    ///< δ of an output unit
    OutputGradient, ///< ∂E/∂w of a weight of the output layer
    HiddenDelta,    ///< δ of a hidden unit
    HiddenGradient, ///< ∂E/∂w of a weight of the hidden layer
    NewWeight,      ///< w − α·∂E/∂w
};
inline constexpr Choice k_question_kinds[] = {
    {"pre-activation", "z", "z = Σ w·a + b"},
    {"activation", "a", "a = f(z)"},
    {"error", "E", "E = Σ ½(o − y)^2"},
    {"output-delta", "δ", "δ = ∂E/∂o · ∂o/∂z"},
    {"output-gradient", "∂E/∂w", "∂E/∂w = δ · a"},
    {"hidden-delta", "δ", "δ = (Σ w·δ) · ∂a/∂z"},
    {"hidden-gradient", "∂E/∂w", "∂E/∂w = δ · x"},
    {"new-weight", "w", "w ← w − α·∂E/∂w"},
};
static_assert(has_row_for(k_question_kinds, QuestionKind::NewWeight));

/// A question about a fresh random network, in its order of a pass: what is asked before is known.
struct Question {
    QuestionKind kind = QuestionKind::PreActivation;
    Part part;                      ///< the unit or weight asked about; none: the error
    std::string symbol;             ///< markup: "δ^2_1"
    std::string formula;            ///< first hint, markup: "(o_1 − t_1) · o_1(1 − o_1)"
    std::string factors;            ///< second hint, markup: the formula with its numbers
    std::int32_t known_moments = 0; ///< moments whose numbers the learner may see
    double answer = 0.0;
};

/// A small network whose numbers have at most two decimals, and the questions about it.
struct Exercise {
    std::int64_t seed = 0;
    Experiment experiment;
    std::vector<Question> questions; ///< forward, error, backward, update
};

/// The same seed gives the same exercise everywhere.
Exercise make_exercise(std::int64_t seed);

/// An answer counts when it is within 0.5 % of the true number, or is what the true number is when
/// rounded to three significant digits, or to as many decimals (at least three) as were typed.
bool is_right(const Question& question, double answer);

/// What a learner did with one question.
struct Attempt {
    std::int32_t question = 0;
    std::int32_t wrong = 0; ///< wrong answers before
    std::int32_t hints = 0; ///< 0, 1 (formula) or 2 (factors)
    bool right = false;
    double answer = 0.0; ///< the last one
};

/// A text to copy or print: every question with its answer, tries and hints, and how many were
/// right at once.
std::string exercise_summary(const Exercise& exercise, const std::vector<Attempt>& attempts);

} // namespace backprop
