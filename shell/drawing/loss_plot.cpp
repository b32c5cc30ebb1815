#include "shell/drawing/loss_plot.hpp"

#include "shell/drawing/cache.hpp"
#include "shell/drawing/decimate.hpp"
#include "shell/drawing/note.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

constexpr float k_tick_distance_x = 5.5F; ///< font units between labels, at least
constexpr float k_tick_distance_y = 2.4F;

ImDrawList* list() {
    return ImGui::GetWindowDrawList();
}

std::int64_t shown_epochs(const Frame& frame) {
    const auto& history = frame.snapshot.history;
    const std::int64_t trained = history.empty() ? 0 : history.back().epoch;
    const std::int64_t limit = frame.snapshot.experiment->training.epochs;
    return frame.view.loss_all_epochs ? std::max(limit, trained) : round_up_count(trained);
}

int wanted_ticks(float length, float distance) {
    return std::clamp(static_cast<int>(length / em(distance)), 2, 10);
}

/// As many as have room for their numbers: the last one's may end with the plot, half its width
/// nearer to the one before.
std::vector<Tick> epoch_ticks(const Frame& frame, const LossPlot& plot) {
    const std::int64_t epochs = shown_epochs(frame);
    const float room = 1.5F * measure(frame.fonts, TextStyle::SmallDim, format_integer(epochs)).x;
    for (int wanted = wanted_ticks(plot.plot.width, k_tick_distance_x);; --wanted) {
        std::vector<Tick> ticks = count_ticks(epochs, wanted);
        if (wanted == 1 || ticks.size() < 2) return ticks;
        if (place_on(plot.epochs, ticks[1].value) - plot.plot.x >= room) return ticks;
    }
}

std::string loss_text(double loss) {
    return format_significant(loss, 3);
}

/// One line with its name.
struct Line {
    double LossPoint::*loss;
    std::string_view name; ///< key of texts
    std::string_view id;
    ImU32 color;
    float width;
};

std::vector<Line> lines_of(const Theme& theme) {
    return {{&LossPoint::test_loss, "loss.test", "loss.test", theme.test_line, 0.12F},
            {&LossPoint::loss, "loss.train", "loss.train", theme.train_line, 0.13F}};
}

const LossExtent& refresh_extent(Frame& frame) {
    LossLines& lines = drawing_cache(frame).loss_lines;
    const HistoryKey key = key_of(frame.snapshot.history);
    if (lines.extent_of != key) {
        lines.extent_of = key;
        lines.extent = loss_extent(frame.snapshot.history);
    }
    return lines.extent;
}

std::vector<ImVec2> path_of(const Frame& frame, const LossPlot& plot, double LossPoint::*loss) {
    std::vector<PlotPoint> points;
    decimate(frame.snapshot.history, loss, plot.epochs, plot.losses, 1.0F, points);
    std::vector<ImVec2> path;
    path.reserve(points.size());
    for (const PlotPoint& point : points)
        path.push_back({point.x, point.y});
    return path;
}

/// The lines, followed through the history only when it or the axes have changed.
const LossLines& refresh_paths(Frame& frame, const LossPlot& plot) {
    LossLines& lines = drawing_cache(frame).loss_lines;
    const HistoryKey key = key_of(frame.snapshot.history);
    if (lines.paths_of == key && lines.epochs == plot.epochs && lines.losses == plot.losses)
        return lines;
    lines.paths_of = key;
    lines.epochs = plot.epochs;
    lines.losses = plot.losses;
    lines.train = path_of(frame, plot, &LossPoint::loss);
    lines.test = path_of(frame, plot, &LossPoint::test_loss);
    return lines;
}

void draw_line(const std::vector<ImVec2>& path, const Line& line) {
    if (path.size() == 1) list()->AddCircleFilled(path[0], em(0.2F), line.color);
    list()->AddPolyline(path.data(), static_cast<int>(path.size()), line.color, 0, em(line.width));
}

/// A name at a line's end, with the place it wants.
struct EndLabel {
    std::string text;
    const Line* line;
    ImVec2 end;
    ImVec2 size;
    float y; ///< of its middle
};

