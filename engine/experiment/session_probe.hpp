#pragma once

#include "engine/experiment/session.hpp"
#include "engine/training/loss_probe.hpp"

#include <cstdint>
#include <vector>

namespace backprop {

/// The batch of the pass under way (pass_rows) with the present parameters, to try things out on.
/// The session does not notice.
BatchProbe probe_batch(const Session& session);

/// A moment of the training so far, in a plane of parameters.
struct PathPoint {
    std::int64_t updates;
    PlanePoint place;
};

/// The states of the run that are still known, from where it began to the present one, each at the
/// nearest point of the plane.
std::vector<PathPoint> training_path(const Session& session, const ParameterPlane& plane);

/// E over all training rows with the present parameters, which the snapshot only has at the end of
/// an epoch. Infinite or NaN if it is.
double training_loss(Session& session);

} // namespace backprop
