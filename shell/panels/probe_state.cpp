#include "shell/panels/probe_state.hpp"

#include "shell/drawing/chain_subject.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/platform/platform.hpp"

namespace backprop::shell {

namespace {

constexpr double k_frame_seconds = 0.004; ///< that a panel computes at most in a frame
constexpr double k_time_share = 8;        ///< while training, at most one part in this many

} // namespace

bool may_begin(const Frame& frame, const Pacing& pacing) {
    return frame.snapshot.status != Status::Running || platform::now_seconds() >= pacing.next;
}

void note_begin(Pacing& pacing) {
    pacing.begun = platform::now_seconds();
}

void note_end(Pacing& pacing) {
    const double now = platform::now_seconds();
    pacing.next = now + k_time_share * (now - pacing.begun);
}

double work_until() {
    return platform::now_seconds() + k_frame_seconds;
}

bool is_over(double end) {
    return platform::now_seconds() >= end;
}

ProbeState& probe_state(Frame& frame) {
    if (!frame.view.probe) frame.view.probe = std::make_shared<ProbeState>();
    return *frame.view.probe;
}

Selection selected_parameter(const Frame& frame) {
    const Experiment& experiment = *frame.snapshot.experiment;
    Selection selection = frame.view.selection;
    if (selection.kind == SelectionKind::Unit) {
        const Selection bias = bias_of_unit(experiment, selection.layer, selection.to);
        selection = bias.kind != SelectionKind::None
                      ? bias
                      : Selection{SelectionKind::Weight, selection.layer, selection.to, 0};
    }
    if (selection.layer > 0 && selection.kind != SelectionKind::None &&
        exists(experiment, selection))
        return selection;
    return {SelectionKind::Weight, static_cast<std::int32_t>(experiment.network.layers.size()), 0,
            0};
}

std::string parameter_name(const Frame& frame, const ParameterPlace& place) {
    return plain_text(parameter_letter(letters_of(frame), place));
}

} // namespace backprop::shell
