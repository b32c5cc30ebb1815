#pragma once

#include "engine/network/kernels.hpp"

namespace backprop {

/// One row an instruction set; kernels.cpp chooses among those that were built.
extern const Kernels<float> k_kernels_baseline_float;
extern const Kernels<double> k_kernels_baseline_double;

#ifdef BACKPROP_HAVE_AVX2_KERNELS
extern const Kernels<float> k_kernels_avx2_float;
extern const Kernels<double> k_kernels_avx2_double;
#endif

} // namespace backprop
