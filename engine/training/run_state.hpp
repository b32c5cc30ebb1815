#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace backprop {

/// Everything that training changes: with its experiment it continues a run to the same bits. The
/// numbers of a float32 run are held as doubles, which is exact.
struct RunState {
    std::int64_t epoch = 0;
    std::int64_t updates = 0;
    std::int32_t position = 0;              ///< examples trained in the epoch under way
    std::vector<double> parameters;         ///< in the order of network/layout.hpp
    std::vector<std::vector<double>> slots; ///< the optimizer's numbers, each like parameters
    double beta1_power = 1.0;               ///< β₁ᵗ and β₂ᵗ of Adam and AdamW
    double beta2_power = 1.0;
    std::array<std::uint64_t, 4> shuffle_random{}; ///< before the order of this epoch was drawn
    std::array<std::uint64_t, 4> dropout_random{};
    double best_loss = std::numeric_limits<double>::infinity(); ///< lowest training loss so far
    std::int64_t best_epoch = 0;                                ///< when it was reached
    bool operator==(const RunState&) const = default;
};

} // namespace backprop
