#include "shell/drawing/histogram.hpp"

#include "shell/numbers.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

std::string counts_of(const FlowHistogram& histogram) {
    std::string counts;
    for (const std::int32_t count : histogram.counts)
        counts += (counts.empty() ? "" : " ") + std::to_string(count);
    return counts;
}

/// "1", "0.021", "2.1e-05".
std::string end_text(double value) {
    return value == std::floor(value) && std::fabs(value) < 1000 ? format_fixed(value, 0)
                                                                 : format_significant(value, 2);
}

} // namespace

void draw_histogram(Frame& frame, std::string_view id, std::string_view label,
                    const FlowHistogram& histogram, const Rect& area, ImU32 color) {
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float text_height = measure(frame.fonts, TextStyle::SmallDim, "0").y;
    const float base = std::round(area.y + area.height - text_height - em(0.1F));
    const float height = base - area.y;
    const float step = area.width / static_cast<float>(k_flow_bins);
    const std::int32_t fullest =
        std::max(1, *std::max_element(histogram.counts.begin(), histogram.counts.end()));
    for (std::int32_t bin = 0; bin < k_flow_bins; ++bin) {
        const std::int32_t count = histogram.counts[static_cast<std::size_t>(bin)];
        if (count == 0) continue;
        const float share = static_cast<float>(count) / static_cast<float>(fullest);
        const float left = area.x + step * static_cast<float>(bin);
        const float high = std::max(1.0F, std::round(height * share)); // one number is seen, too
        draw_list->AddRectFilled({left + step * 0.08F, base - high}, {left + step * 0.92F, base},
                                 color);
    }
    draw_list->AddLine({area.x, base}, {area.x + area.width, base}, frame.theme.grid);
    const bool signed_range = histogram.low < 0 && histogram.high > 0;
    if (signed_range) {
        const float zero =
            area.x +
            area.width * static_cast<float>(-histogram.low / (histogram.high - histogram.low));
        draw_list->AddLine({zero, base}, {zero, base + em(0.2F)}, frame.theme.text_dim);
    }
    const std::string name(id);
    const float y = base + em(0.1F);
    text_at(frame, draw_list, name + " low", end_text(histogram.low), {area.x, y},
            TextStyle::SmallDim, frame.theme.text_dim);
    text_at(frame, draw_list, name + " high", end_text(histogram.high), {area.x + area.width, y},
            TextStyle::SmallDim, frame.theme.text_dim, {1, 0});
    part(frame, id, label, counts_of(histogram), {area.x, area.y, area.width, height});
}

} // namespace backprop::shell
