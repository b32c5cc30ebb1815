#pragma once

#include "engine/experiment/command.hpp"
#include "engine/experiment/result.hpp"
#include "engine/experiment/session.hpp"
#include "shell/view.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace backprop::shell {

/// What window.backpropLab.snapshot() tells, without the number of frames.
std::string snapshot_json(const Session& session, const View& view);

using CarryOut = std::function<Result<Done>(const Command&)>;

/// Answers a call of the page interface: {"call": "load", "experiment": {...}}, {"call": "set",
/// "path": "...", "value": ...}, {"call": "step", "what": "epoch"}, {"call": "run"}, "pause",
/// "reset", "new_weights" give {"ok":true} or {"error":"..."}. Of the view, "view.speed" can be set
/// (epochs a second, or "max"). {"call": "self_test"} runs the scenarios of self_test.hpp here and
/// gives {"ok": all equal, "scenarios": [{"name", "hash", "expected", "equal"}]}.
std::string answer_call(std::string_view request_json, const Experiment& now, View& view,
                        const CarryOut& carry_out);

} // namespace backprop::shell
