#pragma once

#include <cstdint>
#include <vector>

namespace backprop {

/// Loss at the end of an epoch. `test_loss` is NaN when no rows are held back.
struct LossPoint {
    std::int64_t epoch;
    double loss;
    double test_loss;
};

/// The losses of a run. All of them up to the limit; beyond it every second point is dropped,
/// then every second of the rest, so a long run keeps its shape in bounded memory. The last point
/// is always the last epoch recorded.
struct LossHistory {
    std::int64_t stride = 1;
    std::vector<LossPoint> points;
};

inline constexpr std::size_t k_history_limit = 16384;

/// Empties the history and reserves its memory, so that training allocates nothing.
void clear(LossHistory& history);

/// Records an epoch. Epochs come in rising order.
void record(LossHistory& history, const LossPoint& point);

/// Forgets the epochs after `point`, which becomes the last one.
void go_back(LossHistory& history, const LossPoint& point);

} // namespace backprop
