#pragma once

#include "engine/experiment/notation.hpp"
#include "shell/drawing/cache.hpp"
#include "shell/frame.hpp"

namespace backprop::shell {

/// The computation graph X → Z₁ → h₁ → Z₂ → O → E at the ImGui cursor, `width` wide (a deeper one
/// scrolls sideways), with the shapes of what flows on its arrows. The path from the error back to
/// the parameter at `place` is drawn in the colours and marks of the chain rule's factors; pointing
/// at one of its arrows sets cache.chain.hovered_factor_next.
void draw_computation_graph(Frame& frame, DrawingCache& cache, const Letters& letters,
                            const NetworkLayout& layout, const PassTrace& trace,
                            const ParameterPlace& place, float width);

} // namespace backprop::shell
