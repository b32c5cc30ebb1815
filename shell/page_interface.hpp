#pragma once

#include "engine/experiment/command.hpp"
#include "engine/experiment/result.hpp"
#include "engine/experiment/session.hpp"
#include "shell/dialogs/dialog_state.hpp"
#include "shell/lessons/lesson_state.hpp"
#include "shell/tour/tour_state.hpp"
#include "shell/view.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace backprop::shell {

/// What window.backpropLab.snapshot() tells, without the number of frames.
std::string snapshot_json(const Session& session, const View& view, const LessonState& lessons);

/// What a call may read and change.
struct CallContext {
    const Session& session;
    View& view;
    DialogState& dialog;
    LessonState& lessons;
    TourState& tour;
    const std::optional<Experiment>& own_rows; ///< left for another data set
    std::function<Result<Done>(const Command&)> carry_out;
    std::function<void(std::string)> show_note; ///< on screen, until another command succeeds
    std::function<void(bool)> tell_linkless;    ///< whether the present experiment fits no link
};

/// Answers a call of the page interface: {"call": "load", "experiment": {...}}, {"call": "set",
/// "path": "...", "value": ...}, {"call": "step", "what": "epoch"}, "step_back" likewise,
/// {"call": "run"}, "pause", "reset", "replay", "new_weights" give {"ok":true} or {"error":"..."}.
/// Of the view, what view_settings.hpp lists can be set. {"call": "self_test"} runs the
/// scenarios of self_test.hpp here and gives {"ok": all equal, "scenarios": [{"name", "hashes":
/// [...], "expected": [...], "equal"}]}. The page itself also uses:
/// {"call": "link", "weights": bool} -> {"ok":true, "link": "v1..."},
/// {"call": "file", "weights": bool} -> {"ok":true, "name", "text"},
/// {"call": "file_size", "weights": bool} -> {"ok":true, "bytes"}: about how long that text is,
/// {"call": "open_link", "link"} and {"call": "open_file", "name", "text"}: what they refuse also
/// becomes a note on screen. {"call": "open_file", "name", "bytes": 5000} opens nothing: it refuses
/// what is too large to be read.
/// {"call": "exercise", "seed": 7} begins an exercise; without a seed a fresh one.
/// {"call": "tour", "first": true} begins the tour unless it has been seen.
/// {"call": "lesson", "key": "houses", "step": 5} opens a step of a lesson (as soon as the lessons
/// are here), {"call": "leave_lesson"} leaves it. {"call": "address"} -> {"ok":true, "link"} is
/// what the page's address ends in: the open lesson's step, or the experiment. "keeps" beside it
/// says whether the program holds an experiment that fits no link: this one, that before the
/// lesson, or rows left for another data set. With "tell": true a note on screen says it of this
/// one.
std::string answer_call(std::string_view request_json, const CallContext& context);

/// {"ok":true} or {"error":"..."}.
std::string answer_json(const Result<Done>& result);

} // namespace backprop::shell
