#pragma once

#include "shell/widget_state.hpp"

namespace backprop::shell {

/// A finger that moves up or down scrolls what lies under it, also when it began on a button or a
/// slider, which then is not pressed. Call before the windows are drawn.
void scroll_by_touch(WidgetState& state);

} // namespace backprop::shell
