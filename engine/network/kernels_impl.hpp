#pragma once

// The kernels, written once over lane vectors of BACKPROP_VECTOR_BYTES. Each kernels_*.cpp
// compiles this file for one instruction set. Everything here, and in the files included below, has
// internal linkage: a function compiled for one instruction set must never be linked into
// another's.

#include "engine/network/kernels.hpp"
#include "engine/network/kernels_activations.hpp"
#include "engine/network/kernels_errors.hpp"
#include "engine/network/kernels_gradients.hpp"
#include "engine/network/kernels_lanes.hpp"
#include "engine/network/kernels_products.hpp"

namespace backprop {
namespace {

/// aᵢ = exp(zᵢ − max z) / Σ exp(zⱼ − max z), column by column; `out` may be `z`.
template <class Real>
void softmax_columns(const Real* z, Real* out, std::int32_t units, std::int32_t stride,
                     std::int32_t columns) {
    using V = Lanes<Real>;
    for (std::int32_t column = 0; column < columns; column += k_lanes<Real>) {
        V largest = load<V>(z + column);
        for (std::int32_t unit = 1; unit < units; ++unit) {
            const V other = load<V>(z + std::int64_t{unit} * stride + column);
            largest = select<V>(less<V>(largest, other), other, largest);
        }
        V sum = splat<V>(0);
        for (std::int32_t unit = 0; unit < units; ++unit) {
            const std::int64_t at = std::int64_t{unit} * stride + column;
            const V e = math::exp(load<V>(z + at) - largest);
            sum += e;
            store<V>(out + at, e);
        }
        for (std::int32_t unit = 0; unit < units; ++unit) {
            Real* row = out + std::int64_t{unit} * stride + column;
            store<V>(row, load<V>(row) / sum);
        }
    }
}

/// A = f(Z), as a pass of its own; `out` may be `z`.
template <class Real>
void activate(Activation activation, const Real* z, Real* out, std::int32_t units,
              std::int32_t stride, std::int32_t columns) {
    using V = Lanes<Real>;
    if (activation == Activation::Softmax) {
        softmax_columns(z, out, units, stride, columns);
        return;
    }
    with_activation_kind(activation, [&]<Activation Kind>() {
        transform<Real>(z, out, units, stride, columns,
                        [](V sum) { return UnitActivation<Kind>::template value<V>(sum); });
    });
}

template <class Real>
void forward(const LayerView<Real>& layer, const Real* in, Real* z, Real* out, std::int32_t stride,
             std::int32_t columns) {
    columns = vector_columns<Real>(columns);
    Real* sums = z != nullptr ? z : out;
    const bool biased = layer.biases != nullptr;
    compute(Product<Real>{layer.weights, layer.inputs, 1, biased ? layer.biases : &k_zero<Real>,
                          biased ? layer.bias_step : 0, in, sums, stride, layer.units, layer.inputs,
                          columns});
    if (sums != out || layer.activation != Activation::Linear)
        activate(layer.activation, sums, out, layer.units, stride, columns);
}

template <class Real>
void apply_mask(const Real* values, const Real* mask, Real* out, std::int32_t units,
                std::int32_t stride, std::int32_t columns) {
    using V = Lanes<Real>;
    for_each_vector<Real>(units, stride, vector_columns<Real>(columns), [&](std::int64_t at) {
        store<V>(out + at, load<V>(values + at) * load<V>(mask + at));
    });
}

/// δ ← δ ⊙ f′.
template <class Real>
BACKPROP_INLINE void multiply_by_derivative(const ActivationView<Real>& layer, Real* delta,
                                            std::int32_t units, std::int32_t stride,
                                            std::int32_t columns) {
    using V = Lanes<Real>;
    const Real* a = layer.a;                          // or each store might change it
    const Real* z = layer.z != nullptr ? layer.z : a; // read, but not used, without z
    with_activation_kind(layer.activation, [&]<Activation Kind>() {
        for_each_vector<Real>(units, stride, columns, [&](std::int64_t at) {
            const V slope =
                UnitActivation<Kind>::template derivative<V>(load<V>(a + at), load<V>(z + at));
            store<V>(delta + at, load<V>(delta + at) * slope);
        });
    });
}

template <class Real>
void backward(const LayerView<Real>& layer, const Real* delta, const ActivationView<Real>& in,
              Real* delta_in, std::int32_t stride, std::int32_t columns) {
    columns = vector_columns<Real>(columns);
    compute(Product<Real>{layer.weights, 1, layer.inputs, &k_zero<Real>, 0, delta, delta_in, stride,
                          layer.inputs, layer.units, columns});
    if (in.mask != nullptr) apply_mask(delta_in, in.mask, delta_in, layer.inputs, stride, columns);
    multiply_by_derivative(in, delta_in, layer.inputs, stride, columns);
}

/// ∂(scale·E)/∂z of softmax with cross-entropy, whose derivatives join to o·Σy − y. Targets that
/// are probabilities sum to 1, which leaves o − y.
template <class Real>
void softmax_delta(Real scale, const Real* out, const Real* targets, Real* delta,
                   std::int32_t units, std::int32_t stride, std::int32_t columns) {
    using V = Lanes<Real>;
    for (std::int32_t column = 0; column < columns; column += k_lanes<Real>) {
        V sum = splat<V>(0);
        for (std::int32_t unit = 0; unit < units; ++unit)
            sum += load<V>(targets + std::int64_t{unit} * stride + column);
        for (std::int32_t unit = 0; unit < units; ++unit) {
            const std::int64_t at = std::int64_t{unit} * stride + column;
            store<V>(delta + at,
                     splat<V>(scale) * (load<V>(out + at) * sum - load<V>(targets + at)));
        }
    }
}

template <class Real>
void output_delta(const LossSpec& loss, Real scale, const ActivationView<Real>& out,
                  const Real* targets, Real* delta, std::int32_t units, std::int32_t stride,
                  std::int32_t columns) {
    using V = Lanes<Real>;
    columns = vector_columns<Real>(columns);
    if (loss.error == ErrorKind::CrossEntropy) {
        softmax_delta(scale, out.a, targets, delta, units, stride, columns);
        return;
    }
    const V limit = splat<V>(static_cast<Real>(loss.delta));
    with_error_kind(loss.error, [&]<ErrorKind Error>() {
        for_each_vector<Real>(units, stride, columns, [&](std::int64_t at) {
            const V slope = ErrorSlope<Error>::template value<V>(load<V>(out.a + at),
                                                                 load<V>(targets + at), limit);
            store<V>(delta + at, splat<V>(scale) * slope);
        });
    });
    // The slope of binary cross-entropy is that with respect to z already.
    if (loss.error != ErrorKind::BinaryCrossEntropy)
        multiply_by_derivative(out, delta, units, stride, columns);
}

template <class Real>
bool update(Real* parameters, const Real* gradients, Real learning_rate, std::int64_t count) {
    using V = Lanes<Real>;
    const V rate = splat<V>(learning_rate);
    V probe = splat<V>(0); // x − x is 0 for a finite x and NaN for the others
    std::int64_t i = 0;
    for (; i + k_lanes<Real> <= count; i += k_lanes<Real>) {
        // w ← w − α·∂E/∂w
        const V value = load<V>(parameters + i) - rate * load<V>(gradients + i);
        probe += value - value;
        store<V>(parameters + i, value);
    }
    Real rest = 0;
    for (; i < count; ++i) {
        parameters[i] -= learning_rate * gradients[i];
        rest += parameters[i] - parameters[i];
    }
    for (int lane = 0; lane < k_lanes<Real>; ++lane)
        rest += probe[lane];
    return rest == Real(0);
}

template <class Real>
constexpr Kernels<Real> make_kernels(const char* name) {
    return {name,
            &forward<Real>,
            &apply_mask<Real>,
            &backward<Real>,
            &gradients<Real>,
            &output_delta<Real>,
            &update<Real>};
}

} // namespace
} // namespace backprop
