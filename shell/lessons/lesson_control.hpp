#pragma once

#include "shell/lessons/lesson_state.hpp"

#include <string>
#include <string_view>

namespace backprop::shell {

/// What lessons change: the session and what the user looks at.
struct LessonStage {
    SessionPointer& session;
    View& view;
    LessonState& lessons;
};

/// "lesson=houses,5", the form of a place in links and in the memory of the last visit: there steps
/// count from 1.
std::string lesson_link(const LessonPlace& place);

/// The link of the open step; empty where it has none: no lesson is open, it came from a file, or
/// an exercise is under way.
std::string lesson_address(const LessonState& lessons);

/// The place that a link names, with or without what stands before its "#". Empty for any other
/// text.
std::optional<LessonPlace> read_lesson_link(std::string_view link);

/// Looks whether the lessons that come with the program have arrived, and reads them. An error when
/// they cannot be had although something was asked of them, which is then forgotten.
Result<Done> follow_book(LessonState& lessons);

/// Fetches them again after a failure.
void retry_book(LessonState& lessons);

/// Whether what was asked for can be carried out now: on the page lessons come after the first
/// frame.
bool request_is_ready(const LessonState& lessons);

/// Carries out what was asked for, which must be ready. An error is what to tell: a lesson that
/// there is not, an experiment that cannot be loaded; then nothing has changed. `changed` tells
/// whether the session is another one now, or stands elsewhere.
Result<Done> carry_out_request(const LessonStage& stage, bool& changed);

/// Ends the lesson where it is, because another experiment was opened; what was there before the
/// lesson is forgotten.
void end_lesson(View& view, LessonState& lessons);

/// Computes what the open step or question shows, when the session has moved on.
void update_lesson_values(const LessonStage& stage, double now_seconds);

/// The value of a path; empty for one that the open step does not have.
std::optional<double> lesson_number(const LessonState& lessons, std::string_view path);

} // namespace backprop::shell
