// Compiled with -mavx2, and without fused multiply-add, as the engine's kernels are.
#include "tests/benchmark/peak.hpp"

double backprop::bench::peak_avx2(bool float64) {
    return float64 ? measured_peak<double, 32>() : measured_peak<float, 32>();
}
