#include "shell/layout.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

// In font units.
constexpr float k_narrow_below = 58;
constexpr float k_output_column_from = 88; // below, loss and parameters go under the output, too
constexpr float k_left_width = 17.6F;
constexpr float k_output_width = 21.5F;
constexpr float k_least_output_width = 16.5F;

Rect& at(Layout& layout, Section which) {
    return layout.sections[static_cast<std::size_t>(which)];
}

void place_wide(Layout& layout, const LayoutInput& input, float top) {
    const float font = input.font;
    const float height = input.height - top;
    const float left = std::round(k_left_width * font);
    const bool own_column = input.width >= k_output_column_from * font;
    const float output = std::round(
        own_column ? k_output_width * font
                   : std::max(k_least_output_width * font, (input.width - left) * 0.34F));
    const float middle = input.width - left - output;
    const float bottom = std::round(std::max(0.33F * height, std::min(14.5F * font, height / 2)));
    const float upper = height - bottom;
    const float bottom_width = own_column ? middle : middle + output;
    const float loss_width = std::round(bottom_width * 0.5F);
    layout.left = {0, top, left, height};
    at(layout, Section::Network) = {left, top, middle, upper};
    at(layout, Section::Output) = {left + middle, top, output, own_column ? height : upper};
    at(layout, Section::Loss) = {left, top + upper, loss_width, bottom};
    at(layout, Section::Parameters) = {left + loss_width, top + upper, bottom_width - loss_width,
                                       bottom};
}

void place_narrow(Layout& layout, const LayoutInput& input, float top) {
    const float font = input.font;
    const float width = input.width;
    layout.scroller = {0, top, width, input.height - top};
    const auto section_height = [&](Section section) {
        switch (section) {
        case Section::Network:
            return std::clamp(1.05F * width, 20 * font, 30 * font);
        case Section::Output:
            return std::min(width, 26 * font) + 13 * font;
        case Section::Loss:
            return 17 * font;
        case Section::Parameters:
            return 22 * font;
        default:
            return 0.0F;
        }
    };
    float y = 0;
    for (int i = 0; i < k_section_count; ++i) {
        const Section section = static_cast<Section>(i);
        const float height = std::round(section_height(section));
        at(layout, section) = {0, y, width, height};
        y += height;
    }
}

} // namespace

Layout compute_layout(const LayoutInput& input) {
    Layout layout;
    layout.narrow = input.width < k_narrow_below * input.font;
    layout.top_bar = {0, 0, input.width, input.top_bar_height};
    layout.note = {0, input.top_bar_height, input.width, input.note_height};
    const float top = input.top_bar_height + input.note_height;
    if (layout.narrow)
        place_narrow(layout, input, top);
    else
        place_wide(layout, input, top);
    return layout;
}

} // namespace backprop::shell
