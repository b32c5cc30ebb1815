#pragma once

#include "engine/experiment/lesson.hpp"
#include "engine/experiment/session.hpp"
#include "shell/lessons/exercise_state.hpp"
#include "shell/registry.hpp"
#include "shell/view.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace backprop::shell {

/// A step of a lesson by name, as links and the memory of the last visit have it. Steps count
/// from 0.
struct LessonPlace {
    std::string key; ///< empty: none
    std::int32_t step = 0;
    bool operator==(const LessonPlace&) const = default;
};

/// What a panel or a link asks of the lessons; the application does it after the frame is drawn.
struct LessonRequest {
    enum class Kind : std::uint8_t {
        Go,          ///< to a step of a lesson that comes with the program
        Own,         ///< to a step of the lesson that was opened from a file
        Leave,       ///< back to what was there before
        Exercise,    ///< a fresh one, made from `seed`
        Question,    ///< place.step: another question of it
        EndExercise, ///< back to the lesson, or to what was there before
    };
    Kind kind = Kind::Go;
    LessonPlace place;
    std::int64_t seed = 0;
};

/// The numbers that the open step shows, by their paths (lesson_value.hpp), and what they were
/// computed from.
struct LessonValues {
    std::vector<std::pair<std::string, std::optional<double>>> rows;
    const void* session = nullptr;
    std::uint64_t revision = 0;
    std::int32_t moment = -1;
    std::int32_t example = -1;
    double next_seconds = 0; ///< while training runs, not before
};

/// What the user had before the first lesson was opened.
struct WorkBefore {
    SessionPointer session;
    View view;
};

/// The lessons that there are, and the one that is open.
struct LessonState {
    bool book_here = false;
    bool book_refused = false; ///< it has arrived but cannot be read
    std::string book_problem;  ///< why the book cannot be had; empty while it is on its way
    LessonBook book;
    std::optional<Lesson> opened;   ///< read from a file, to become `own` when it is shown
    std::optional<Lesson> own;      ///< opened from a file
    const Lesson* lesson = nullptr; ///< of `book`, or `own`; null: none is open
    std::int32_t step = 0;
    LessonValues values;
    std::optional<WorkBefore> before;
    std::optional<LessonRequest> request;
    LessonPlace last; ///< where the last visit ended, to go on from there

    ExerciseState exercise;

    // Of the panel.
    bool scroll_to_top = false; ///< another step: its beginning is shown
    bool folded = false;        ///< on a phone: only its title and buttons
    bool settings = false;      ///< in a wide window: data and hyperparameters are shown as well
    std::string term;           ///< of the glossary, whose meaning is shown; empty: none
    bool term_asked = false;    ///< its popup is to be opened
    Rect term_anchor;           ///< beside which
};

/// Whether the open lesson was read from a file: it has no link, and no lesson follows it.
inline bool is_own(const LessonState& state) {
    return state.own && state.lesson == &*state.own;
}

/// The open step; null when no lesson is open.
inline const LessonStep* open_step(const LessonState& state) {
    return state.lesson ? &state.lesson->steps[static_cast<std::size_t>(state.step)] : nullptr;
}

} // namespace backprop::shell
