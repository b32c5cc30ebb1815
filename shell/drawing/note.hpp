#pragma once

#include "shell/widgets.hpp"

#include <span>
#include <string>
#include <string_view>

namespace backprop::shell {

/// One line of a floating note.
struct NoteLine {
    std::string text;
    TextStyle style = TextStyle::Body;
    ImU32 color = 0; ///< 0: the style's own
};

/// A box of numbers beside `anchor`, kept inside `bounds`: to the right and above where there is
/// room, otherwise where it covers least of `avoid`. Its lines register as "ID.0", "ID.1", ...
/// Draw it last, it lies on top. Returns its place.
Rect draw_note(Frame& frame, ImDrawList* draw_list, std::string_view id, ImVec2 anchor,
               const Rect& bounds, std::span<const NoteLine> lines,
               std::span<const Rect> avoid = {});

/// Where a box of `size` beside `anchor` goes, `gap` away from it.
Rect place_note(ImVec2 size, ImVec2 anchor, float gap, const Rect& bounds,
                std::span<const Rect> avoid = {});

} // namespace backprop::shell
