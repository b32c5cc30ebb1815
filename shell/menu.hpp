#pragma once

#include "shell/widgets.hpp"

#include <string>
#include <string_view>

namespace backprop::shell {

/// A row of an open list: a title and, below it, what it is about (may be empty). Role "option";
/// true when it is chosen.
bool menu_row(Frame& frame, const std::string& id, std::string_view title, std::string_view about,
              bool chosen, float width);

/// The popup of a button at `anchor`: below it, `width` font units wide, as high as there is room
/// for. Always call end_menu when true; `padded` leaves room for texts instead of rows.
bool begin_menu(const char* id, const Rect& anchor, float width, bool padded = false);
void end_menu();

/// The room inside the menu that is open.
float menu_room();

} // namespace backprop::shell
