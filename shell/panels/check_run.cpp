#include "shell/panels/check_run.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace backprop::shell {

namespace {

constexpr std::int64_t k_most_rows = 10'000;
constexpr std::int64_t k_fewest_rows = 100;
constexpr std::int64_t k_most_sweep_parameters = 64; ///< whose worst error the curve over h shows
constexpr std::int64_t k_fewest_sweep_parameters = 8;
constexpr int k_sweep_steps = 23;

// Products of parameters and examples that a check, and one point of the curve, may take at most.
constexpr std::int64_t k_check_work = 2'000'000'000;
constexpr std::int64_t k_sweep_work = 100'000'000;

/// How many parameters may be compared, two forward passes each.
std::int64_t affordable(const BatchProbe& probe, std::int64_t work) {
    return work / (2 * probe.trainer.layout.parameter_count * examples_of(probe));
}

/// 1e-1, 3e-2, 1e-2, ... 1e-12.
double sweep_step(std::size_t index) {
    const double power = std::pow(10.0, -1.0 - static_cast<double>(index / 2));
    return index % 2 == 0 ? power : power * 0.31622776601683794;
}

bool is_current(const Frame& frame, const CheckState& state) {
    return state.revision == frame.snapshot.revision && state.spec.step == state.step &&
           state.spec.mistake == state.mistake;
}

void begin_sweep_step(CheckState& state) {
    GradientCheckSpec spec = state.spec;
    spec.step = sweep_step(state.steps.size());
    spec.most_parameters = std::clamp(affordable(*state.probe, k_sweep_work),
                                      k_fewest_sweep_parameters, k_most_sweep_parameters);
    state.step_under_way = begin_check(state.probe->trainer, spec);
}

void begin(Frame& frame, CheckState& state) {
    note_begin(state.pacing);
    // Another step of the differences leaves the curve over all of them as it is.
    const bool new_curve = !state.probe || state.revision != frame.snapshot.revision ||
                           state.spec.mistake != state.mistake;
    if (state.revision != frame.snapshot.revision || !state.probe)
        state.probe = probe_batch(frame.session);
    state.revision = frame.snapshot.revision;
    state.spec.step = state.step;
    state.spec.mistake = state.mistake;
    state.spec.most_parameters =
        std::clamp(affordable(*state.probe, k_check_work), k_fewest_rows, k_most_rows);
    state.under_way = begin_check(state.probe->trainer, state.spec);
    state.working = true;
    if (new_curve) {
        state.steps.clear();
        begin_sweep_step(state);
    }
}

void show_check(CheckState& state) {
    state.check = state.under_way.check;
    state.shown_step = state.spec.step;
    state.shown_mistake = state.spec.mistake;
    const std::vector<GradientPair>& pairs = state.check.pairs;
    state.order.resize(pairs.size());
    std::iota(state.order.begin(), state.order.end(), std::int64_t{0});
    std::vector<double> errors;
    for (const GradientPair& pair : pairs) {
        const double error = relative_error(pair);
        errors.push_back(std::isfinite(error) ? error : HUGE_VAL); // nothing is worse
    }
    std::stable_sort(state.order.begin(), state.order.end(), [&](std::int64_t a, std::int64_t b) {
        return errors[static_cast<std::size_t>(a)] > errors[static_cast<std::size_t>(b)];
    });
    state.wrong = std::count_if(pairs.begin(), pairs.end(), is_wrong);
}

/// Computes the curve's points that are still missing. True while some are.
bool continue_sweep(CheckState& state, double end) {
    while (state.steps.size() < k_sweep_steps) {
        const bool more = continue_check(state.step_under_way, state.probe->trainer, 1);
        if (!more) {
            const GradientCheck& check = state.step_under_way.check;
            state.steps.push_back({state.step_under_way.spec.step, check.worst_relative_error});
            if (state.steps.size() < k_sweep_steps) begin_sweep_step(state);
        }
        if (is_over(end)) break;
    }
    return state.steps.size() < k_sweep_steps;
}

} // namespace

bool is_wrong(const GradientPair& pair) {
    return !(relative_error(pair) < k_wrong_from);
}

void update_check(Frame& frame, CheckState& state) {
    if (!is_current(frame, state) && (!state.working || frame.snapshot.status != Status::Running) &&
        may_begin(frame, state.pacing))
        begin(frame, state);
    if (!state.working) return;
    const double end = work_until();
    bool more = state.under_way.check.pairs.size() <
                static_cast<std::size_t>(state.under_way.check.compared);
    if (more) {
        do
            more = continue_check(state.under_way, state.probe->trainer, 1);
        while (more && !is_over(end));
        const bool is_first = state.check.pairs.size() < state.under_way.check.pairs.size() &&
                              state.shown_step == 0.0;
        if (!more || is_first) show_check(state);
    }
    state.working = more || continue_sweep(state, end);
    if (!more && state.steps.size() == k_sweep_steps) state.shown_steps = state.steps;
    if (!state.working) note_end(state.pacing);
    frame.view.working = true;
}

} // namespace backprop::shell
