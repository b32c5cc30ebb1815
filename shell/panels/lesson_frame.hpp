#pragma once

#include "shell/frame.hpp"

#include <string>
#include <string_view>

/// What lessons and exercises have in common: a title line, a bar of steps, a text that scrolls,
/// and buttons at the bottom.
namespace backprop::shell {

struct LessonFrame {
    Rect header, bar, body, buttons;
};
LessonFrame lay_out_lesson_frame(const Frame& frame, const Rect& area);

/// Whether it is the sheet at the bottom of a narrow window, which can be folded away.
bool is_lesson_sheet(const Rect& area);
float folded_lesson_height(const Frame& frame);

/// A button of the frame.
struct LessonButton {
    std::string_view id;
    std::string label;
    std::string short_label; ///< where the label has no room; may be empty
    std::string_view tooltip;
    bool enabled = true;
};

/// The title, `told` at the right, and ✕, which `leave` describes. True when that was pressed.
bool draw_lesson_header(Frame& frame, const Rect& area, std::string_view title,
                        std::string_view told, const LessonButton& leave);

/// One of `count` parts of the bar, role "tab", value "true" when it is open.
struct LessonBarPart {
    std::string id;
    std::string label;
    bool open = false;
    bool filled = false; ///< what has been gone through
};
/// True when it was pressed. Only the open one is a stop of Tab; the arrow keys reach the others.
bool draw_progress_part(Frame& frame, const Rect& bar, std::int32_t index, std::int32_t count,
                        const LessonBarPart& part);

/// The scrolling part, which a folded sheet does not have; returns the width of its text. Always
/// call end_lesson_body.
float begin_lesson_body(Frame& frame, const Rect& area);
void end_lesson_body();

/// Previous at the left, next at the right, `middle` (may be null) before it. The index of the one
/// pressed (0, 1, 2), or −1. `focus_next` gives the last one the keyboard.
int draw_lesson_buttons(Frame& frame, const Rect& area, const LessonButton& previous,
                        const LessonButton* middle, const LessonButton& next,
                        bool focus_next = false);

/// A paragraph in a colour (0: the style's own), its lines as far apart as those of lessons.
void draw_colored(Frame& frame, std::string_view id, std::string_view text, ImU32 color,
                  float width);

} // namespace backprop::shell
