#include "engine/training/optimizer.hpp"

#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>

// Plain loops: each number on its own and in the same order of operations, so that compilers may
// turn them into vectors of any width without changing a bit.

namespace backprop {

template <class Real>
void add_penalty_gradients(const RegularizationSpec& penalty, const TrainedLayer& layer,
                           const Real* parameters, Real* gradients) {
    const Real rate = static_cast<Real>(penalty.rate);
    for (const ParameterRange& range : layer.weights) {
        const Real* __restrict w = parameters + range.first;
        Real* __restrict g = gradients + range.first;
        if (penalty.kind == Regularization::L1)
            for (std::int64_t i = 0; i < range.count; ++i)
                g[i] += w[i] > Real(0) ? rate : (w[i] < Real(0) ? -rate : Real(0));
        else if (penalty.kind == Regularization::L2)
            for (std::int64_t i = 0; i < range.count; ++i)
                g[i] += rate * w[i];
    }
}

/// Σ term(value) over the ranges that `of` names, in double: k_parts interleaved partial sums,
/// added in order.
template <class Real, class Term>
static double sum_over(std::span<const TrainedLayer> layers,
                       std::vector<ParameterRange> TrainedLayer::*of, const Real* values,
                       Term term) {
    constexpr std::int64_t k_parts = 8;
    std::array<double, k_parts> parts{};
    for (const TrainedLayer& layer : layers)
        for (const ParameterRange& range : layer.*of) {
            const Real* first = values + range.first;
            std::int64_t i = 0;
            for (; i + k_parts <= range.count; i += k_parts)
                for (std::int64_t part = 0; part < k_parts; ++part)
                    parts[std::size_t(part)] += term(double(first[i + part]));
            for (std::int64_t part = 0; i < range.count; ++i, ++part)
                parts[std::size_t(part)] += term(double(first[i]));
        }
    double sum = 0.0;
    for (const double part : parts)
        sum += part;
    return sum;
}

template <class Real>
double penalty_of(const RegularizationSpec& penalty, std::span<const TrainedLayer> layers,
                  const Real* parameters) {
    switch (penalty.kind) {
    case Regularization::None:
        break;
    case Regularization::L1:
        return penalty.rate * sum_over(layers, &TrainedLayer::weights, parameters,
                                       [](double w) { return std::fabs(w); });
    case Regularization::L2:
        return 0.5 * penalty.rate *
               sum_over(layers, &TrainedLayer::weights, parameters, [](double w) { return w * w; });
    }
    return 0.0;
}

template <class Real>
static void cut_to(Real limit, const ParameterRange& range, Real* gradients) {
    Real* g = gradients + range.first;
    for (std::int64_t i = 0; i < range.count; ++i) // NaN stays NaN
        g[i] = g[i] > limit ? limit : (g[i] < -limit ? -limit : g[i]);
}

template <class Real>
bool clip_gradients(const ClipSpec& clip, std::span<const TrainedLayer> layers, Real* gradients) {
    if (clip.value)
        for (const TrainedLayer& layer : layers)
            for (const ParameterRange& range : layer.moved)
                cut_to(static_cast<Real>(*clip.value), range, gradients);
    if (!clip.norm) return true;
    const double norm = std::sqrt(
        sum_over(layers, &TrainedLayer::moved, gradients, [](double g) { return g * g; }));
    if (!std::isfinite(norm)) return false;
    if (norm <= *clip.norm) return true;
    const Real factor = static_cast<Real>(*clip.norm / norm);
    for (const TrainedLayer& layer : layers)
        for (const ParameterRange& range : layer.moved)
            for (std::int64_t i = 0; i < range.count; ++i)
                gradients[range.first + i] *= factor;
    return true;
}

template <class Real>
OptimizerStep<Real> make_step(const OptimizerSpec& spec, double learning_rate, double beta1_power,
                              double beta2_power) {
    OptimizerStep<Real> step{};
    step.kind = spec.kind;
    step.learning_rate = static_cast<Real>(learning_rate);
    step.keep = static_cast<Real>(spec.beta);
    step.epsilon = static_cast<Real>(spec.epsilon);
    if (spec.kind == Optimizer::RmsProp) {
        step.keep = static_cast<Real>(spec.smoothing);
        step.take = static_cast<Real>(1.0 - spec.smoothing);
    } else if (spec.kind == Optimizer::Adagrad) {
        step.keep = Real(1);
        step.take = Real(1);
    } else if (spec.kind == Optimizer::Adam || spec.kind == Optimizer::AdamW) {
        step.learning_rate = static_cast<Real>(learning_rate / (1.0 - beta1_power));
        step.keep = static_cast<Real>(spec.beta1);
        step.take = static_cast<Real>(1.0 - spec.beta1);
        step.keep_square = static_cast<Real>(spec.beta2);
        step.take_square = static_cast<Real>(1.0 - spec.beta2);
        step.square_scale = static_cast<Real>(std::sqrt(1.0 - beta2_power));
        if (spec.kind == Optimizer::AdamW)
            step.decay = static_cast<Real>(learning_rate * spec.weight_decay);
    }
    return step;
}

namespace {

/// The arrays of one range. None overlaps another.
template <class Real>
struct RangeView {
    Real* w;
    const Real* g;
    Real* slot[2];
    std::int64_t count;
};

template <class Real>
void move_plainly(const OptimizerStep<Real>& step, const RangeView<Real>& range) {
    Real* __restrict w = range.w;
    const Real* __restrict g = range.g;
    const Real rate = step.learning_rate;
    for (std::int64_t i = 0; i < range.count; ++i)
        w[i] -= rate * g[i];
}

template <class Real>
void move_with_momentum(const OptimizerStep<Real>& step, const RangeView<Real>& range) {
    Real* __restrict w = range.w;
    const Real* __restrict g = range.g;
    Real* __restrict v = range.slot[0];
    const Real rate = step.learning_rate;
    const Real beta = step.keep;
    if (step.kind == Optimizer::Nesterov)
        for (std::int64_t i = 0; i < range.count; ++i) {
            v[i] = beta * v[i] + g[i];
            w[i] -= rate * (g[i] + beta * v[i]);
        }
    else
        for (std::int64_t i = 0; i < range.count; ++i) {
            v[i] = beta * v[i] + g[i];
            w[i] -= rate * v[i];
        }
}

/// Adagrad is RMSProp that keeps and takes everything.
template <class Real>
void move_with_squares(const OptimizerStep<Real>& step, const RangeView<Real>& range) {
    Real* __restrict w = range.w;
    const Real* __restrict g = range.g;
    Real* __restrict s = range.slot[0];
    const Real rate = step.learning_rate;
    const Real keep = step.keep;
    const Real take = step.take;
    const Real epsilon = step.epsilon;
    for (std::int64_t i = 0; i < range.count; ++i) {
        s[i] = keep * s[i] + take * (g[i] * g[i]);
        w[i] -= rate * (g[i] / (std::sqrt(s[i]) + epsilon));
    }
}

template <class Real>
void move_with_adam(const OptimizerStep<Real>& step, const RangeView<Real>& range) {
    Real* __restrict w = range.w;
    const Real* __restrict g = range.g;
    Real* __restrict m = range.slot[0];
    Real* __restrict s = range.slot[1];
    const OptimizerStep<Real> with = step; // which no store below may change
    for (std::int64_t i = 0; i < range.count; ++i) {
        m[i] = with.keep * m[i] + with.take * g[i];
        s[i] = with.keep_square * s[i] + with.take_square * (g[i] * g[i]);
        const Real size = std::sqrt(s[i]) / with.square_scale + with.epsilon;
        w[i] -= with.learning_rate * (m[i] / size);
    }
}

/// AdamW, before it moves as Adam does: w ← w − α·λ·w.
template <class Real>
void decay_weights(Real decay, Real* w, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        w[i] -= decay * w[i];
}

} // namespace

template <class Real>
void move_parameters(const OptimizerStep<Real>& step, const TrainedLayer& layer,
                     const Real* gradients, std::vector<std::vector<Real>>& slots,
                     Real* parameters) {
    assert(slots.size() == std::size_t(slot_count(step.kind)));
    if (step.kind == Optimizer::AdamW)
        for (const ParameterRange& range : layer.weights)
            decay_weights(step.decay, parameters + range.first, range.count);
    for (const ParameterRange& moved : layer.moved) {
        RangeView<Real> range{
            parameters + moved.first, gradients + moved.first, {nullptr, nullptr}, moved.count};
        for (std::size_t slot = 0; slot < slots.size(); ++slot)
            range.slot[slot] = slots[slot].data() + moved.first;
        switch (step.kind) {
        case Optimizer::Sgd:
            move_plainly(step, range);
            break;
        case Optimizer::Momentum:
        case Optimizer::Nesterov:
            move_with_momentum(step, range);
            break;
        case Optimizer::Adagrad:
        case Optimizer::RmsProp:
            move_with_squares(step, range);
            break;
        case Optimizer::Adam:
        case Optimizer::AdamW:
            move_with_adam(step, range);
            break;
        }
    }
}

template <class Real>
bool all_finite(std::span<const Real> values) {
    constexpr std::size_t k_parts = 64 / sizeof(Real);
    Real probe[k_parts] = {}; // x − x is 0 for a finite x and NaN for the others
    std::size_t i = 0;
    for (; i + k_parts <= values.size(); i += k_parts)
        for (std::size_t part = 0; part < k_parts; ++part)
            probe[part] += values[i + part] - values[i + part];
    for (; i < values.size(); ++i)
        probe[0] += values[i] - values[i];
    for (const Real part : probe)
        if (part != Real(0)) return false;
    return true;
}

#define BACKPROP_INSTANTIATE(Real)                                                                 \
    template void add_penalty_gradients(const RegularizationSpec&, const TrainedLayer&,            \
                                        const Real*, Real*);                                       \
    template double penalty_of(const RegularizationSpec&, std::span<const TrainedLayer>,           \
                               const Real*);                                                       \
    template bool clip_gradients(const ClipSpec&, std::span<const TrainedLayer>, Real*);           \
    template OptimizerStep<Real> make_step(const OptimizerSpec&, double, double, double);          \
    template void move_parameters(const OptimizerStep<Real>&, const TrainedLayer&, const Real*,    \
                                  std::vector<std::vector<Real>>&, Real*);                         \
    template bool all_finite(std::span<const Real>);
BACKPROP_INSTANTIATE(float)
BACKPROP_INSTANTIATE(double)
#undef BACKPROP_INSTANTIATE

} // namespace backprop
