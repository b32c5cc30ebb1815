#include "shell/panels/top_bar.hpp"

#include "engine/experiment/presets.hpp"
#include "shell/dialogs/dialogs.hpp"
#include "shell/numbers.hpp"
#include "shell/panels/lesson_menu.hpp"
#include "shell/panels/top_bar_items.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <optional>

namespace backprop::shell {

namespace {

constexpr float k_quarter_turn = 1.57079633F;

void draw_brand(Frame& frame, float width) {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float y = origin.y + control_height(frame) / 2;
    const Rect first =
        text_at(frame, draw_list, "app.name_first", text("app.name_first"), {origin.x, y},
                TextStyle::Strong, frame.theme.text_strong, {0, 0.5F});
    text_at(frame, draw_list, "app.name_second", text("app.name_second"),
            {first.x + first.width + em(0.35F), y}, TextStyle::Strong, frame.theme.negative,
            {0, 0.5F});
    ImGui::Dummy({width, control_height(frame)});
}

void draw_preset(Frame& frame, float width) {
    const Experiment& experiment = *frame.snapshot.experiment;
    std::vector<ComboItem> items;
    int chosen = -1;
    for (const Preset& preset : presets()) {
        const std::string key(preset.key);
        items.push_back({key, std::string(text_or("preset." + key, preset.name)), true});
        if (preset.name == experiment.name) chosen = static_cast<int>(items.size()) - 1;
    }
    const std::string shown = chosen >= 0 ? items[static_cast<std::size_t>(chosen)].label
                            : experiment.name.empty() ? std::string(text("preset.own"))
                                                      : experiment.name;
    const int picked = combo_box(frame, "preset", text("preset"), shown, items, chosen, width);
    if (picked >= 0)
        frame.commands.push_back(command::Load{presets()[static_cast<std::size_t>(picked)].make()});
}

/// Why Run does nothing.
std::string_view finished_key(std::optional<StopReason> stopped) {
    if (stopped == StopReason::LossBelow) return "tip.finished.loss_below";
    if (stopped == StopReason::NoProgress) return "tip.finished.no_progress";
    return "tip.finished";
}

void draw_run(Frame& frame, float width) {
    const Status status = frame.snapshot.status;
    ButtonOptions options;
    options.kind = ButtonKind::Primary;
    options.width = width;
    if (status == Status::Running) {
        options.tooltip = text("tip.pause");
        if (button(frame, "pause", text("button.pause"), options))
            frame.commands.push_back(command::Pause{});
        return;
    }
    const bool finished = status == Status::Finished;
    const bool diverged = status == Status::Diverged;
    const std::string_view tip = finished ? text(finished_key(frame.snapshot.stopped))
                               : diverged ? text("tip.diverged")
                                          : text("tip.run");
    options.tooltip = tip;
    if (!button(frame, "run", text("button.run"), options)) return;
    if (finished)
        frame.widget_state.messages.push_back(std::string(tip));
    else
        frame.commands.push_back(command::Run{});
}

void draw_request(Frame& frame, std::string_view id, DialogKind dialog, float width) {
    ButtonOptions options;
    options.width = width;
    options.tooltip = text("tip." + std::string(id));
    if (!button(frame, id, text("button." + std::string(id)), options)) return;
    open_dialog(frame, dialog);
    ImGui::CloseCurrentPopup(); // of the menu "…", where it is in that
}

void draw_epoch(Frame& frame, float width) {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const Theme& theme = frame.theme;
    const float y = origin.y + control_height(frame) / 2;
    const std::string epochs = format_integer(frame.snapshot.experiment->training.epochs);
    Rect last = text_at(frame, draw_list, "epoch.label", text("epoch"), {origin.x, y},
                        TextStyle::Body, theme.text_dim, {0, 0.5F});
    last = text_at(frame, draw_list, "epoch", format_integer(frame.snapshot.epoch),
                   {last.x + last.width + em(0.4F), y}, TextStyle::Strong, theme.text_strong,
                   {0, 0.5F});
    text_at(frame, draw_list, "epoch.of", fill(text("epoch.of"), {epochs}),
            {last.x + last.width + em(0.35F), y}, TextStyle::Body, theme.text_dim, {0, 0.5F});
    ImGui::Dummy({width, control_height(frame)});
}

/// Half a disc filled: the sign for light and dark, drawn so that it is crisp.
void draw_theme(Frame& frame, float width) {
    constexpr std::string_view k_tips[] = {"button.theme.system", "button.theme.dark",
                                           "button.theme.light"};
    const auto choice = static_cast<std::size_t>(frame.view.theme);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ButtonOptions options;
    options.width = width;
    options.name = options.tooltip = text(k_tips[choice]);
    if (button(frame, "theme", "", options))
        frame.view.theme = static_cast<ThemeChoice>((choice + 1) % 3);
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImVec2 center{corner.x + width / 2, corner.y + control_height(frame) / 2};
    const float radius = em(0.42F);
    draw_list->AddCircle(center, radius, frame.theme.text, 0, em(0.1F));
    draw_list->PathArcTo(center, radius, k_quarter_turn, 3 * k_quarter_turn);
    draw_list->PathFillConvex(frame.theme.text);
}

void draw_item(Frame& frame, BarItem item, float width);

/// "…": what has no room in the bar, in a list.
void draw_more(Frame& frame, const std::vector<BarItem>& menu, float width) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ButtonOptions options;
    options.width = width;
    options.name = options.tooltip = text("button.more_commands");
    if (button(frame, "more", "…", options)) ImGui::OpenPopup("more.menu");
    const float inner = em(13), padding = em(0.5F);
    ImGui::SetNextWindowPos({std::max(em(0.3F), corner.x + width - inner - 2 * padding),
                             corner.y + control_height(frame) + em(0.3F)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {padding, padding});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, em(0.35F)});
    bool used = false;
    if (ImGui::BeginPopup("more.menu", ImGuiWindowFlags_NoMove)) {
        for (const BarItem item : menu) {
            const std::size_t commands = frame.commands.size();
            draw_item(frame, item, inner);
            used = used || frame.commands.size() != commands;
        }
        if (used) ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
}

void draw_item(Frame& frame, BarItem item, float width) {
    switch (item) {
    case BarItem::Brand:
        return draw_brand(frame, width);
    case BarItem::Preset:
        return draw_preset(frame, width);
    case BarItem::Lessons:
        return draw_lesson_menu(frame, width);
    case BarItem::Reset:
        return draw_command(frame, "reset", command::Reset{}, width);
    case BarItem::Run:
        return draw_run(frame, width);
    case BarItem::Pass:
        return draw_pass_buttons(frame);
    case BarItem::StepExample:
        return draw_step(frame, StepKind::Example, width);
    case BarItem::StepBatch:
        return draw_step(frame, StepKind::Batch, width);
    case BarItem::StepEpoch:
        return draw_step(frame, StepKind::Epoch, width);
    case BarItem::NewWeights:
        return draw_command(frame, "new_weights", command::NewWeights{}, width);
    case BarItem::Epoch:
        return draw_epoch(frame, width);
    case BarItem::Share:
        return draw_request(frame, "share", DialogKind::Share, width);
    case BarItem::Open:
        return draw_request(frame, "open", DialogKind::Open, width);
    case BarItem::Save:
        return draw_request(frame, "save", DialogKind::Save, width);
    case BarItem::Theme:
        return draw_theme(frame, width);
    case BarItem::Help:
        return draw_help_menu(frame, width);
    case BarItem::More:
        break; // has a list of its own
    }
}

} // namespace

float top_bar_height(const Frame& frame, float width) {
    return place_bar_items(frame, width).height;
}

void draw_top_bar(Frame& frame) {
    const ImVec2 origin = ImGui::GetWindowPos();
    const BarLayout layout = place_bar_items(frame, ImGui::GetWindowWidth());
    take_step_keys(frame);
    for (const PlacedItem& item : layout.items) {
        ImGui::SetCursorScreenPos({origin.x + item.x, origin.y + item.y});
        if (item.item == BarItem::More)
            draw_more(frame, layout.menu, item.width);
        else
            draw_item(frame, item.item, item.width);
    }
}

} // namespace backprop::shell
