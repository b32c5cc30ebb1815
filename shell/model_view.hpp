#pragma once

#include "shell/view.hpp"

namespace backprop::shell {

/// Decides when a ModelView is computed again, so that it never takes more than a small part of
/// the time.
struct ModelSchedule {
    std::uint64_t data_revision = 0;
    double next_seconds = 0; ///< not before this moment while training
};

/// True when `model` does not show the snapshot's revision.
bool is_stale(const ModelView& model, const Snapshot& snapshot);

/// Computes `model` if it is stale: at once when not training, when the network's shape or the
/// data changed (panels index by it), otherwise when `schedule` allows. `now` is the clock.
void update_model(ModelView& model, ModelSchedule& schedule, const Session& session,
                  double (*now)());

} // namespace backprop::shell
