#include "shell/panels/top_bar_items.hpp"
#include "shell/stepping.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

/// Of the buttons that step back, left of those that step on.
float back_width(const Frame& frame) {
    return frame.view.coarse_pointer ? control_height(frame) : std::round(em(1.7F));
}

float small_gap() {
    return std::round(em(0.2F));
}

std::string step_id(std::string_view what, bool back) {
    return (back ? "step_back." : "step.") + std::string(what);
}

std::vector<Command> commands_now(const Frame& frame, PassStep step) {
    return commands_of(step, frame.model.moments, frame.snapshot.moment,
                       frame.snapshot.can_step_back);
}

/// True when there was something to do. A step of the hand ends slow play.
bool take_pass_step(Frame& frame, PassStep step) {
    const std::vector<Command> commands = commands_now(frame, step);
    frame.commands.insert(frame.commands.end(), commands.begin(), commands.end());
    if (!commands.empty()) frame.view.playing = false;
    return !commands.empty();
}

/// Which of the buttons goes on from here: its frame is drawn in its colour.
PassStep step_that_follows(const Frame& frame) {
    const std::int32_t moment = frame.snapshot.moment;
    const auto count = static_cast<std::int32_t>(frame.model.moments.size());
    if (moment >= count) return PassStep::Forward;
    switch (direction_of(frame.model.moments[static_cast<std::size_t>(moment)].kind)) {
    case Direction::Forward:
        return PassStep::Forward;
    case Direction::Backward:
        return PassStep::Backward;
    case Direction::Update:
        break;
    }
    return PassStep::Update;
}

void draw_pass_button(Frame& frame, PassStep step, bool follows) {
    const std::string id(choice_of(k_pass_steps, step).key);
    const Theme& theme = frame.theme;
    const ImU32 color = step == PassStep::Forward  ? theme.forward
                      : step == PassStep::Backward ? theme.backward
                                                   : theme.text_strong;
    const bool enabled = !commands_now(frame, step).empty();
    ButtonOptions options;
    options.color = color;
    options.width = button_width(frame, "button." + id);
    options.enabled = enabled;
    options.tooltip = text(enabled ? "tip." + id : "tip." + id + ".over");
    if (button(frame, id, text("button." + id), options)) take_pass_step(frame, step);
    if (!follows || !enabled) return;
    const Rect rect = last_item_rect();
    ImGui::GetWindowDrawList()->AddRect({rect.x, rect.y},
                                        {rect.x + rect.width, rect.y + rect.height}, color,
                                        ImGui::GetStyle().FrameRounding, 0, em(0.09F));
}

} // namespace

float step_width(const Frame& frame, StepKind what) {
    return back_width(frame) + small_gap() +
           button_width(frame, "button.step." + std::string(choice_of(k_step_kinds, what).key));
}

float pass_width(const Frame& frame) {
    float width = back_width(frame);
    for (const char* key : {"button.forward", "button.backward", "button.update"})
        width += small_gap() + button_width(frame, key);
    return width;
}

void draw_command(Frame& frame, std::string_view id, const Command& command, float width) {
    ButtonOptions options;
    options.width = width;
    options.tooltip = text("tip." + std::string(id));
    if (button(frame, id, text("button." + std::string(id)), options))
        frame.commands.push_back(command);
}

/// "◂ +1 epoch": back and on by the same amount.
void draw_step(Frame& frame, StepKind what, float width) {
    const std::string_view key = choice_of(k_step_kinds, what).key;
    const std::string back = step_id(key, true);
    ButtonOptions options;
    options.width = back_width(frame);
    options.enabled = frame.snapshot.can_step_back;
    options.name = text("button." + back);
    options.tooltip = text("tip." + back);
    if (button(frame, back, "◂", options)) frame.commands.push_back(command::StepBack{what});
    ImGui::SameLine(0, small_gap());
    draw_command(frame, step_id(key, false), command::Step{what},
                 width - options.width - small_gap());
}

void draw_pass_buttons(Frame& frame) {
    ButtonOptions options;
    options.width = back_width(frame);
    options.enabled = !commands_now(frame, PassStep::Back).empty();
    options.name = text("button.step_back.moment");
    options.tooltip = text("tip.step_back.moment");
    if (button(frame, "step_back.moment", "◂", options)) take_pass_step(frame, PassStep::Back);
    const PassStep follows = step_that_follows(frame);
    for (const PassStep step : {PassStep::Forward, PassStep::Backward, PassStep::Update}) {
        ImGui::SameLine(0, small_gap());
        draw_pass_button(frame, step, step == follows && frame.snapshot.moment > 0);
    }
}

void take_step_keys(Frame& frame) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.WantTextInput || io.KeyCtrl || io.KeyAlt || io.KeySuper) return;
    if (ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) return;
    constexpr std::pair<ImGuiKey, StepKind> k_keys[] = {{ImGuiKey_1, StepKind::Example},
                                                        {ImGuiKey_2, StepKind::Batch},
                                                        {ImGuiKey_3, StepKind::Epoch},
                                                        {ImGuiKey_M, StepKind::Moment}};
    for (const auto& [key, what] : k_keys) {
        if (!ImGui::IsKeyPressed(key)) continue;
        frame.view.playing = false;
        if (!io.KeyShift)
            frame.commands.push_back(command::Step{what});
        else if (what == StepKind::Moment)
            take_pass_step(frame, PassStep::Back);
        else if (frame.snapshot.can_step_back)
            frame.commands.push_back(command::StepBack{what});
    }
    constexpr std::pair<ImGuiKey, PassStep> k_pass_keys[] = {{ImGuiKey_F, PassStep::Forward},
                                                             {ImGuiKey_B, PassStep::Backward},
                                                             {ImGuiKey_U, PassStep::Update}};
    for (const auto& [key, step] : k_pass_keys)
        if (ImGui::IsKeyPressed(key)) take_pass_step(frame, io.KeyShift ? PassStep::Back : step);
    if (ImGui::IsKeyPressed(ImGuiKey_P, false)) frame.view.playing = !frame.view.playing;
}

} // namespace backprop::shell
