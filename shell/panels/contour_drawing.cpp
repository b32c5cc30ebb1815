#include "shell/panels/contour_drawing.hpp"

#include "shell/drawing/part_values.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

constexpr int k_levels = 9; ///< lines of equal loss

/// The least and greatest finite loss.
Extent extent_of_grid(const LossGrid& grid) {
    return extent_of(grid.losses);
}

double loss_in(const LossGrid& grid, int row, int column) {
    return grid.losses[static_cast<std::size_t>(row * grid.size + column)];
}

/// Where a loss lies between least and greatest, 0 to 1; closer together where it is low.
double share_of(const Extent& extent, double loss) {
    if (!(extent.high > extent.low)) return 0;
    if (!std::isfinite(loss)) return 1;
    return std::sqrt(std::clamp((loss - extent.low) / (extent.high - extent.low), 0.0, 1.0));
}

void fill_texture(const Frame& frame, DrawingCache& cache, ContourState& state) {
    const Theme& theme = frame.theme;
    if (state.drawn == state.version && state.drawn_color == theme.background) return;
    state.drawn = state.version;
    state.drawn_color = theme.background;
    const LossGrid& grid = state.shown.grid;
    const Extent extent = extent_of_grid(grid);
    for (int row = 0; row < grid.size; ++row) {
        ImU32* pixels = pixels_at(cache.atlas, k_contour_left, row);
        for (int column = 0; column < grid.size; ++column)
            pixels[column] =
                mix(theme.background, theme.text,
                    0.6F * static_cast<float>(share_of(extent, loss_in(grid, row, column))));
    }
    mark_changed(cache.atlas, k_contour_left, 0, grid.size, grid.size);
}

void draw_heat(DrawingCache& cache, const LossGrid& grid, const Rect& plot) {
    // From the middle of the first pixel to that of the last: the points lie on the edges.
    const auto last = static_cast<float>(grid.size) - 0.5F;
    const auto left = static_cast<float>(k_contour_left);
    ImGui::GetWindowDrawList()->AddImage(
        cache.atlas.data.GetTexRef(), {plot.x, plot.y}, {plot.x + plot.width, plot.y + plot.height},
        uv_of(cache.atlas, left + 0.5F, 0.5F), uv_of(cache.atlas, left + last, last));
}

/// A piece of a line of equal loss.
struct LinePiece {
    ImVec2 from, to;
};

/// Marching squares: in each square of the grid, the points of its sides where the loss is `level`,
/// joined two by two.
std::vector<LinePiece> pieces_of_level(const LossGrid& grid, const Rect& plot, double level) {
    std::vector<LinePiece> pieces;
    const float step_x = plot.width / static_cast<float>(grid.size - 1);
    const float step_y = plot.height / static_cast<float>(grid.size - 1);
    for (int row = 0; row + 1 < grid.size; ++row)
        for (int column = 0; column + 1 < grid.size; ++column) {
            constexpr int k_corners[4][2] = {{0, 0}, {0, 1}, {1, 1}, {1, 0}}; // row, column
            ImVec2 crossings[4];
            int count = 0;
            for (int side = 0; side < 4; ++side) {
                const int* a = k_corners[side];
                const int* b = k_corners[(side + 1) % 4];
                const double from = loss_in(grid, row + a[0], column + a[1]);
                const double to = loss_in(grid, row + b[0], column + b[1]);
                if (!std::isfinite(from) || !std::isfinite(to)) continue;
                if ((from < level) == (to < level)) continue;
                const auto share = static_cast<float>((level - from) / (to - from));
                const float x =
                    static_cast<float>(column + a[1]) + share * static_cast<float>(b[1] - a[1]);
                const float y =
                    static_cast<float>(row + a[0]) + share * static_cast<float>(b[0] - a[0]);
                crossings[count++] = {plot.x + step_x * x, plot.y + step_y * y};
            }
            for (int i = 0; i + 1 < count; i += 2)
                pieces.push_back({crossings[i], crossings[i + 1]});
        }
    return pieces;
}

/// The loss written on a line, where it comes nearest to `wanted`.
void label_level(Frame& frame, const std::vector<LinePiece>& pieces, const Rect& plot, double level,
                 ImVec2 wanted, std::vector<Rect>& taken) {
    const std::string label = format_significant(level, 3);
    const ImVec2 size = measure(frame.fonts, TextStyle::SmallDim, label);
    float nearest = HUGE_VALF;
    Rect place{};
    for (const LinePiece& piece : pieces) {
        const Rect rect{piece.from.x - size.x / 2, piece.from.y - size.y / 2, size.x, size.y};
        const bool inside = rect.x > plot.x && rect.x + size.x < plot.x + plot.width &&
                            rect.y > plot.y && rect.y + size.y < plot.y + plot.height;
        const float distance = std::hypot(piece.from.x - wanted.x, piece.from.y - wanted.y);
        if (!inside || distance >= nearest) continue;
        if (std::any_of(taken.begin(), taken.end(),
                        [&](const Rect& other) { return shared_area(rect, other) > 0; }))
            continue;
        nearest = distance;
        place = rect;
    }
    if (nearest == HUGE_VALF) return;
    taken.push_back(place);
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    draw_list->AddRectFilled({place.x - em(0.1F), place.y},
                             {place.x + place.width + em(0.1F), place.y + place.height},
                             with_alpha(frame.theme.background, 0.75F), em(0.2F));
    text_at(frame, draw_list, "contour.level " + label, label, {place.x, place.y},
            TextStyle::SmallDim, frame.theme.text);
}

