#include "shell/layout.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

// In font units.
constexpr float k_narrow_below = 58;
constexpr float k_wide_output_from = 88;
constexpr float k_left_width = 17.6F;
constexpr float k_output_width = 21.5F;
constexpr float k_least_output_width = 16.5F;
constexpr float k_lesson_width = 22;
constexpr float k_least_lesson_stage = 46; ///< network and explanation beside lesson and settings
constexpr float k_least_explain_height = 17;
constexpr float k_least_network_height = 20;
constexpr float k_least_loss_width = 15;
constexpr float k_most_loss_width = 30; ///< unless somebody wants more
constexpr float k_least_explain_width = 28;
constexpr float k_least_sheet_height = 15;

constexpr float k_explain_share = 0.4F; ///< of the height below the bar
constexpr float k_loss_share = 0.29F;   ///< of the width of loss and explanation
constexpr float k_sheet_share = 0.46F;  ///< of a narrow window's height: the lesson

Rect& at(Layout& layout, Section which) {
    return layout.sections[static_cast<std::size_t>(which)];
}

/// `share` of `whole`, or `otherwise` of it where nobody chose; at least `least`, with at least
/// `rest` left over, and half of what is too small for both.
float part_of(float whole, float share, float otherwise, float least, float rest) {
    const float wanted = (share > 0 ? share : otherwise) * whole;
    const float low = std::min(least, whole / 2);
    return std::round(std::clamp(wanted, low, std::max(low, whole - rest)));
}

/// The height of the explanation below a network.
float explain_height(const LayoutInput& input, float height) {
    return part_of(height, input.explain_share, k_explain_share,
                   k_least_explain_height * input.font, k_least_network_height * input.font);
}

void place_wide(Layout& layout, const LayoutInput& input, float top) {
    const float font = input.font;
    const float height = input.height - top;
    const float left = std::round(k_left_width * font);
    const float output =
        std::round(input.width >= k_wide_output_from * font
                       ? k_output_width * font
                       : std::max(k_least_output_width * font, (input.width - left) * 0.34F));
    const float middle = input.width - left - output;
    const float bottom = explain_height(input, height);
    const float upper = height - bottom;
    const float bottom_width = middle + output;
    const float usual = std::min(k_loss_share, k_most_loss_width * font / bottom_width);
    const float loss = part_of(bottom_width, input.loss_share, usual, k_least_loss_width * font,
                               k_least_explain_width * font);
    layout.left = {0, top, left, height};
    at(layout, Section::Network) = {left, top, middle, upper};
    at(layout, Section::Output) = {left + middle, top, output, upper};
    at(layout, Section::Loss) = {left, top + upper, loss, bottom};
    at(layout, Section::Explain) = {left + loss, top + upper, bottom_width - loss, bottom};
    layout.explain_edge = {left, top + upper, bottom_width, 0};
    layout.loss_edge = {left + loss, top + upper, 0, bottom};
}

void place_lesson(Layout& layout, const LayoutInput& input, float top) {
    const float height = input.height - top;
    const float lesson = std::round(k_lesson_width * input.font);
    float left = 0, width = input.width - lesson;
    if (input.settings) {
        layout.left = {0, top, std::round(k_left_width * input.font), height};
        layout.left_above = width - layout.left.width < k_least_lesson_stage * input.font;
        left = layout.left_above ? 0 : layout.left.width;
        width -= left;
    }
    const float strip = std::round(input.strip_height);
    if (layout.left_above) layout.left.height -= strip; // its switch stays in sight
    const float explain = explain_height(input, height - strip);
    const float upper = height - strip - explain;
    at(layout, Section::Network) = {left, top, width, upper};
    at(layout, Section::Explain) = {left, top + upper, width, explain};
    layout.explain_edge = {left, top + upper, width, 0};
    at(layout, Section::Strip) = {left, top + upper + explain, width, strip};
    at(layout, Section::Lesson) = {left + width, top, lesson, height};
}

void place_narrow(Layout& layout, const LayoutInput& input, float top) {
    const float font = input.font;
    const float width = input.width;
    layout.scroller = {0, top, width, input.height - top};
    if (input.lesson) {
        const float share = std::max(k_sheet_share * input.height, k_least_sheet_height * font);
        const float sheet = std::round(
            std::min(input.sheet_height > 0 ? input.sheet_height : share, layout.scroller.height));
        layout.scroller.height -= sheet;
        at(layout, Section::Lesson) = {0, input.height - sheet, width, sheet};
    }
    const auto section_height = [&](Section section) {
        switch (section) {
        case Section::Network:
            return std::clamp(1.05F * width, 20 * font, 30 * font) + 4 * font;
        case Section::Output:
            return std::min(width, 26 * font) + 13 * font;
        case Section::Loss:
            return 17 * font;
        case Section::Explain:
            return 26 * font;
        default:
            return 0.0F;
        }
    };
    float y = 0;
    for (int i = 0; i < k_section_count; ++i) {
        const Section section = static_cast<Section>(i);
        if (section == Section::Strip || section == Section::Lesson) continue;
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
    else if (input.lesson)
        place_lesson(layout, input, top);
    else
        place_wide(layout, input, top);
    return layout;
}

} // namespace backprop::shell
