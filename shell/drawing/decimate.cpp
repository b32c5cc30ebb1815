#include "shell/drawing/decimate.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

/// What one column has seen so far.
struct Column {
    long index = 0;
    int count = 0;
    PlotPoint first{}, last{}, lowest{}, highest{};
    int lowest_order = 0, highest_order = 0;
};

void open(Column& column, long index, PlotPoint point) {
    column = {index, 1, point, point, point, point, 0, 0};
}

void add(Column& column, PlotPoint point) {
    if (point.y < column.lowest.y) {
        column.lowest = point;
        column.lowest_order = column.count;
    }
    if (point.y > column.highest.y) {
        column.highest = point;
        column.highest_order = column.count;
    }
    column.last = point;
    ++column.count;
}

void append(std::vector<PlotPoint>& points, PlotPoint point) {
    if (points.empty() || !(points.back() == point)) points.push_back(point);
}

void close(const Column& column, std::vector<PlotPoint>& points) {
    if (column.count == 0) return;
    append(points, column.first);
    const bool lowest_first = column.lowest_order < column.highest_order;
    append(points, lowest_first ? column.lowest : column.highest);
    append(points, lowest_first ? column.highest : column.lowest);
    append(points, column.last);
}

} // namespace

void decimate(std::span<const LossPoint> history, double LossPoint::*loss, const Axis& epochs,
              const Axis& losses, float column_width, std::vector<PlotPoint>& points) {
    points.clear();
    Column column;
    for (const LossPoint& point : history) {
        if (!std::isfinite(point.*loss)) continue;
        const PlotPoint place{place_on(epochs, static_cast<double>(point.epoch)),
                              place_on(losses, point.*loss)};
        const long index = static_cast<long>(std::floor((place.x - epochs.from) / column_width));
        if (column.count > 0 && index == column.index) {
            add(column, place);
        } else {
            close(column, points);
            open(column, index, place);
        }
    }
    close(column, points);
}

HistoryKey key_of(std::span<const LossPoint> history) {
    if (history.empty()) return {};
    const LossPoint& last = history.back();
    return {history.size(), last.epoch, history.front().loss, last.loss};
}

LossExtent loss_extent(std::span<const LossPoint> history) {
    LossExtent extent;
    const auto include = [&extent](double loss) {
        if (!std::isfinite(loss)) return;
        extent.low = extent.any ? std::min(extent.low, loss) : loss;
        extent.high = extent.any ? std::max(extent.high, loss) : loss;
        extent.any = true;
        if (loss > 0 && (extent.least_positive == 0 || loss < extent.least_positive))
            extent.least_positive = loss;
    };
    for (const LossPoint& point : history) {
        include(point.loss);
        include(point.test_loss);
    }
    return extent;
}

Axis loss_axis(const LossExtent& extent, bool logarithmic) {
    Axis axis;
    if (logarithmic && extent.least_positive > 0) {
        axis.logarithmic = true;
        const double top = std::ceil(std::log10(extent.high) - 1e-9);
        const double bottom = std::floor(std::log10(extent.least_positive) + 1e-9);
        axis.high = std::pow(10.0, top);
        axis.low = std::pow(10.0, std::clamp(bottom, top - k_most_decades, top - 1));
        return axis;
    }
    axis.low = std::min(0.0, extent.low);
    axis.high = extent.high > axis.low ? extent.high : axis.low + 1;
    const std::vector<Tick> ticks = linear_ticks(axis.low, axis.high, 4);
    if (ticks.size() >= 2) {
        // The axis ends on a line, so that the greatest loss does not touch the frame.
        const double step = ticks[1].value - ticks[0].value;
        axis.high = std::ceil(axis.high / step - 1e-9) * step;
    }
    return axis;
}

const LossPoint* nearest_point(std::span<const LossPoint> history, double epoch) {
    if (history.empty()) return nullptr;
    const auto is_before = [](const LossPoint& point, double value) {
        return static_cast<double>(point.epoch) < value;
    };
    auto after = std::lower_bound(history.begin(), history.end(), epoch, is_before);
    if (after == history.begin()) return &history.front();
    if (after == history.end()) return &history.back();
    const auto before = after - 1;
    const double to_before = epoch - static_cast<double>(before->epoch);
    const double to_after = static_cast<double>(after->epoch) - epoch;
    return to_before <= to_after ? &*before : &*after;
}

} // namespace backprop::shell
