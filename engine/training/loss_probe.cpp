#include "engine/training/loss_probe.hpp"

#include "engine/numerics/random.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace backprop {

double loss_at(BatchProbe& probe, std::int64_t parameter, double value) {
    double& place = probe.trainer.parameters[static_cast<std::size_t>(parameter)];
    const double before = place;
    place = value;
    const double loss = loss_of(probe);
    place = before;
    return loss;
}

namespace {

/// E at a distance from the present value, downhill.
struct Descent {
    BatchProbe* probe;
    std::int64_t parameter;
    double value;
    double direction; ///< −1 or 1

    double operator()(double distance) const {
        return loss_at(*probe, parameter, value + direction * distance);
    }
};

/// Where E is lowest between two distances, by thirds.
double find_lowest(const Descent& loss, double near, double far) {
    for (int i = 0; i < 50; ++i) {
        const double third = (far - near) / 3.0;
        if (loss(near + third) <= loss(far - third))
            far -= third;
        else
            near += third;
    }
    return 0.5 * (near + far);
}

/// Where E comes to `level` between a distance where it is not above and one where it is.
double find_rising(const Descent& loss, double level, double below, double above) {
    for (int i = 0; i < 50; ++i) {
        const double middle = 0.5 * (below + above);
        (loss(middle) > level ? above : below) = middle;
    }
    return below;
}

} // namespace

StepLimits step_limits(BatchProbe& probe, std::int64_t parameter, double slope) {
    constexpr double k_nothing = std::numeric_limits<double>::quiet_NaN();
    if (slope == 0.0 || !std::isfinite(slope)) return {k_nothing, k_nothing};
    constexpr double k_beyond = std::numeric_limits<double>::infinity();
    StepLimits limits{k_beyond, k_beyond};
    const double value = probe.trainer.parameters[static_cast<std::size_t>(parameter)];
    const Descent loss{&probe, parameter, value, slope > 0.0 ? -1.0 : 1.0};
    const double unit = std::max(1.0, std::fabs(value));
    const double start = loss(0.0);
    const double noise = 1e-13 * std::fabs(start); // rounding is no rise
    double before_last = 0.0, last = 0.0, last_loss = start;
    const double farthest = 0x1p10 * unit; // infinite beside a weight near the greatest double
    for (double distance = 0x1p-20 * unit; distance <= farthest && std::isfinite(distance);
         distance *= 2.0) {
        const double now = loss(distance);
        if (limits.lowest == k_beyond && now > last_loss + noise)
            limits.lowest = find_lowest(loss, before_last, distance) / std::fabs(slope);
        if (now > start + noise) {
            limits.rising = find_rising(loss, start, last, distance) / std::fabs(slope);
            break;
        }
        before_last = last;
        last = distance;
        last_loss = now;
    }
    const double gain = start - loss(std::fabs(slope) * limits.lowest);
    if (limits.lowest != k_beyond && gain <= noise) return {k_nothing, k_nothing};
    return limits;
}

ParameterPlane plane_of(const BatchProbe& probe, std::int64_t first, std::int64_t second) {
    assert(first != second);
    ParameterPlane plane;
    plane.origin = probe.trainer.parameters;
    plane.first.assign(plane.origin.size(), 0.0);
    plane.second = plane.first;
    plane.first[static_cast<std::size_t>(first)] = 1.0;
    plane.second[static_cast<std::size_t>(second)] = 1.0;
    plane.origin[static_cast<std::size_t>(first)] = 0.0;
    plane.origin[static_cast<std::size_t>(second)] = 0.0;
    return plane;
}

static double length_of(std::span<const double> values) {
    double sum = 0.0;
    for (const double value : values)
        sum += value * value;
    return std::sqrt(sum);
}

ParameterPlane random_plane(const BatchProbe& probe, std::uint64_t seed) {
    ParameterPlane plane;
    plane.origin = probe.trainer.parameters;
    Random random = make_random(seed, RandomStream::Plane);
    for (std::vector<double>* direction : {&plane.first, &plane.second}) {
        direction->resize(plane.origin.size());
        for (const LayerLayout& layer : probe.trainer.layout.layers) {
            const auto count =
                static_cast<std::size_t>(layer.biases + layer.bias_count - layer.weights);
            const std::span<double> part{direction->data() + layer.weights, count};
            for (double& value : part)
                value = normal(random);
            const double wanted = length_of({plane.origin.data() + layer.weights, count});
            const double scale = (wanted > 0.0 ? wanted : 1.0) / length_of(part);
            for (double& value : part)
                value *= scale;
        }
    }
    return plane;
}

PlanePoint nearest_in_plane(const ParameterPlane& plane, std::span<const double> parameters) {
    // Least squares: d₁·d₁ x + d₁·d₂ y = d₁·v and d₁·d₂ x + d₂·d₂ y = d₂·v, v from the origin.
    double first_first = 0.0, first_second = 0.0, second_second = 0.0;
    double first_way = 0.0, second_way = 0.0;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const double first = plane.first[i], second = plane.second[i];
        if (first == 0.0 && second == 0.0) continue;
        const double way = parameters[i] - plane.origin[i];
        first_first += first * first;
        first_second += first * second;
        second_second += second * second;
        first_way += first * way;
        second_way += second * way;
    }
    const double determinant = first_first * second_second - first_second * first_second;
    return {(first_way * second_second - second_way * first_second) / determinant,
            (second_way * first_first - first_way * first_second) / determinant};
}

bool continue_grid(LossGrid& grid, BatchProbe& probe, const ParameterPlane& plane,
                   std::int32_t most) {
    const std::size_t all = std::size_t(grid.size) * std::size_t(grid.size);
    const double last = double(grid.size - 1);
    std::vector<double> parameters = probe.trainer.parameters;
    std::swap(parameters, probe.trainer.parameters);
    for (; most > 0 && grid.losses.size() < all; --most) {
        const auto point = static_cast<std::int32_t>(grid.losses.size());
        const double x = grid.low_x + (grid.high_x - grid.low_x) * (point % grid.size) / last;
        const double y = grid.high_y - (grid.high_y - grid.low_y) * (point / grid.size) / last;
        for (std::size_t i = 0; i < parameters.size(); ++i)
            probe.trainer.parameters[i] =
                plane.origin[i] + x * plane.first[i] + y * plane.second[i];
        grid.losses.push_back(loss_of(probe));
    }
    std::swap(parameters, probe.trainer.parameters);
    return grid.losses.size() < all;
}

} // namespace backprop
