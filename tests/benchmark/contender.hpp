#pragma once

#include "tests/benchmark/workloads.hpp"

#include <cstdint>

// What the bench asks of a contender. contender_main.cpp hands it on: lines on standard input
// natively, exported functions as WebAssembly.

namespace backprop::bench {

/// Makes the network at its start parameters.
void begin(const Workload& work, const Dataset& data, bool float64);

/// Trains the network that was begun for one epoch; how many examples that were.
std::int64_t train_epoch();

/// The mean loss over all examples, with the present parameters.
double loss();

/// What this contender can say about itself, and thousand millions of operations a second at best:
/// see peak.hpp. 0 where it does not measure that.
const char* description();
double peak(bool float64);

/// Prints a line of JSON for each network whose examples, units or layers are doubled.
void print_growth();

} // namespace backprop::bench
