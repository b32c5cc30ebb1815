#pragma once

#include "engine/training/gradient_flow.hpp"
#include "shell/widgets.hpp"

#include <string_view>

namespace backprop::shell {

/// Bars over a line with the ends of the range below it, the fullest bar as high as there is room.
/// Registers as an image; its value are the counts, parted by spaces.
void draw_histogram(Frame& frame, std::string_view id, std::string_view label,
                    const FlowHistogram& histogram, const Rect& area, ImU32 color);

} // namespace backprop::shell
