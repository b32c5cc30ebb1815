#pragma once

#include "engine/experiment/command.hpp"
#include "engine/experiment/result.hpp"
#include "engine/experiment/session.hpp"
#include "shell/view.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace backprop::shell {

/// What window.backpropLab.snapshot() tells, without the number of frames.
std::string snapshot_json(const Session& session, const View& view);

/// The command that a call of the page interface asks for:
/// {"call": "load", "experiment": {...}}, {"call": "set", "path": "...", "value": ...},
/// {"call": "step", "what": "epoch"}, {"call": "run"}, "pause", "reset", "new_weights".
Result<Command> read_call(const Experiment& now, std::string_view request_json);

/// Carries out {"call": "set", "path": "view.speed", "value": epochs a second or "max"}; empty for
/// any other request: the rest of the view is the user's own.
std::optional<Result<Done>> change_view(View& view, std::string_view request_json);

/// {"ok":true} or {"error":"..."}.
std::string answer_json(const Result<Done>& result);

} // namespace backprop::shell
