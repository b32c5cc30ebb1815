// The kernels for every machine: 16-byte vectors are SSE2, NEON and wasm SIMD.
#define BACKPROP_VECTOR_BYTES 16
#include "engine/network/kernels_impl.hpp"
#include "engine/network/kernels_targets.hpp"

namespace backprop {

constinit const Kernels<float> k_kernels_baseline_float = make_kernels<float>("baseline");
constinit const Kernels<double> k_kernels_baseline_double = make_kernels<double>("baseline");

} // namespace backprop
