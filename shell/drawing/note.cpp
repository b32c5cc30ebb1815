#include "shell/drawing/note.hpp"

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace backprop::shell {

namespace {

constexpr float k_padding = 0.6F;
constexpr float k_line_gap = 0.2F;
constexpr float k_gap = 0.8F;

float text_height(Frame& frame, const NoteLine& line) {
    return measure(frame.fonts, line.style, line.text).y;
}

ImVec2 note_size(Frame& frame, std::span<const NoteLine> lines) {
    ImVec2 size{0, 0};
    for (const NoteLine& line : lines) {
        size.x = std::max(size.x, measure(frame.fonts, line.style, line.text).x);
        size.y += text_height(frame, line) + em(k_line_gap);
    }
    return {size.x + 2 * em(k_padding), size.y - em(k_line_gap) + 2 * em(k_padding)};
}

} // namespace

Rect place_note(ImVec2 size, ImVec2 anchor, float gap, const Rect& bounds,
                std::span<const Rect> avoid) {
    const float right = bounds.x + bounds.width, bottom = bounds.y + bounds.height;
    Rect best{};
    float least = FLT_MAX;
    for (const float y : {anchor.y - gap - size.y, anchor.y + gap})
        for (const float x : {anchor.x + gap, anchor.x - gap - size.x, anchor.x - size.x / 2}) {
            const Rect box{std::max(bounds.x, std::min(x, right - size.x)),
                           std::max(bounds.y, std::min(y, bottom - size.y)), size.x, size.y};
            // What had to be moved into the bounds may lie over the anchor itself.
            float cost = std::fabs(box.x - x) * size.y + std::fabs(box.y - y) * size.x;
            for (const Rect& rect : avoid)
                cost += shared_area(box, rect);
            if (cost >= least) continue;
            least = cost;
            best = box;
        }
    return best;
}

Rect draw_note(Frame& frame, ImDrawList* draw_list, std::string_view id, ImVec2 anchor,
               const Rect& bounds, std::span<const NoteLine> lines, std::span<const Rect> avoid) {
    const Rect box = place_note(note_size(frame, lines), anchor, em(k_gap), bounds, avoid);
    const ImVec2 low{box.x, box.y}, high{box.x + box.width, box.y + box.height};
    draw_list->AddRectFilled(low, high, frame.theme.tooltip, em(0.4F));
    draw_list->AddRect(low, high, frame.theme.border, em(0.4F), 0, em(0.08F));
    float y = box.y + em(k_padding);
    int number = 0;
    for (const NoteLine& line : lines) {
        const ImU32 color = line.color != 0 ? line.color : color_of(frame.theme, line.style);
        const std::string line_id = std::string(id) + "." + std::to_string(number++);
        text_at(frame, draw_list, line_id, line.text, {box.x + em(k_padding), y}, line.style,
                color);
        y += text_height(frame, line) + em(k_line_gap);
    }
    return box;
}

} // namespace backprop::shell
