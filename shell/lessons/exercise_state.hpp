#pragma once

#include "engine/experiment/exercise.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace backprop::shell {

/// What was said about the answer to the open question.
enum class Verdict : std::uint8_t { None, Right, Wrong, NoNumber, Shown };

/// The exercise under way: its questions and how they were answered.
struct ExerciseState {
    std::optional<Exercise> exercise; ///< none: no exercise is open
    std::int32_t question = 0;        ///< the number of questions: the summary
    std::vector<Attempt> attempts;    ///< one a question
    std::vector<Verdict> verdicts;    ///< likewise, what was said last
    LessonTable known;                ///< the numbers that the open question may use
    std::array<char, 64> typed{};
    bool focus_field = false; ///< the field has not been given the keyboard yet
    bool focus_next = false;  ///< nor the button that goes on
    std::string told;         ///< below the summary's buttons: "Copied."
};

/// The open question; null: none, or the summary.
inline const Question* open_question(const ExerciseState& state) {
    const auto number = static_cast<std::size_t>(state.question);
    if (!state.exercise || number >= state.exercise->questions.size()) return nullptr;
    return &state.exercise->questions[number];
}

} // namespace backprop::shell
