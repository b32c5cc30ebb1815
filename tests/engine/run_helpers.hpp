#pragma once

#include "engine/experiment/session.hpp"
#include "tests/engine/golden.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace backprop::test {

inline Snapshot look(const Run& run) {
    return snapshot(*run.session);
}
inline bool send(Run& run, const Command& command) {
    return bool(apply(*run.session, command));
}
inline std::uint64_t hash_of(const Run& run) {
    return state_hash(*run.session);
}

/// Runs, and trains `updates` updates in chunks of at most `chunk`.
inline void train(Run& run, std::int64_t updates, std::int64_t chunk = 1000) {
    REQUIRE(send(run, command::Run{}));
    for (std::int64_t done = 0; done < updates; done += chunk)
        REQUIRE(advance(*run.session, std::min(chunk, updates - done)) > 0);
}

/// The rows of the history as one comparable list.
inline std::vector<double> history_of(const Run& run) {
    std::vector<double> values;
    for (const LossPoint& point : look(run).history) {
        values.push_back(double(point.epoch));
        values.push_back(point.loss);
        values.push_back(std::isnan(point.test_loss) ? -1.0 : point.test_loss);
    }
    return values;
}

} // namespace backprop::test
