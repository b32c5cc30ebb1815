#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// What is computed, explained: one tab a way of looking at it (k_explain_tabs). Fills `area` of
/// the current window. The tabs have ids "tab.KEY" and the role "tab"; where they have no room
/// side by side, a list (id "explain.tab") chooses among them.
void draw_explain_panel(Frame& frame, Rect area);

} // namespace backprop::shell
