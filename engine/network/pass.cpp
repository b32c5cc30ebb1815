#include "engine/network/pass.hpp"

#include "engine/numerics/elementary.hpp"

#include <algorithm>

namespace backprop {

template <class Real>
Workspace<Real> make_workspace(const NetworkLayout& layout, const LossSpec& loss) {
    Workspace<Real> workspace;
    for (const LayerLayout& layer : layout.layers) {
        const std::size_t size = std::size_t(layer.units) * std::size_t(k_block_columns);
        const bool output = &layer == &layout.layers.back();
        const bool needs_z =
            derivative_needs_z(layer.activation) || (output && error_row(loss.error).needs_z);
        workspace.activations.emplace_back(size);
        workspace.sums.emplace_back(needs_z ? size : 0);
        workspace.deltas.emplace_back(size);
        workspace.masks.emplace_back(layer.dropout > 0.0 ? size : 0, Real(1));
        workspace.dropped.emplace_back(layer.dropout > 0.0 ? size : 0);
    }
    return workspace;
}

template <class Real>
static Real* data_or_null(AlignedVector<Real>& values) {
    return values.empty() ? nullptr : values.data();
}

/// The mask of layer `l` in the pass under way; null without dropout.
template <class Real>
static Real* mask_of(Workspace<Real>& workspace, std::size_t l) {
    return workspace.training ? data_or_null(workspace.masks[l]) : nullptr;
}

/// What layer `l` hands to the next one.
template <class Real>
static const Real* handed_on(Workspace<Real>& workspace, std::size_t l) {
    return mask_of(workspace, l) ? workspace.dropped[l].data() : workspace.activations[l].data();
}

/// What the pass kept of layer `l`.
template <class Real>
static ActivationView<Real> view_activation(const NetworkLayout& layout, Workspace<Real>& workspace,
                                            std::size_t l) {
    return {layout.layers[l].activation, workspace.activations[l].data(),
            data_or_null(workspace.sums[l]), mask_of(workspace, l)};
}

template <class Real>
static LayerView<Real> view_layer(const LayerLayout& layer, const Real* parameters) {
    return {parameters + layer.weights,
            layer.bias_count > 0 ? parameters + layer.biases : nullptr,
            layer.bias_count > 1 ? 1 : 0,
            layer.units,
            layer.inputs,
            layer.activation};
}

/// Leaves units of layer `l` out. The padding behind a mask's last column repeats it, as that of
/// all matrices does: see repeat_last_column.
template <class Real>
static void drop_units(const NetworkLayout& layout, Workspace<Real>& workspace, std::size_t l) {
    const std::int32_t units = layout.layers[l].units;
    const std::int32_t end = padded_columns<Real>(workspace.columns);
    Real* mask = workspace.masks[l].data();
    for (std::int32_t unit = 0; unit < units; ++unit) {
        Real* row = mask + std::int64_t{unit} * workspace.stride;
        std::fill(row + workspace.columns, row + end, row[workspace.columns - 1]);
    }
    workspace.kernels->apply_mask(workspace.activations[l].data(), mask,
                                  workspace.dropped[l].data(), units, workspace.stride,
                                  workspace.columns);
}

template <class Real>
void forward_pass(const NetworkLayout& layout, const Real* parameters, const BlockView<Real>& block,
                  Workspace<Real>& workspace, Dropout dropout) {
    workspace.stride = block.stride;
    workspace.columns = block.columns;
    workspace.training = dropout == Dropout::On;
    const Real* in = block.inputs;
    for (std::size_t l = 0; l < layout.layers.size(); ++l) {
        workspace.kernels->forward(view_layer(layout.layers[l], parameters), in,
                                   data_or_null(workspace.sums[l]), workspace.activations[l].data(),
                                   block.stride, block.columns);
        if (mask_of(workspace, l)) drop_units(layout, workspace, l);
        in = handed_on(workspace, l);
    }
}

template <class Real>
void backward_pass(const NetworkLayout& layout, const Real* parameters, const LossSpec& loss,
                   Real scale, const BlockView<Real>& block, Workspace<Real>& workspace,
                   Real* gradients, Sums sums) {
    const Kernels<Real>& kernel = *workspace.kernels;
    const std::size_t last = layout.layers.size() - 1;
    kernel.output_delta(loss, scale, view_activation(layout, workspace, last), block.targets,
                        workspace.deltas[last].data(), layout.outputs(), block.stride,
                        block.columns);
    for (std::size_t l = layout.layers.size(); l-- > 0;) {
        const LayerLayout& layer = layout.layers[l];
        const Real* delta = workspace.deltas[l].data();
        kernel.gradients({delta, l == 0 ? block.inputs : handed_on(workspace, l - 1), block.stride,
                          layer.units, layer.inputs, block.columns, gradients + layer.weights,
                          layer.bias_count > 0 ? gradients + layer.biases : nullptr,
                          layer.bias_count > 1 ? 1 : 0, sums == Sums::Add});
        if (l > 0)
            kernel.backward(view_layer(layer, parameters), delta,
                            view_activation(layout, workspace, l - 1),
                            workspace.deltas[l - 1].data(), block.stride, block.columns);
    }
}

/// ln p of a probability p, where one that is rounded to 0 counts as `least`. NaN stays NaN.
static double log_of(double p, double least) {
    return math::log(p < least ? least : p);
}
static constexpr double k_smallest_normal = 0x1p-1022; // a sigmoid or softmax output near 0
static constexpr double k_half_ulp_of_1 = 0x1p-53;     // one minus a sigmoid output near 1

/// E of one output, for the errors that do not need z, and for binary cross-entropy from o.
static double output_error(const LossSpec& spec, double o, double y) {
    const double difference = o - y;
    const double size = difference < 0.0 ? -difference : difference;
    switch (spec.error) {
    case ErrorKind::HalfSquared:
        return 0.5 * difference * difference;
    case ErrorKind::Squared:
        return difference * difference;
    case ErrorKind::Absolute:
        return size;
    case ErrorKind::Huber:
        return size <= spec.delta ? 0.5 * difference * difference
                                  : spec.delta * (size - 0.5 * spec.delta);
    case ErrorKind::Hinge: {
        const double missing = 1.0 - y * o;
        return missing <= 0.0 ? 0.0 : missing;
    }
    case ErrorKind::BinaryCrossEntropy:
        return -y * log_of(o, k_smallest_normal) - (1.0 - y) * log_of(1.0 - o, k_half_ulp_of_1);
    case ErrorKind::CrossEntropy:
        return y == 0.0 ? 0.0 * o : -y * log_of(o, k_smallest_normal); // NaN stays NaN
    }
    return 0.0;
}

/// E of a sigmoid output from its z: −y ln σ(z) − (1 − y) ln σ(−z), and −ln σ(z) = softplus(−z).
static double binary_cross_entropy(double z, double y) {
    return y * math::softplus(-z) + (1.0 - y) * math::softplus(z);
}

/// E of a softmax layer from its z: −ln oₖ = ln Σ exp(zⱼ − z_max) − (zₖ − z_max), summed with the
/// targets as weights. The greatest term of the sum is 1, so the logarithm is that of 1 + rest.
template <class Real>
static double cross_entropy(const Real* z, const Real* targets, std::int32_t count,
                            std::int32_t stride) {
    const auto at = [stride](const Real* values, std::int32_t k) {
        return double(values[std::int64_t{k} * stride]);
    };
    std::int32_t greatest = 0;
    for (std::int32_t k = 1; k < count; ++k)
        if (at(z, greatest) < at(z, k)) greatest = k;
    double rest = 0.0;
    for (std::int32_t k = 0; k < count; ++k)
        if (k != greatest) rest += math::exp(at(z, k) - at(z, greatest));
    const double log_sum = rest <= 1.0 ? math::log_of_one_plus(rest) : math::log(1.0 + rest);
    double sum = 0.0;
    for (std::int32_t k = 0; k < count; ++k)
        sum += at(targets, k) * (log_sum - (at(z, k) - at(z, greatest)));
    return sum;
}

template <class Real>
double example_error(const LossSpec& spec, const Real* outputs, const Real* z, const Real* targets,
                     std::int32_t count, std::int32_t stride) {
    if (spec.error == ErrorKind::CrossEntropy && z) return cross_entropy(z, targets, count, stride);
    double sum = 0.0;
    for (std::int32_t k = 0; k < count; ++k) {
        const std::int64_t at = std::int64_t{k} * stride;
        const double target = double(targets[at]);
        sum += spec.error == ErrorKind::BinaryCrossEntropy && z
                 ? binary_cross_entropy(double(z[at]), target)
                 : output_error(spec, double(outputs[at]), target);
    }
    return spec.over_outputs == Reduction::Mean ? sum / double(count) : sum;
}

template <class Real>
std::int32_t class_of(double threshold, const Real* outputs, std::int32_t count,
                      std::int32_t stride) {
    if (count == 1) return double(outputs[0]) >= threshold ? 1 : 0;
    std::int32_t best = 0;
    for (std::int32_t k = 1; k < count; ++k)
        if (outputs[std::int64_t{k} * stride] >= outputs[std::int64_t{best} * stride]) best = k;
    return best;
}

#define BACKPROP_INSTANTIATE(Real)                                                                 \
    template Workspace<Real> make_workspace(const NetworkLayout&, const LossSpec&);                \
    template void forward_pass(const NetworkLayout&, const Real*, const BlockView<Real>&,          \
                               Workspace<Real>&, Dropout);                                         \
    template void backward_pass(const NetworkLayout&, const Real*, const LossSpec&, Real,          \
                                const BlockView<Real>&, Workspace<Real>&, Real*, Sums);            \
    template double example_error(const LossSpec&, const Real*, const Real*, const Real*,          \
                                  std::int32_t, std::int32_t);                                     \
    template std::int32_t class_of(double, const Real*, std::int32_t, std::int32_t);
BACKPROP_INSTANTIATE(float)
BACKPROP_INSTANTIATE(double)
#undef BACKPROP_INSTANTIATE

} // namespace backprop
