#pragma once

#include "engine/network/kernels.hpp"

#include <span>

namespace backprop::test {

/// A copy made and compiled as theirs are, without any mistake: what is caught is the mistake, not
/// the way the copies are made.
const Kernels<double>& unchanged_kernels();

/// The kernels of tests/mistakes/table.cmake; each has its mistake's name.
std::span<const Kernels<double>* const> planted_mistakes();

} // namespace backprop::test
