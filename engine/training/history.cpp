#include "engine/training/history.hpp"

namespace backprop {

void clear(LossHistory& history) {
    history.stride = 1;
    history.points.clear();
    history.points.reserve(k_history_limit + 1);
}

/// Keeps every second of the points that lie on the stride, and doubles the stride.
static void thin(LossHistory& history) {
    history.stride *= 2;
    std::size_t kept = 0;
    for (const LossPoint& point : history.points)
        if (point.epoch % history.stride == 0) history.points[kept++] = point;
    history.points.resize(kept);
}

void record(LossHistory& history, const LossPoint& point) {
    std::vector<LossPoint>& points = history.points;
    // The last point is there so that the plot reaches the present; it stays only on the stride.
    if (!points.empty() && points.back().epoch % history.stride != 0) points.pop_back();
    if (points.size() >= k_history_limit) thin(history);
    points.push_back(point);
}

void go_back(LossHistory& history, const LossPoint& point) {
    std::vector<LossPoint>& points = history.points;
    while (!points.empty() && points.back().epoch >= point.epoch)
        points.pop_back();
    record(history, point);
}

} // namespace backprop
