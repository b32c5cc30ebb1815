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
    std::vector<AlignedVector<Real>> activations; ///< [layer], 0 = first hidden layer; undropped
    std::vector<AlignedVector<Real>> sums;        ///< [layer], z; empty where nothing needs it
    std::vector<AlignedVector<Real>> deltas;      ///< [layer], ∂E/∂z
    std::vector<AlignedVector<Real>> masks; ///< [layer], of dropout, filled before a training pass:
                                            ///< 0 or 1 / (1 − p); empty where p = 0
    std::vector<AlignedVector<Real>> dropped; ///< [layer], activations ⊙ masks; empty where p = 0
    std::int32_t stride = 0;                  ///< of the block of the last forward pass
    std::int32_t columns = 0;                 ///< of that block
    bool training = false;                    ///< whether it dropped units
    const Kernels<Real>* kernels = &backprop::kernels<Real>(); ///< tests put others here

    const Real* outputs() const { return activations.back().data(); }
    /// z of the outputs, null when the error does not need it.
    const Real* output_sums() const { return sums.back().empty() ? nullptr : sums.back().data(); }
};

/// `loss` decides whether z of the outputs is kept.
template <class Real>
Workspace<Real> make_workspace(const NetworkLayout& layout, const LossSpec& loss);

/// Whether a forward pass leaves units out as `Workspace::masks` say (only while training).
enum class Dropout : std::uint8_t { Off, On };

/// Inputs and targets of up to k_block_columns examples, one per column.
template <class Real>
struct BlockView {
    const Real* inputs;
    const Real* targets; ///< may be null for a forward pass alone
    std::int32_t stride; ///< of both, and of the workspace while this block is worked on
    std::int32_t columns;
};

/// Whether gradients are written over what is there or added to it.
enum class Sums : std::uint8_t { Write, Add };

/// Fills `workspace.activations`, layer by layer from the inputs.
template <class Real>
void forward_pass(const NetworkLayout& layout, const Real* parameters, const BlockView<Real>& block,
                  Workspace<Real>& workspace, Dropout dropout = Dropout::Off);

/// After a forward pass: fills `workspace.deltas` from the output back, and writes the gradients of
/// scale · Σ E over the block's examples and outputs to `gradients` (layout.parameter_count
/// numbers), or adds them. Every δ comes from the same parameters: nothing is updated in between.
/// `loss` is that of make_workspace; its reductions are the business of `scale`.
template <class Real>
void backward_pass(const NetworkLayout& layout, const Real* parameters, const LossSpec& loss,
                   Real scale, const BlockView<Real>& block, Workspace<Real>& workspace,
                   Real* gradients, Sums sums);

/// The error of one example whose outputs, their z and targets lie `stride` numbers apart, reduced
/// over outputs as `spec` says. Infinite or NaN outputs give such an error. `z` may be null when
/// the error does not need it (ErrorRow::needs_z). Those that do are then computed from the
/// outputs, which is less than the truth where an output is rounded to 0 or 1, but finite.
template <class Real>
double example_error(const LossSpec& spec, const Real* outputs, const Real* z, const Real* targets,
                     std::int32_t count, std::int32_t stride);

/// The class of one example: with one output 0 or 1 (from `threshold` on), otherwise the index of
/// the greatest output; a tie counts as the upper class.
template <class Real>
std::int32_t class_of(double threshold, const Real* outputs, std::int32_t count,
                      std::int32_t stride);

} // namespace backprop
