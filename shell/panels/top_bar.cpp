#include "shell/panels/top_bar.hpp"

#include "engine/experiment/presets.hpp"
#include "shell/dialogs/dialogs.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

namespace backprop::shell {

namespace {

constexpr float k_phone_below = 34; ///< font units
constexpr float k_quarter_turn = 1.57079633F;

enum class Item : std::uint8_t {
    Brand,
    Preset,
    Reset,
    Run,
    StepExample,
    StepBatch,
    StepEpoch,
    NewWeights,
    Epoch,
    Share,
    Open,
    Save,
    More, ///< opens the menu of what a narrow bar has no room for
    Theme,
};

struct PlacedItem {
    Item item;
    float x;
    float y; ///< of the row
    float width;
};

/// Where everything goes, and whether some of it is in the menu.
struct BarLayout {
    std::vector<PlacedItem> items;
    std::vector<Item> menu;
    float height = 0;
};

float text_width(const Frame& frame, std::string_view key, TextStyle style = TextStyle::Body) {
    return measure(frame.fonts, style, text(key)).x;
}

float button_width(const Frame& frame, std::string_view key) {
    return std::round(text_width(frame, key) + em(1.3F));
}

/// Of the button that steps back, left of the one that steps on.
float back_width(const Frame& frame) {
    return frame.view.coarse_pointer ? control_height(frame) : std::round(em(1.7F));
}

float step_width(const Frame& frame, StepKind what) {
    return back_width(frame) + std::round(em(0.2F)) +
           button_width(frame, "button.step." + std::string(choice_of(k_step_kinds, what).key));
}

float item_width(const Frame& frame, Item item) {
    switch (item) {
    case Item::Brand:
        return text_width(frame, "app.name_first", TextStyle::Strong) + em(0.35F) +
               text_width(frame, "app.name_second", TextStyle::Strong) + em(0.5F);
    case Item::Preset:
        return em(10.5F);
    case Item::Reset:
        return button_width(frame, "button.reset");
    case Item::Run:
        // The same for both, so that nothing jumps.
        return std::max(button_width(frame, "button.run"), button_width(frame, "button.pause"));
    case Item::StepExample:
        return step_width(frame, StepKind::Example);
    case Item::StepBatch:
        return step_width(frame, StepKind::Batch);
    case Item::StepEpoch:
        return step_width(frame, StepKind::Epoch);
    case Item::NewWeights:
        return button_width(frame, "button.new_weights");
    case Item::Share:
        return button_width(frame, "button.share");
    case Item::Open:
        return button_width(frame, "button.open");
    case Item::Save:
        return button_width(frame, "button.save");
    case Item::More:
    case Item::Theme:
        return std::max(em(2.2F), control_height(frame));
    case Item::Epoch: {
        const std::int64_t epochs = frame.snapshot.experiment->training.epochs;
        const std::string most = format_integer(std::max(epochs, frame.snapshot.epoch));
        return text_width(frame, "epoch") + em(0.8F) +
               measure(frame.fonts, TextStyle::Strong, most).x +
               measure(frame.fonts, TextStyle::Body, fill(text("epoch.of"), {most})).x;
    }
    }
    return 0;
}

float padding_of(const Frame& frame) {
    return std::round(em(frame.view.coarse_pointer ? 0.35F : 0.5F));
}

constexpr Item k_wide_left[] = {Item::Brand,     Item::Preset,      Item::Reset,
                                Item::Run,       Item::StepExample, Item::StepBatch,
                                Item::StepEpoch, Item::NewWeights,  Item::Epoch};
constexpr Item k_wide_right[] = {Item::Share, Item::Open, Item::Save, Item::Theme};
constexpr Item k_narrow_left[] = {Item::Brand,       Item::Preset,    Item::Reset, Item::Run,
                                  Item::StepExample, Item::StepEpoch, Item::Epoch};
/// On a phone the epoch fills the row of the name.
constexpr Item k_phone_left[] = {Item::Brand, Item::Epoch,       Item::Preset,   Item::Reset,
                                 Item::Run,   Item::StepExample, Item::StepEpoch};
constexpr Item k_narrow_right[] = {Item::More, Item::Theme};
constexpr Item k_menu[] = {Item::StepBatch, Item::NewWeights, Item::Share, Item::Open, Item::Save};

float width_of(const Frame& frame, std::span<const Item> items, float gap) {
    float width = -gap;
    for (const Item item : items)
        width += item_width(frame, item) + gap;
    return width;
}

/// Left to right, wrapping; theme, files and menu end the first row.
BarLayout place_items(const Frame& frame, float width) {
    const float padding = padding_of(frame);
    const float gap = std::round(em(0.55F));
    const float row = control_height(frame) + std::round(em(0.3F));
    const float left = std::round(em(0.9F));
    const float right = width - left;
    const bool wide =
        width_of(frame, k_wide_left, gap) + width_of(frame, k_wide_right, gap) + 2 * gap <=
        right - left;
    BarLayout layout;
    const bool phone = width < em(k_phone_below);
    const std::span<const Item> at_left = wide  ? std::span<const Item>(k_wide_left)
                                        : phone ? std::span<const Item>(k_phone_left)
                                                : k_narrow_left;
    const std::span<const Item> at_right =
        wide ? std::span<const Item>(k_wide_right) : k_narrow_right;
    if (!wide) layout.menu.assign(std::begin(k_menu), std::end(k_menu));
    float right_x = right - width_of(frame, at_right, gap);
    const float first_end = right_x - gap;
    float x = left;
    float y = padding;
    for (const Item item : at_left) {
        const float own = std::min(item_width(frame, item), right - left);
        const float end = y == padding ? first_end : right;
        if (x > left && x + own > end) {
            x = left;
            y += row;
        }
        layout.items.push_back({item, x, y, own});
        x += own + gap;
    }
    for (const Item item : at_right) {
        const float own = item_width(frame, item);
        layout.items.push_back({item, right_x, padding, own});
        right_x += own + gap;
    }
    layout.height = y + control_height(frame) + padding;
    return layout;
}

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

void draw_command(Frame& frame, std::string_view id, const Command& command, float width) {
    ButtonOptions options;
    options.width = width;
    const std::string tip_key = "tip." + std::string(id);
    options.tooltip = text(tip_key);
    const std::string label_key = "button." + std::string(id);
    if (button(frame, id, text(label_key), options)) frame.commands.push_back(command);
}

std::string step_id(StepKind what, bool back) {
    return (back ? "step_back." : "step.") + std::string(choice_of(k_step_kinds, what).key);
}

/// "◂ +1 epoch": back and on by the same amount.
void draw_step(Frame& frame, StepKind what, float width) {
    const std::string back = step_id(what, true);
    ButtonOptions options;
    options.width = back_width(frame);
    options.enabled = frame.snapshot.can_step_back;
    options.name = text("button." + back);
    options.tooltip = text("tip." + back);
    if (button(frame, back, "◂", options)) frame.commands.push_back(command::StepBack{what});
    ImGui::SameLine(0, std::round(em(0.2F)));
    draw_command(frame, step_id(what, false), command::Step{what},
                 width - options.width - std::round(em(0.2F)));
}

/// 1, 2, 3: one example, batch, epoch; with Shift back again.
void take_step_keys(Frame& frame) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.WantTextInput || io.KeyCtrl || io.KeyAlt || io.KeySuper) return;
    if (ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) return;
    constexpr std::pair<ImGuiKey, StepKind> k_keys[] = {{ImGuiKey_1, StepKind::Example},
                                                        {ImGuiKey_2, StepKind::Batch},
                                                        {ImGuiKey_3, StepKind::Epoch}};
    for (const auto& [key, what] : k_keys) {
        if (!ImGui::IsKeyPressed(key)) continue;
        if (!io.KeyShift)
            frame.commands.push_back(command::Step{what});
        else if (frame.snapshot.can_step_back)
            frame.commands.push_back(command::StepBack{what});
    }
}

