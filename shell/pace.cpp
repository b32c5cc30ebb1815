#include "shell/pace.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace backprop::shell {

namespace {

// The longest time that counts between two frames.
constexpr double k_longest_gap = 0.1;

double updates_per_epoch(const Snapshot& snapshot) {
    const double examples = static_cast<double>(snapshot.data->train_inputs.columns);
    const std::int32_t batch = snapshot.experiment->training.batch;
    return batch == k_batch_all ? 1.0 : std::ceil(examples / static_cast<double>(batch));
}

} // namespace

std::int64_t updates_due(Pace& pace, double speed, const Snapshot& snapshot, double now) {
    if (snapshot.status != Status::Running) {
        pace = {};
        return 0;
    }
    if (speed >= k_fastest_speed) return std::numeric_limits<std::int64_t>::max();
    const double per_second = speed * updates_per_epoch(snapshot);
    const double gap = pace.running ? std::clamp(now - pace.then, 0.0, k_longest_gap) : 0.0;
    pace.running = true;
    pace.then = now;
    // What the machine could not train in time is forgotten: it is slower than asked, not behind.
    pace.due = std::min(pace.due + gap * per_second, k_longest_gap * per_second + 1.0);
    return static_cast<std::int64_t>(pace.due);
}

void updates_done(Pace& pace, std::int64_t updates) {
    pace.due = std::max(0.0, pace.due - static_cast<double>(updates));
}

} // namespace backprop::shell
