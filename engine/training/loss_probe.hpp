#pragma once

#include "engine/training/batch_probe.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace backprop {

// E of a batch as a function of some parameters with all others fixed. The probe's parameters are
// the same afterwards.

/// E with one parameter at `value`.
double loss_at(BatchProbe& probe, std::int64_t parameter, double value);

/// What steps of different length against the slope of one parameter would do, as the learning
/// rates α that give them: w ← w − α·slope.
struct StepLimits {
    double lowest; ///< the step that ends at the first lowest point on the way: E rises behind it
    double rising; ///< the step to where E first is as high again as at the beginning
};

/// Looks at distances that double, as far as 1,024 · max(1, |w|), and closer where E rises from one
/// to the next: what E does between two of them otherwise, and beyond where it first comes back to
/// its height, is not seen. ∞ for what lies beyond all of them. NaN where `slope` is 0 or not
/// finite, and where E already is as low as it gets in this direction, but for rounding.
StepLimits step_limits(BatchProbe& probe, std::int64_t parameter, double slope);

/// A plane in the space of all parameters: w = origin + x·first + y·second.
struct ParameterPlane {
    std::vector<double> origin;
    std::vector<double> first;
    std::vector<double> second;
};

/// Two different parameters: x and y are their values.
ParameterPlane plane_of(const BatchProbe& probe, std::int64_t first, std::int64_t second);

/// Two random directions from the present parameters, which lie at (0, 0). In each layer they are
/// as long as its parameters together, so that a step of 1 means as much everywhere.
ParameterPlane random_plane(const BatchProbe& probe, std::uint64_t seed);

struct PlanePoint {
    double x;
    double y;
};

/// The point of the plane that is nearest to `parameters`.
PlanePoint nearest_in_plane(const ParameterPlane& plane, std::span<const double> parameters);

/// E over a part of a plane: size × size points, those at the edges included, row 0 at high_y.
struct LossGrid {
    double low_x = 0;
    double high_x = 0;
    double low_y = 0;
    double high_y = 0;
    std::int32_t size = 0;
    std::vector<double> losses; ///< row by row, those computed so far
};

/// Computes up to `most` more points. True while some are left.
bool continue_grid(LossGrid& grid, BatchProbe& probe, const ParameterPlane& plane,
                   std::int32_t most);

} // namespace backprop
