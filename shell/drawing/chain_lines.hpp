#pragma once

#include "shell/drawing/cache.hpp"
#include "shell/drawing/chain_subject.hpp"
#include "shell/drawing/formula.hpp"

namespace backprop::shell {

/// The parts of a chain rule's explanation, each drawn at the ImGui cursor, `width` wide. What is
/// under the pointer goes to `cache.hovered_next`; factors of what is highlighted in the picture
/// are lit.

/// Three aligned lines (symbols, formulas, values) of each path, or of the first ones, and their
/// sum, for one example.
void draw_example_chain(Frame& frame, DrawingCache& cache, const ChainSubject& subject,
                        float width);

/// Symbols and formulas once, then the values of every example in the batch, and their sum.
void draw_batch_chain(Frame& frame, DrawingCache& cache, const ChainSubject& subject, float width);

/// ∂E/∂w = δ·a and δ = (Σ w·δ)·f′, the layers after it folded or not.
void draw_nested_chain(Frame& frame, DrawingCache& cache, const ChainSubject& subject,
                       std::int32_t example, float width);

} // namespace backprop::shell
