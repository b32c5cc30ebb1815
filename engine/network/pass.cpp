#include "engine/network/pass.hpp"

#include "engine/numerics/elementary.hpp"

#include <algorithm>

namespace backprop {

template <class Real>
Workspace<Real> make_workspace(const NetworkLayout& layout) {
    Workspace<Real> workspace;
    for (const LayerLayout& layer : layout.layers) {
        const std::size_t size = std::size_t(layer.units) * std::size_t(k_block_columns);
        workspace.activations.emplace_back(size);
        workspace.deltas.emplace_back(size);
    }
    return workspace;
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

template <class Real>
void forward_pass(const NetworkLayout& layout, const Real* parameters, const BlockView<Real>& block,
                  Workspace<Real>& workspace) {
    const Kernels<Real>& kernel = kernels<Real>();
    workspace.stride = block.stride;
    workspace.columns = block.columns;
    const Real* in = block.inputs;
    for (std::size_t l = 0; l < layout.layers.size(); ++l) {
        Real* out = workspace.activations[l].data();
        kernel.forward(view_layer(layout.layers[l], parameters), in, out, block.stride,
                       block.columns);
        in = out;
    }
}

template <class Real>
void backward_pass(const NetworkLayout& layout, const Real* parameters, ErrorKind error, Real scale,
                   const BlockView<Real>& block, Workspace<Real>& workspace, Real* gradients) {
    const Kernels<Real>& kernel = kernels<Real>();
    kernel.output_delta(error, layout.output_activation(), scale, workspace.outputs(),
                        block.targets, workspace.deltas.back().data(), layout.outputs(),
                        block.stride, block.columns);
    for (std::size_t l = layout.layers.size(); l-- > 0;) {
        const LayerLayout& layer = layout.layers[l];
        const LayerView<Real> view = view_layer(layer, parameters);
        const Real* in = l == 0 ? block.inputs : workspace.activations[l - 1].data();
        const Real* delta = workspace.deltas[l].data();
        kernel.add_weight_gradients(view, delta, in, gradients + layer.weights, block.stride,
                                    block.columns);
        if (layer.bias_count > 0)
            kernel.add_bias_gradients(view, delta, gradients + layer.biases, block.stride,
                                      block.columns);
        if (l > 0)
            kernel.backward(view, delta, in, layout.layers[l - 1].activation,
                            workspace.deltas[l - 1].data(), block.stride, block.columns);
    }
}

/// E of one output. Cross-entropy: −y ln o, where o is at least the smallest normal number, so
/// that an output rounded to 0 costs 708 and not infinity.
static double output_error(ErrorKind error, double o, double y) {
    switch (error) {
    case ErrorKind::HalfSquared:
        return 0.5 * (o - y) * (o - y);
    case ErrorKind::Squared:
        return (o - y) * (o - y);
    case ErrorKind::CrossEntropy: {
        constexpr double k_smallest_normal = 2.2250738585072014e-308;
        if (y == 0.0) return 0.0 * o; // NaN stays NaN
        return -y * math::log(o < k_smallest_normal ? k_smallest_normal : o);
    }
    }
    return 0.0;
}

template <class Real>
double example_error(const LossSpec& spec, const Real* outputs, const Real* targets,
                     std::int32_t count, std::int32_t stride) {
    double sum = 0.0;
    for (std::int32_t k = 0; k < count; ++k) {
        const std::int64_t at = std::int64_t{k} * stride;
        sum += output_error(spec.error, double(outputs[at]), double(targets[at]));
    }
    return spec.over_outputs == Reduction::Mean ? sum / double(count) : sum;
}

template <class Real>
std::int32_t class_of(Activation output_activation, const Real* outputs, std::int32_t count,
                      std::int32_t stride) {
    if (count == 1) {
        const bool positive =
            output_activation == Activation::Sigmoid || output_activation == Activation::Relu;
        return double(outputs[0]) >= (positive ? 0.5 : 0.0) ? 1 : 0;
    }
    std::int32_t best = 0;
    for (std::int32_t k = 1; k < count; ++k)
        if (outputs[std::int64_t{k} * stride] >= outputs[std::int64_t{best} * stride]) best = k;
    return best;
}

#define BACKPROP_INSTANTIATE(Real)                                                                 \
    template Workspace<Real> make_workspace(const NetworkLayout&);                                 \
    template void forward_pass(const NetworkLayout&, const Real*, const BlockView<Real>&,          \
                               Workspace<Real>&);                                                  \
    template void backward_pass(const NetworkLayout&, const Real*, ErrorKind, Real,                \
                                const BlockView<Real>&, Workspace<Real>&, Real*);                  \
    template double example_error(const LossSpec&, const Real*, const Real*, std::int32_t,         \
                                  std::int32_t);                                                   \
    template std::int32_t class_of(Activation, const Real*, std::int32_t, std::int32_t);
BACKPROP_INSTANTIATE(float)
BACKPROP_INSTANTIATE(double)
#undef BACKPROP_INSTANTIATE

} // namespace backprop