std::vector<EndLabel> end_labels(const Frame& frame, const LossPlot& plot,
                                 const std::vector<Line>& lines) {
    std::vector<EndLabel> labels;
    const LossPoint& last = frame.snapshot.history.back();
    for (const Line& line : lines) {
        const double loss = last.*line.loss;
        if (!std::isfinite(loss)) continue;
        EndLabel label;
        label.text = std::string(text(line.name)) + " " + loss_text(loss);
        label.line = &line;
        label.end = {place_on(plot.epochs, static_cast<double>(last.epoch)),
                     place_on(plot.losses, loss)};
        label.size = measure(frame.fonts, TextStyle::Small, label.text);
        label.y = label.end.y;
        labels.push_back(std::move(label));
    }
    std::sort(labels.begin(), labels.end(),
              [](const EndLabel& a, const EndLabel& b) { return a.end.y < b.end.y; });
    return labels;
}

/// How far up and down the lines reach from `x` on.
struct Reach {
    float top;
    float bottom;
};

Reach reach_from(const LossLines& lines, float x) {
    Reach reach{lines.losses.from, lines.losses.to};
    for (const std::vector<ImVec2>* path : {&lines.train, &lines.test})
        for (const ImVec2 point : *path) {
            if (point.x < x) continue;
            reach.top = std::min(reach.top, point.y);
            reach.bottom = std::max(reach.bottom, point.y);
        }
    return reach;
}

/// Labels right of the line ends, moved apart.
void place_beside(std::vector<EndLabel>& labels, const Rect& plot, float height) {
    if (labels.size() > 1 && labels[1].y - labels[0].y < height) {
        const float middle = (labels[0].y + labels[1].y) / 2;
        labels[0].y = middle - height / 2;
        labels[1].y = middle + height / 2;
    }
    // Both stay inside; the first stays above the second. A low plot holds the top one only.
    const float top = plot.y + height / 2, bottom = plot.y + plot.height - height / 2;
    for (EndLabel& label : labels)
        label.y = std::max(top, std::min(label.y, bottom));
    if (labels.size() > 1 && labels[1].y - labels[0].y < height) {
        const bool is_at_top = labels[0].y <= top + 1;
        labels[is_at_top ? 1 : 0].y = is_at_top ? top + height : labels[1].y - height;
    }
}

/// Labels over the end of the lines: above the upper and below the lower one, or both above.
void place_around(std::vector<EndLabel>& labels, const Rect& plot, Reach reach, float height) {
    if (labels.empty()) return;
    const float above = reach.top - 0.7F * height, below = reach.bottom + 0.7F * height;
    const bool has_room_below = below + height / 2 <= plot.y + plot.height;
    if (labels.size() == 1 && above - height / 2 < plot.y && has_room_below) {
        labels[0].y = below;
        return;
    }
    labels.back().y = labels.size() > 1 && has_room_below ? below : above;
    if (labels.size() > 1) labels.front().y = has_room_below ? above : above - height;
    for (EndLabel& label : labels)
        label.y = std::max(label.y, plot.y + height / 2);
}

void draw_end_labels(Frame& frame, const LossPlot& plot, const std::vector<Line>& lines) {
    std::vector<EndLabel> labels = end_labels(frame, plot, lines);
    const float right = plot.plot.x + plot.plot.width;
    const float gap = em(0.5F);
    bool beside = true;
    for (const EndLabel& label : labels)
        beside = beside && label.end.x + gap + label.size.x <= right;
    const float height = measure(frame.fonts, TextStyle::Small, "0").y * 1.1F;
    float widest = 0;
    for (const EndLabel& label : labels)
        widest = std::max(widest, label.size.x);
    if (beside)
        place_beside(labels, plot.plot, height);
    else
        place_around(labels, plot.plot,
                     reach_from(refresh_paths(frame, plot), right - widest - em(0.5F)), height);
    for (const EndLabel& label : labels) {
        const float x = beside ? label.end.x + gap : right - label.size.x;
        const float y = label.y - label.size.y / 2;
        list()->AddRectFilled({x - em(0.15F), y}, {x + label.size.x + em(0.15F), y + label.size.y},
                              with_alpha(frame.theme.background, 0.75F), em(0.2F));
        text_at(frame, list(), label.line->id, label.text, {x, y}, TextStyle::Small,
                label.line->color);
    }
}

} // namespace

