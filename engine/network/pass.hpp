#pragma once

#include "engine/network/kernels.hpp"
#include "engine/network/layout.hpp"
#include "engine/network/loss.hpp"
#include "engine/numerics/matrix.hpp"

#include <cstdint>
#include <vector>

namespace backprop {

/// Intermediate values of one block of examples: for each layer units × k_block_columns numbers,
/// rows `stride` of the block apart.
template <class Real>
struct Workspace {
    std::vector<std::vector<Real>> activations; ///< [layer], 0 = first hidden layer
    std::vector<std::vector<Real>> deltas;      ///< [layer], ∂E/∂z
    std::int32_t stride = 0;                    ///< of the block of the last forward pass
    std::int32_t columns = 0;                   ///< of that block

    const Real* outputs() const { return activations.back().data(); }
};

template <class Real>
Workspace<Real> make_workspace(const NetworkLayout& layout);

/// Inputs and targets of up to k_block_columns examples, one per column.
template <class Real>
struct BlockView {
    const Real* inputs;
    const Real* targets; ///< may be null for a forward pass alone
    std::int32_t stride; ///< of both, and of the workspace while this block is worked on
    std::int32_t columns;
};

/// Fills `workspace.activations`, layer by layer from the inputs.
template <class Real>
void forward_pass(const NetworkLayout& layout, const Real* parameters, const BlockView<Real>& block,
                  Workspace<Real>& workspace);

/// After a forward pass: fills `workspace.deltas` from the output back, and adds the gradients of
/// scale · Σ E over the block's examples and outputs to `gradients` (layout.parameter_count
/// numbers). Every δ comes from the same parameters: nothing is updated in between.
template <class Real>
void backward_pass(const NetworkLayout& layout, const Real* parameters, ErrorKind error, Real scale,
                   const BlockView<Real>& block, Workspace<Real>& workspace, Real* gradients);

/// The error of one example whose outputs and targets lie `stride` numbers apart, reduced over
/// outputs as `spec` says. Infinite or NaN outputs give such an error.
template <class Real>
double example_error(const LossSpec& spec, const Real* outputs, const Real* targets,
                     std::int32_t count, std::int32_t stride);

/// The class of one example: with one output 0 or 1 (sigmoid and relu: from 0.5 on, others: from
/// 0 on), otherwise the index of the greatest output; a tie counts as the upper class.
template <class Real>
std::int32_t class_of(Activation output_activation, const Real* outputs, std::int32_t count,
                      std::int32_t stride);

} // namespace backprop
