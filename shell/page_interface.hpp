#pragma once

#include "engine/experiment/command.hpp"
#include "engine/experiment/result.hpp"
#include "engine/experiment/session.hpp"
#include "shell/dialogs/dialog_state.hpp"
#include "shell/view.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace backprop::shell {

/// What window.backpropLab.snapshot() tells, without the number of frames.
std::string snapshot_json(const Session& session, const View& view);

/// What a call may read and change.
struct CallContext {
    const Session& session;
    View& view;
    DialogState& dialog;
    std::function<Result<Done>(const Command&)> carry_out;
    std::function<void(std::string)> show_note; ///< a message on screen
};

/// Answers a call of the page interface: {"call": "load", "experiment": {...}}, {"call": "set",
/// "path": "...", "value": ...}, {"call": "step", "what": "epoch"}, "step_back" likewise,
/// {"call": "run"}, "pause", "reset", "replay", "new_weights" give {"ok":true} or {"error":"..."}.
/// Of the view, "view.speed" can be set (epochs a second, or "max"). {"call": "self_test"} runs the
/// scenarios of self_test.hpp here and gives {"ok": all equal, "scenarios": [{"name", "hashes":
/// [...], "expected": [...], "equal"}]}. The page itself also uses:
/// {"call": "link", "weights": bool} -> {"ok":true, "link": "v1..."},
/// {"call": "file", "weights": bool} -> {"ok":true, "name", "text"},
/// {"call": "open_link", "link"} and {"call": "open_file", "name", "text"}: what they refuse also
/// becomes a note on screen.
std::string answer_call(std::string_view request_json, const CallContext& context);

} // namespace backprop::shell
