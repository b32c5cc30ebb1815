// The kernels for x86-64 machines with AVX2. The build compiles this file with -mavx2 (and
// without FMA: a fused product rounds once instead of twice, which changes the bits).
#ifdef BACKPROP_HAVE_AVX2_KERNELS
#define BACKPROP_VECTOR_BYTES 32
#include "engine/network/kernels_impl.hpp"
#include "engine/network/kernels_targets.hpp"

namespace backprop {

constinit const Kernels<float> k_kernels_avx2_float = make_kernels<float>("AVX2");
constinit const Kernels<double> k_kernels_avx2_double = make_kernels<double>("AVX2");

} // namespace backprop
#endif
