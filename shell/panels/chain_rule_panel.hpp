#pragma once

#include "shell/frame.hpp"

namespace backprop::shell {

/// The chain rule of the selected weight or bias: symbols, formulas and live values of its factors,
/// their sum over paths or over the batch, the nested form, the update, and the computation graph
/// with its path lit. Without a selection it explains the first weight of the output.
void draw_chain_rule_panel(Frame& frame, Rect area);

} // namespace backprop::shell
