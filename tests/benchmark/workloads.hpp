#pragma once

#include "engine/data/dataset.hpp"
#include "engine/network/loss.hpp"
#include "engine/network/network_spec.hpp"

#include <cstdint>
#include <vector>

namespace backprop::bench {

/// A network, its data and how it is trained. All contenders train the same.
struct Workload {
    const char* name;
    const char* shape;
    DataSet set; ///< Inline for classes made here
    std::int32_t inputs;
    std::vector<LayerSpec> layers;
    std::int32_t batch;
    double learning_rate;
};

/// W1 to W5.
std::vector<Workload> workloads();

/// Ten classes, each a random pattern of `inputs` numbers in 0..1, with noise of the same size.
Dataset class_data(std::int32_t inputs, std::int32_t examples);

Dataset make_data(const Workload& work);

/// Cross-entropy for softmax outputs, otherwise ½ (o − y)².
ErrorKind error_of(const Workload& work);

/// Additions and multiplications for one example: 4 a weight in the first layer (forward and
/// gradient), 6 in the others (and δ of the layer before).
double operations(const Workload& work);

} // namespace backprop::bench
