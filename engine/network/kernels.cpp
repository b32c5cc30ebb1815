#include "engine/network/kernels_targets.hpp"

namespace backprop {

#ifdef BACKPROP_HAVE_AVX2_KERNELS

template <>
const Kernels<float>& kernels<float>() {
    static const bool avx2 = __builtin_cpu_supports("avx2") != 0;
    return avx2 ? k_kernels_avx2_float : k_kernels_baseline_float;
}
template <>
const Kernels<double>& kernels<double>() {
    static const bool avx2 = __builtin_cpu_supports("avx2") != 0;
    return avx2 ? k_kernels_avx2_double : k_kernels_baseline_double;
}

#else

template <>
const Kernels<float>& kernels<float>() {
    return k_kernels_baseline_float;
}
template <>
const Kernels<double>& kernels<double>() {
    return k_kernels_baseline_double;
}

#endif

} // namespace backprop
