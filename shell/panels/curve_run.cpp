#include "shell/panels/curve_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace backprop::shell {

namespace {

constexpr int k_curve_points = 121;
constexpr std::int32_t k_grid_points = 49;
constexpr std::int32_t k_coarse_grid_points = 17;

// Products of parameters and examples: what one forward pass costs.
constexpr std::int64_t k_costly_pass = 200'000; ///< from here on the grid is coarse
constexpr std::int64_t k_dear_pass = 100'000;   ///< from here on no limits of the step: 200 passes

std::int64_t cost_of_pass(const BatchProbe& probe) {
    return probe.trainer.layout.parameter_count * examples_of(probe);
}

/// A range around the present value in which the lowest point and the rise can be seen.
void fit_range(CurveState& state, const LossCurve& curve) {
    const double unit = std::max(1.0, std::fabs(curve.value));
    double reach = 2 * unit; // where nothing is found
    const double slope = std::fabs(curve.slope);
    if (std::isfinite(curve.limits.rising))
        reach = 1.25 * curve.limits.rising * slope;
    else if (std::isfinite(curve.limits.lowest))
        reach = 2 * curve.limits.lowest * slope;
    reach = std::clamp(reach, 1e-6 * unit, 10 * unit);
    state.low = curve.value - reach;
    state.high = curve.value + reach;
    state.fit = false;
}

void begin(Frame& frame, CurveState& state, std::int64_t parameter) {
    note_begin(state.pacing);
    state.probe = probe_batch(frame.session);
    state.revision = frame.snapshot.revision;
    BatchProbe& probe = *state.probe;
    LossCurve& next = state.next;
    next = {};
    next.parameter = parameter;
    next.value = probe.trainer.parameters[static_cast<std::size_t>(parameter)];
    next.loss = loss_of(probe);
    next.slope = gradients_of(probe)[static_cast<std::size_t>(parameter)];
    constexpr double k_unknown = std::numeric_limits<double>::quiet_NaN();
    next.limits_known = cost_of_pass(probe) < k_dear_pass;
    next.limits = next.limits_known ? step_limits(probe, parameter, next.slope)
                                    : StepLimits{k_unknown, k_unknown};
    const bool is_outside = next.value <= state.low || next.value >= state.high;
    if (state.fit || parameter != state.shown.parameter || is_outside) fit_range(state, next);
    next.low = state.low;
    next.high = state.high;
    state.working = true;
}

} // namespace

void update_curve(Frame& frame, CurveState& state, std::int64_t parameter) {
    const bool is_current = state.revision == frame.snapshot.revision &&
                            state.next.parameter == parameter && !state.fit &&
                            state.next.low == state.low && state.next.high == state.high;
    const bool finishes = state.working && state.next.parameter == parameter &&
                          frame.snapshot.status == Status::Running;
    if (!is_current && !finishes && may_begin(frame, state.pacing)) begin(frame, state, parameter);
    if (!state.working) return;
    const double end = work_until();
    LossCurve& next = state.next;
    while (next.losses.size() < k_curve_points) {
        const double share = static_cast<double>(next.losses.size()) / (k_curve_points - 1);
        next.losses.push_back(
            loss_at(*state.probe, parameter, next.low + share * (next.high - next.low)));
        if (is_over(end)) break;
    }
    state.working = next.losses.size() < k_curve_points;
    frame.view.working = true;
    if (state.working) return;
    state.shown = next;
    state.shown_revision = state.revision;
    state.step.reset();
    state.step_known = false;
    note_end(state.pacing);
}

namespace {

/// Half the width of an axis so that the path fits, but at least `least`.
double half_width(const std::vector<PathPoint>& path, double PlanePoint::*axis, double least) {
    double half = least;
    for (const PathPoint& point : path)
        half = std::max(half, 1.15 * std::fabs(point.place.*axis - path.back().place.*axis));
    return half;
}

void begin(Frame& frame, ContourState& state, std::int64_t first) {
    note_begin(state.pacing);
    state.probe = probe_batch(frame.session);
    state.revision = frame.snapshot.revision;
    state.made_seed = state.seed;
    state.made_zoom = state.zoom;
    const BatchProbe& probe = *state.probe;
    state.plane =
        state.random ? random_plane(probe, state.seed) : plane_of(probe, first, state.second);
    Contour& next = state.next;
    next = {state.random, first, state.second, {}, training_path(frame.session, state.plane)};
    const PlanePoint center = next.path.back().place;
    const auto half = [&](double PlanePoint::*axis) {
        const double least = state.random ? 1.0 : 2.0 * std::max(1.0, std::fabs(center.*axis));
        return half_width(next.path, axis, least) / state.zoom;
    };
    const double half_x = half(&PlanePoint::x), half_y = half(&PlanePoint::y);
    const std::int32_t size =
        cost_of_pass(probe) < k_costly_pass ? k_grid_points : k_coarse_grid_points;
    next.grid = {
        center.x - half_x, center.x + half_x, center.y - half_y, center.y + half_y, size, {}};
    state.working = true;
}

} // namespace

void update_contour(Frame& frame, ContourState& state, std::int64_t first) {
    const Contour& next = state.next;
    const bool same_plane = next.random == state.random && state.made_seed == state.seed &&
                            (state.random || (next.first == first && next.second == state.second));
    const bool is_current =
        state.revision == frame.snapshot.revision && same_plane && state.made_zoom == state.zoom;
    const bool finishes = state.working && same_plane && frame.snapshot.status == Status::Running;
    if (!is_current && !finishes && may_begin(frame, state.pacing)) begin(frame, state, first);
    if (!state.working) return;
    const double end = work_until();
    do
        state.working = continue_grid(state.next.grid, *state.probe, state.plane, 1);
    while (state.working && !is_over(end));
    frame.view.working = true;
    if (state.working) return;
    state.shown = state.next;
    ++state.version;
    note_end(state.pacing);
}

} // namespace backprop::shell