void draw_request(Frame& frame, std::string_view id, DialogKind dialog, float width) {
    ButtonOptions options;
    options.width = width;
    options.tooltip = text("tip." + std::string(id));
    if (button(frame, id, text("button." + std::string(id)), options)) open_dialog(frame, dialog);
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

void draw_item(Frame& frame, Item item, float width);

/// "…": what has no room in the bar, in a list.
void draw_more(Frame& frame, const std::vector<Item>& menu, float width) {
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
        for (const Item item : menu) {
            const std::size_t commands = frame.commands.size();
            const DialogKind before = frame.widget_state.dialog.wanted;
            draw_item(frame, item, inner);
            used = used || frame.commands.size() != commands ||
                   frame.widget_state.dialog.wanted != before;
        }
        if (used) ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
}

void draw_item(Frame& frame, Item item, float width) {
    switch (item) {
    case Item::Brand:
        return draw_brand(frame, width);
    case Item::Preset:
        return draw_preset(frame, width);
    case Item::Reset:
        return draw_command(frame, "reset", command::Reset{}, width);
    case Item::Run:
        return draw_run(frame, width);
    case Item::StepExample:
        return draw_step(frame, StepKind::Example, width);
    case Item::StepBatch:
        return draw_step(frame, StepKind::Batch, width);
    case Item::StepEpoch:
        return draw_step(frame, StepKind::Epoch, width);
    case Item::NewWeights:
        return draw_command(frame, "new_weights", command::NewWeights{}, width);
    case Item::Epoch:
        return draw_epoch(frame, width);
    case Item::Share:
        return draw_request(frame, "share", DialogKind::Share, width);
    case Item::Open:
        return draw_request(frame, "open", DialogKind::Open, width);
    case Item::Save:
        return draw_request(frame, "save", DialogKind::Save, width);
    case Item::Theme:
        return draw_theme(frame, width);
    case Item::More:
        break; // has a list of its own
    }
}

} // namespace

float top_bar_height(const Frame& frame, float width) {
    return place_items(frame, width).height;
}

void draw_top_bar(Frame& frame) {
    const ImVec2 origin = ImGui::GetWindowPos();
    const BarLayout layout = place_items(frame, ImGui::GetWindowWidth());
    take_step_keys(frame);
    for (const PlacedItem& item : layout.items) {
        ImGui::SetCursorScreenPos({origin.x + item.x, origin.y + item.y});
        if (item.item == Item::More)
            draw_more(frame, layout.menu, item.width);
        else
            draw_item(frame, item.item, item.width);
    }
}

} // namespace backprop::shell