void draw_levels(Frame& frame, const LossGrid& grid, const Rect& plot, std::vector<Rect> taken) {
    const Extent extent = extent_of_grid(grid);
    if (!(extent.high > extent.low)) return;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImU32 ink = with_alpha(frame.theme.text_strong, 0.45F);
    for (int k = 1; k <= k_levels; ++k) {
        const double share = k / (k_levels + 1.0);
        const double level = extent.low + (extent.high - extent.low) * share * share;
        const std::vector<LinePiece> pieces = pieces_of_level(grid, plot, level);
        for (const LinePiece& piece : pieces)
            draw_list->AddLine(piece.from, piece.to, ink, 1);
        if (k % 2 == 1)
            label_level(frame, pieces, plot, level,
                        {plot.x + plot.width * static_cast<float>(share),
                         plot.y + plot.height * static_cast<float>(1 - 0.5 * share)},
                        taken);
    }
}

void draw_path(Frame& frame, const PlotAxes& axes, const std::vector<PathPoint>& path) {
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const Theme& theme = frame.theme;
    std::vector<ImVec2> points;
    for (const PathPoint& point : path)
        points.push_back(place_in(axes, point.place.x, point.place.y));
    draw_list->AddPolyline(points.data(), static_cast<int>(points.size()), theme.test_line, 0,
                           em(0.16F));
    if (points.size() > 1) {
        draw_list->AddCircleFilled(points.front(), em(0.32F), theme.background);
        draw_list->AddCircle(points.front(), em(0.32F), theme.test_line, 0, em(0.14F));
    }
    draw_list->AddCircleFilled(points.back(), em(0.36F), theme.accent);
    draw_list->AddCircle(points.back(), em(0.36F), theme.text_strong, 0, em(0.12F));
    const float radius = em(0.4F);
    part(frame, "contour.point", text("contour.point"),
         format_significant(path.back().place.x, 6) + ", " +
             format_significant(path.back().place.y, 6),
         {points.back().x - radius, points.back().y - radius, 2 * radius, 2 * radius});
}

/// The loss under the pointer.
void draw_reading(Frame& frame, const PlotAxes& axes, const LossGrid& grid, const Rect& bounds) {
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const Rect& plot = axes.plot;
    if (!ImGui::IsWindowHovered() || !plot.contains(pointer.x, pointer.y)) return;
    const auto last = static_cast<float>(grid.size - 1);
    const int column = static_cast<int>(std::lround((pointer.x - plot.x) / plot.width * last));
    const int row = static_cast<int>(std::lround((pointer.y - plot.y) / plot.height * last));
    const std::vector<NoteLine> lines{
        {"E = " + format_significant(loss_in(grid, row, column), 4), TextStyle::Small, 0}};
    draw_note(frame, ImGui::GetWindowDrawList(), "note.contour", pointer, bounds, lines);
}

} // namespace

void draw_contour(Frame& frame, ContourState& state, const Rect& area, std::string_view x,
                  std::string_view y) {
    const LossGrid& grid = state.shown.grid;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    if (grid.losses.empty()) {
        text_at(frame, draw_list, "contour.working", text("curve.working"),
                {area.x + area.width / 2, area.y + area.height / 2}, TextStyle::Small,
                frame.theme.text_dim, {0.5F, 0.5F});
        return;
    }
    DrawingCache& cache = drawing_cache(frame);
    fill_texture(frame, cache, state);
    PlotAxes axes;
    axes.x = {grid.low_x, grid.high_x};
    axes.y = {grid.low_y, grid.high_y};
    axes.x_ticks = linear_ticks(grid.low_x, grid.high_x, 4);
    axes.y_ticks = linear_ticks(grid.low_y, grid.high_y, 4);
    place_plot(frame, axes, area);
    draw_axes(frame, axes, "contour");
    const Rect& plot = axes.plot;
    draw_heat(cache, grid, plot);
    const ImVec2 far_corner{plot.x + plot.width, plot.y + plot.height};
    draw_list->PushClipRect({plot.x, plot.y}, far_corner, true);
    const float inset = em(0.35F);
    const Rect x_name =
        text_at(frame, draw_list, "contour.x", x, {far_corner.x - inset, far_corner.y - inset},
                TextStyle::Small, frame.theme.text_strong, {1, 1});
    const Rect y_name = text_at(frame, draw_list, "contour.y", y, {plot.x + inset, plot.y + inset},
                                TextStyle::Small, frame.theme.text_strong);
    draw_levels(frame, grid, plot, {x_name, y_name});
    draw_path(frame, axes, state.shown.path);
    draw_list->PopClipRect();
    const Extent extent = extent_of_grid(grid);
    part(frame, "contour",
         fill(text("contour"),
              {x, y, format_significant(extent.low, 3), format_significant(extent.high, 3)}),
         std::to_string(state.shown.path.size()), plot);
    draw_reading(frame, axes, grid, area);
}

} // namespace backprop::shell
