#pragma once

#include "engine/network/layout.hpp"
#include "engine/network/start.hpp"

#include <span>

namespace backprop {

/// Fills `parameters` (layout.parameter_count numbers) with the start weights and biases. Given
/// numbers must have the network's shape. Draws come from the stream RandomStream::Start, layer
/// by layer in the order w[to][from].
template <class Real>
void initialize(const NetworkLayout& layout, const StartSpec& start, std::span<Real> parameters);

} // namespace backprop
