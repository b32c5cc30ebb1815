#pragma once

#include "shell/frame.hpp"
#include "shell/layout.hpp"

namespace backprop::shell {

/// The edges of a wide window's panels that can be moved (Layout::explain_edge, loss_edge): by
/// pointer, finger or arrow keys; a double click, or Enter, brings the default back. Role
/// "separator", ids "divider.explain" and "divider.loss"; the value is the share in percent.
void draw_movable_edges(Frame& frame, const Layout& layout);

} // namespace backprop::shell
