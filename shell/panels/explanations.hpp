#pragma once

#include "shell/frame.hpp"
#include "shell/lessons/lesson_control.hpp"

#include <string_view>

namespace backprop::shell {

/// Ways into the part of the program that explains, besides its panels. They are called through
/// memory: a call by name would let the linker put what is called into the first part. Only when
/// explanations_are_here().
struct Explanations {
    Result<Lesson> (*parse_lesson)(std::string_view text);
    Result<LessonBook> (*parse_lesson_book)(std::string_view text);
    Result<Done> (*carry_out_request)(const LessonStage& stage, bool& changed);
    void (*update_lesson_values)(const LessonStage& stage, double now_seconds);
    void (*draw_term_popup)(Frame& frame);
    void (*draw_glossary)(Frame& frame, float width);
    bool (*draw_import_dialog)(Frame& frame, float width);
    void (*begin_import)(DialogState& state, std::string_view name, std::string_view text);
};
extern Explanations explanations;

/// Whether the part of the program that explains is here: on the page it comes after the first
/// frame (docs/page.md). What that part holds must not be called before.
bool explanations_are_here();

/// Why it cannot be had; empty otherwise. And to fetch it again then.
std::string_view explanations_problem();
void retry_explanations();

/// Draws `panel` in `area`; before it is here, says that it is on its way, or why it could not be
/// fetched, with a button to try again.
void draw_when_here(Frame& frame, Rect area, void (*panel)(Frame&, Rect));

/// That text, `width` wide, at the cursor.
void draw_not_here(Frame& frame, float width);

} // namespace backprop::shell