LossPlot place_loss_plot(Frame& frame, const Rect& area) {
    LossPlot plot;
    plot.losses = loss_axis(refresh_extent(frame), frame.view.log_loss);
    const float line = measure(frame.fonts, TextStyle::SmallDim, "0").y;
    const float height = area.height - 2.3F * line;
    const int rows = wanted_ticks(height, k_tick_distance_y);
    plot.loss_ticks = plot.losses.logarithmic
                        ? logarithmic_ticks(plot.losses.low, plot.losses.high, rows)
                        : linear_ticks(plot.losses.low, plot.losses.high, rows);
    float gutter = 0;
    for (const Tick& tick : plot.loss_ticks)
        gutter = std::max(gutter, measure(frame.fonts, TextStyle::SmallDim, tick.label).x);
    gutter += em(0.6F);
    plot.plot = {area.x + gutter, area.y, std::max(1.0F, area.width - gutter - em(0.6F)),
                 std::max(1.0F, height)};
    plot.epochs.high = static_cast<double>(shown_epochs(frame));
    plot.epochs.from = plot.plot.x;
    plot.epochs.to = plot.plot.x + plot.plot.width;
    plot.losses.from = plot.plot.y + plot.plot.height;
    plot.losses.to = plot.plot.y;
    plot.epoch_ticks = epoch_ticks(frame, plot);
    return plot;
}

void draw_loss_axes(Frame& frame, const LossPlot& plot) {
    const Theme& theme = frame.theme;
    const float left = plot.plot.x, right = left + plot.plot.width;
    const float bottom = plot.plot.y + plot.plot.height;
    for (const Tick& tick : plot.loss_ticks) {
        const float y = std::round(place_on(plot.losses, tick.value)) + 0.5F;
        list()->AddLine({left, y}, {right, y}, theme.grid);
        text_at(frame, list(), "loss.axis " + tick.label, tick.label, {left - em(0.5F), y},
                TextStyle::SmallDim, theme.text_dim, {1, 0.5F});
    }
    list()->AddLine({left, bottom}, {right, bottom}, theme.border);
    for (const Tick& tick : plot.epoch_ticks) {
        const float x = std::round(place_on(plot.epochs, tick.value)) + 0.5F;
        list()->AddLine({x, bottom}, {x, bottom + em(0.25F)}, theme.border);
        // The last label ends with the plot.
        const bool is_last = &tick == &plot.epoch_ticks.back();
        const bool is_at_end = is_last && x > right - em(1.5F);
        text_at(frame, list(), "epoch.axis " + tick.label, tick.label,
                {is_at_end ? right + em(0.5F) : x, bottom + em(0.35F)}, TextStyle::SmallDim,
                theme.text_dim, {is_at_end ? 1.0F : 0.5F, 0});
    }
    const float line = measure(frame.fonts, TextStyle::SmallDim, "0").y;
    text_at(frame, list(), "epoch.axis", text("loss.epochs"),
            {(left + right) / 2, bottom + em(0.35F) + line}, TextStyle::SmallDim, theme.text_dim,
            {0.5F, 0});
}

void draw_loss_lines(Frame& frame, const LossPlot& plot) {
    const std::vector<Line> lines = lines_of(frame.theme);
    const float right = plot.plot.x + plot.plot.width;
    const float bottom = plot.plot.y + plot.plot.height;
    const float room = em(0.3F); // for the thickness of lines at the edges
    list()->PushClipRect({plot.plot.x - room, plot.plot.y - room}, {right + room, bottom + room},
                         true);
    const LossLines& paths = refresh_paths(frame, plot);
    for (const Line& line : lines)
        draw_line(line.loss == &LossPoint::loss ? paths.train : paths.test, line);
    list()->PopClipRect();
    draw_end_labels(frame, plot, lines);
}

void draw_loss_reading(Frame& frame, const LossPlot& plot, const Rect& bounds) {
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    if (!ImGui::IsWindowHovered() || !plot.plot.contains(pointer.x, pointer.y)) return;
    const LossPoint* point =
        nearest_point(frame.snapshot.history, value_on(plot.epochs, pointer.x));
    if (!point) return;
    const float x = place_on(plot.epochs, static_cast<double>(point->epoch));
    list()->AddLine({x, plot.plot.y}, {x, plot.plot.y + plot.plot.height}, frame.theme.text_dim);
    std::vector<NoteLine> note{
        {fill(text("loss.at_epoch"), {format_integer(point->epoch)}), TextStyle::SmallDim, 0}};
    const std::vector<Line> lines = lines_of(frame.theme);
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        const double loss = point->*line->loss;
        if (!std::isfinite(loss)) continue;
        list()->AddCircleFilled({x, place_on(plot.losses, loss)}, em(0.25F), line->color);
        note.push_back({std::string(text(line->name)) + " " + format_significant(loss, 5),
                        TextStyle::Small, line->color});
    }
    draw_note(frame, list(), "note.loss", {x, pointer.y}, bounds, note);
}

} // namespace backprop::shell
