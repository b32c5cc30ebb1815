#pragma once

#include "engine/training/history.hpp"
#include "shell/drawing/axis.hpp"

#include <span>
#include <vector>

namespace backprop::shell {

/// A point of a line on screen.
struct PlotPoint {
    float x;
    float y;
    bool operator==(const PlotPoint&) const = default;
};

/// The line of one loss (`&LossPoint::loss` or `&LossPoint::test_loss`), reduced to what can be
/// seen: for every column of `column_width` its first, lowest, highest and last point in the order
/// in which they came. At most four points a column, however long the history; losses that are
/// not finite are left out. `points` is reused, so that drawing allocates nothing in the long run.
void decimate(std::span<const LossPoint> history, double LossPoint::*loss, const Axis& epochs,
              const Axis& losses, float column_width, std::vector<PlotPoint>& points);

/// What tells one history from another, without looking at every point: losses are only ever added
/// at the end, thinned out or begun again.
struct HistoryKey {
    std::size_t size = 0;
    std::int64_t last_epoch = 0;
    double first_loss = 0;
    double last_loss = 0;
    bool operator==(const HistoryKey&) const = default;
};
HistoryKey key_of(std::span<const LossPoint> history);

/// The range of both losses: the least and greatest finite value, and the least positive one
/// (0 when there is none), for a logarithmic axis.
struct LossExtent {
    double low = 0;
    double high = 0;
    double least_positive = 0;
    bool any = false;
};
LossExtent loss_extent(std::span<const LossPoint> history);

/// The loss axis: from 0 to a round maximum, or whole decades around the positive losses, at most
/// `k_most_decades` below the greatest; zeros then lie on the axis' lower end.
inline constexpr int k_most_decades = 12;
Axis loss_axis(const LossExtent& extent, bool logarithmic);

/// The point of the history nearest to `epoch`; null when there is none.
const LossPoint* nearest_point(std::span<const LossPoint> history, double epoch);

} // namespace backprop::shell
