#pragma once

#include "engine/network/kernels.hpp"

#include <span>

namespace backprop::test {

/// The kernels of tests/mistakes/table.cmake; each has its mistake's name.
std::span<const Kernels<double>* const> planted_mistakes();

} // namespace backprop::test
