// The desktop's dialogs for links and files. The page has HTML for them.
#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/link.hpp"
#include "shell/dialogs/dialogs.hpp"
#include "shell/lessons/lesson_control.hpp"
#include "shell/numbers.hpp"
#include "shell/platform/platform.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <cstdio>

namespace backprop::shell {

namespace {

/// "☐ with the exact weights"; true when it was switched.
bool draw_weights_switch(Frame& frame) {
    DialogState& state = frame.widget_state.dialog;
    const bool pressed =
        checkbox(frame, "dialog.weights", text("dialog.with_weights"), state.weights);
    if (pressed) state.weights = !state.weights;
    return pressed;
}

} // namespace

bool draw_share_dialog(Frame& frame, float width) {
    DialogState& state = frame.widget_state.dialog;
    draw_paragraph(frame, "dialog.about", text("dialog.share.about"), width);
    if (draw_weights_switch(frame)) state.told.clear();
    const std::string place = lesson_address(frame.widget_state.lessons);
    const Result<std::string> link = place.empty() || state.weights
                                       ? to_link(current_experiment(frame.session, state.weights))
                                       : Result<std::string>(place);
    std::string shown = link ? *link : to_string(link.error);
    if (link) {
        text_field(frame, "share.link", text("dialog.link"), shown.data(), shown.size() + 1, width,
                   true);
        draw_text(
            frame, "share.length",
            fill(text("dialog.length"), {format_integer(static_cast<std::int64_t>(shown.size()))}),
            TextStyle::SmallDim);
    } else {
        draw_paragraph(frame, "share.problem", shown, width);
    }
    draw_told(frame, width);
    switch (dialog_buttons(frame, width, {"dialog.copy", "dialog.save_file", "dialog.close"},
                           bool(link))) {
    case 0:
        ImGui::SetClipboardText(shown.c_str());
        tell(state, std::string(text("dialog.copied")));
        return true;
    case 1:
        state.wanted = DialogKind::Save;
        state.text.clear();
        std::snprintf(state.path.data(), state.path.size(), "%s",
                      file_name_for(frame.snapshot.experiment->name).c_str());
        return false;
    case 2:
        return false;
    default:
        return true;
    }
}

bool draw_save_dialog(Frame& frame, float width) {
    DialogState& state = frame.widget_state.dialog;
    const bool is_text = !state.text.empty();
    draw_paragraph(frame, "dialog.about",
                   text(is_text ? "dialog.save_text.about" : "dialog.save.about"), width);
    const bool entered = text_field(frame, "dialog.path", text("dialog.path"), state.path.data(),
                                    state.path.size(), width);
    if (!is_text) draw_weights_switch(frame);
    draw_told(frame, width);
    const int pressed =
        dialog_buttons(frame, width, {"dialog.save_file", "dialog.close"}, state.path[0] != '\0');
    if (pressed == 1) return false;
    if (pressed != 0 && !entered) return true;
    const std::string path = state.path.data();
    const std::string contents =
        is_text ? state.text : to_json(current_experiment(frame.session, state.weights));
    if (platform::write_file(path, contents)) return false;
    tell(state, fill(text("dialog.not_written"), {path}), true);
    return true;
}

bool draw_open_dialog(Frame& frame, float width) {
    DialogState& state = frame.widget_state.dialog;
    draw_paragraph(frame, "dialog.about", text("dialog.open.about"), width);
    const bool entered = text_field(frame, "dialog.path", text("dialog.path"), state.path.data(),
                                    state.path.size(), width);
    draw_told(frame, width);
    const int pressed =
        dialog_buttons(frame, width, {"dialog.open_file", "dialog.close"}, state.path[0] != '\0');
    if (pressed == 1) return false;
    if (pressed != 0 && !entered) return true;
    const std::string path = state.path.data();
    if (const std::string link = link_in(path); !link.empty()) {
        if (auto place = read_lesson_link(link)) {
            frame.widget_state.lessons.request =
                LessonRequest{LessonRequest::Kind::Go, std::move(*place)};
            return false;
        }
        Result<Experiment> linked = parse_link(link);
        if (linked) frame.commands.push_back(command::Load{std::move(*linked)});
        if (linked) return false;
        tell(state, to_string(linked.error), true);
        return true;
    }
    const std::optional<std::string> contents = platform::read_file(path);
    if (!contents) {
        tell(state, fill(text("dialog.not_read"), {path}), true);
        return true;
    }
    const Result<Done> opened =
        open_text(path, *contents, state, frame.widget_state.lessons, frame.commands);
    if (opened) return false;
    tell(state, to_string(opened.error), true);
    return true;
}

} // namespace backprop::shell
