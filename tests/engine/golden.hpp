#pragma once

#include "engine/experiment/json.hpp"
#include "engine/experiment/presets.hpp"
#include "engine/experiment/session.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace backprop::test {

/// A file's bytes; the test fails when it cannot be read.
std::string read_text(const std::string& path);

/// tests/golden/golden.json, read once. Its own `schema` explains it.
const Json& golden();

/// The value at the end of a chain of keys; the test fails when one is missing.
const Json& at(const Json& json, std::initializer_list<std::string_view> keys);

/// All numbers inside a value, arrays flattened in order.
std::vector<double> numbers(const Json& json);

/// A matrix that the file has as inputs × units, in the engine's order units × inputs.
std::vector<double> transposed(const Json& json);

/// Compares with the tolerance that the file's schema suggests for float64:
/// |x − g| ≤ 1e-10·|g| + 1e-14.
void check_close(double value, double wanted);
void check_close(const std::vector<double>& values, const std::vector<double>& wanted);

/// A preset's experiment.
Experiment preset(std::string_view key);

/// A session that a test drives; the test fails when it cannot be made.
struct Run {
    SessionPointer session;

    explicit Run(const Experiment& experiment);
    void train_to(std::int64_t epoch);
    double loss() const;
    std::vector<LayerValues> layers() const;
    /// The outputs for the training rows: example after example.
    std::vector<double> outputs() const;
    /// Gradients of the next batch at the present parameters.
    std::vector<LayerValues> next_gradients();
};

} // namespace backprop::test
