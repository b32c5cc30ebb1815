#include "shell/drawing/class_plane.hpp"

#include "shell/drawing/part_names.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace backprop::shell {

namespace {

constexpr float k_pi = 3.14159265F;

// Far from the blue and the orange of signs, and apart from each other in lightness as well.
constexpr std::array<std::uint32_t, 10> k_dark_colors{0x4cc9b0, 0xe377c2, 0xe7d84b, 0x9b7bea,
                                                      0x6fbf4b, 0xe0525f, 0xc9c9c9, 0xa07a5a,
                                                      0x2f8f83, 0x8a3f6b};
constexpr std::array<std::uint32_t, 10> k_light_colors{0x14907b, 0xc23d97, 0xb39b00, 0x6c45cc,
                                                       0x418a1f, 0xc02a3a, 0x6c7480, 0x7a5636,
                                                       0x0b5d54, 0x6a1f4c};

/// A regular polygon with its first corner at this angle.
void draw_polygon(ImDrawList* draw_list, ImVec2 center, float radius, int corners, float turn,
                  ImU32 color, ImU32 rim, bool hollow) {
    ImVec2 points[8];
    for (int i = 0; i < corners; ++i) {
        const float angle = turn + 2 * k_pi * static_cast<float>(i) / static_cast<float>(corners);
        points[i] = {center.x + radius * std::cos(angle), center.y + radius * std::sin(angle)};
    }
    const float line = std::max(1.0F, radius * 0.32F);
    if (hollow) {
        draw_list->AddPolyline(points, corners, rim, ImDrawFlags_Closed, line * 1.9F);
        draw_list->AddPolyline(points, corners, color, ImDrawFlags_Closed, line);
        return;
    }
    draw_list->AddConvexPolyFilled(points, corners, color);
    draw_list->AddPolyline(points, corners, rim, ImDrawFlags_Closed, line * 0.8F);
}

/// Two bars, or one, at this angle.
void draw_bars(ImDrawList* draw_list, ImVec2 center, float radius, float turn, int bars,
               ImU32 color, ImU32 rim, bool hollow) {
    const float width = radius * (hollow ? 0.45F : 0.75F);
    for (const bool behind : {true, false})
        for (int i = 0; i < bars; ++i) {
            const float angle = turn + k_pi / 2 * static_cast<float>(i);
            const float grown = behind ? radius + width * 0.3F : radius;
            const ImVec2 step{grown * std::cos(angle), grown * std::sin(angle)};
            draw_list->AddLine({center.x - step.x, center.y - step.y},
                               {center.x + step.x, center.y + step.y}, behind ? rim : color,
                               behind ? width * 1.7F : width);
        }
}

} // namespace

bool has_classes(const Experiment& experiment) {
    return experiment.data.task == Task::Classification &&
           experiment.network.layers.back().units > 1;
}

bool shows_classes(const Frame& frame) {
    return frame.view.show_classes && has_classes(*frame.snapshot.experiment);
}

ImU32 class_color(const Theme& theme, std::int32_t index) {
    const auto& colors = theme.dark ? k_dark_colors : k_light_colors;
    const std::uint32_t hex = colors[static_cast<std::size_t>(index) % colors.size()];
    return IM_COL32((hex >> 16) & 0xFF, (hex >> 8) & 0xFF, hex & 0xFF, 0xFF);
}

void draw_class_sign(ImDrawList* draw_list, std::int32_t index, ImVec2 center, float radius,
                     ImU32 color, ImU32 rim, bool hollow) {
    const auto polygon = [&](int corners, float turn, float size) {
        draw_polygon(draw_list, center, radius * size, corners, turn, color, rim, hollow);
    };
    const auto bars = [&](float turn, int count) {
        draw_bars(draw_list, center, radius, turn, count, color, rim, hollow);
    };
    switch (index % 10) {
    case 0:
        return polygon(8, k_pi / 8, 1.0F); // as good as round at this size
    case 1:
        return polygon(4, k_pi / 4, 1.15F);
    case 2:
        return polygon(3, -k_pi / 2, 1.2F);
    case 3:
        return polygon(4, 0, 1.15F);
    case 4:
        return bars(0, 2);
    case 5:
        return polygon(3, k_pi / 2, 1.2F);
    case 6:
        return bars(k_pi / 4, 2);
    case 7:
        return polygon(5, -k_pi / 2, 1.1F);
    case 8:
        return bars(k_pi / 2, 1);
    default:
        return bars(0, 1);
    }
}

std::int32_t class_of(const Matrix<double>& rows, std::int32_t column) {
    std::int32_t best = 0;
    for (std::int32_t row = 1; row < rows.rows; ++row)
        if (rows(row, column) > rows(best, column)) best = row;
    return best;
}

ImU32 class_map_color(const Theme& theme, const Matrix<double>& outputs, std::int32_t column) {
    const std::int32_t best = class_of(outputs, column);
    double second = -1e30;
    for (std::int32_t row = 0; row < outputs.rows; ++row)
        if (row != best) second = std::max(second, outputs(row, column));
    const double margin = outputs(best, column) - second;
    const float share =
        std::isfinite(margin) ? static_cast<float>(std::clamp(margin, 0.0, 1.0)) : 0.0F;
    return mix(theme.neutral, class_color(theme, best), 0.18F + 0.5F * share);
}

void draw_class_legend(Frame& frame, float left, float right, float middle) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const auto last = static_cast<std::int32_t>(experiment.network.layers.size());
    const std::int32_t classes = experiment.network.layers.back().units;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float radius = em(0.36F);
    float wanted = 0;
    for (std::int32_t i = 0; i < classes; ++i)
        wanted += 2 * radius + em(0.9F) +
                  measure(frame.fonts, TextStyle::SmallDim, unit_name(frame, last, i)).x;
    const bool named = wanted <= right - left;
    float x = left;
    for (std::int32_t i = 0; i < classes && x + 2 * radius <= right; ++i) {
        const std::string name = unit_name(frame, last, i);
        draw_class_sign(draw_list, i, {x + radius, middle}, radius * 0.85F,
                        class_color(frame.theme, i), frame.theme.background, false);
        part(frame, "class." + std::to_string(i + 1), name, std::to_string(i + 1),
             {x, middle - radius, 2 * radius, 2 * radius});
        x += 2 * radius + em(0.3F);
        if (!named) continue;
        const ImVec2 size = measure(frame.fonts, TextStyle::SmallDim, name);
        draw_list->AddText(font_of(frame.fonts, TextStyle::SmallDim), size_of(TextStyle::SmallDim),
                           {x, middle - size.y / 2}, frame.theme.text_dim, name.c_str());
        x += size.x + em(0.6F);
    }
}

} // namespace backprop::shell
