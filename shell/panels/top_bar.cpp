#include "shell/panels/top_bar.hpp"

#include "engine/experiment/presets.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

constexpr float k_quarter_turn = 1.57079633F;

enum class Item : std::uint8_t {
    Brand,
    Preset,
    Reset,
    Run,
    StepExample,
    StepEpoch,
    NewWeights,
    Epoch,
    Theme,
};

struct PlacedItem {
    Item item;
    float x;
    float y; ///< of the row
    float width;
};

float text_width(const Frame& frame, std::string_view key, TextStyle style = TextStyle::Body) {
    return measure(frame.fonts, style, text(key)).x;
}

float button_width(const Frame& frame, std::string_view key) {
    return std::round(text_width(frame, key) + em(1.3F));
}

float item_width(const Frame& frame, Item item) {
    switch (item) {
    case Item::Brand:
        return text_width(frame, "app.name_first", TextStyle::Strong) + em(0.35F) +
               text_width(frame, "app.name_second", TextStyle::Strong) + em(0.5F);
    case Item::Preset:
        return em(11.5F);
    case Item::Reset:
        return button_width(frame, "button.reset");
    case Item::Run:
        // The same for both, so that nothing jumps.
        return std::max(button_width(frame, "button.run"), button_width(frame, "button.pause"));
    case Item::StepExample:
        return button_width(frame, "button.step.example");
    case Item::StepEpoch:
        return button_width(frame, "button.step.epoch");
    case Item::NewWeights:
        return button_width(frame, "button.new_weights");
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

/// Left to right, wrapping; the theme button ends the first row that has room for it.
std::vector<PlacedItem> place_items(const Frame& frame, float width, float* height) {
    constexpr Item k_order[] = {Item::Brand,       Item::Preset,    Item::Reset,      Item::Run,
                                Item::StepExample, Item::StepEpoch, Item::NewWeights, Item::Epoch};
    const float padding = padding_of(frame);
    const float gap = std::round(em(0.55F));
    const float row = control_height(frame) + std::round(em(0.3F));
    const float left = std::round(em(0.9F));
    const float right = width - left;
    const float theme_width = item_width(frame, Item::Theme);
    std::vector<PlacedItem> items{{Item::Theme, right - theme_width, padding, theme_width}};
    float x = left;
    float y = padding;
    for (const Item item : k_order) {
        const float own = std::min(item_width(frame, item), right - left);
        const float end = y == padding ? right - theme_width - gap : right;
        if (x > left && x + own > end) {
            x = left;
            y += row;
        }
        items.push_back({item, x, y, own});
        x += own + gap;
    }
    *height = y + control_height(frame) + padding;
    return items;
}

void draw_brand(Frame& frame, const PlacedItem& item) {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float y = origin.y + control_height(frame) / 2;
    const Rect first =
        text_at(frame, draw_list, "app.name_first", text("app.name_first"), {origin.x, y},
                TextStyle::Strong, frame.theme.text_strong, {0, 0.5F});
    text_at(frame, draw_list, "app.name_second", text("app.name_second"),
            {first.x + first.width + em(0.35F), y}, TextStyle::Strong, frame.theme.negative,
            {0, 0.5F});
    ImGui::Dummy({item.width, control_height(frame)});
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
    const std::string_view tip = finished ? text("tip.finished")
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

void draw_epoch(Frame& frame, const PlacedItem& item) {
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
    ImGui::Dummy({item.width, control_height(frame)});
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

void draw_item(Frame& frame, const PlacedItem& item) {
    switch (item.item) {
    case Item::Brand:
        draw_brand(frame, item);
        break;
    case Item::Preset:
        draw_preset(frame, item.width);
        break;
    case Item::Reset:
        draw_command(frame, "reset", command::Reset{}, item.width);
        break;
    case Item::Run:
        draw_run(frame, item.width);
        break;
    case Item::StepExample:
        draw_command(frame, "step.example", command::Step{StepKind::Example}, item.width);
        break;
    case Item::StepEpoch:
        draw_command(frame, "step.epoch", command::Step{StepKind::Epoch}, item.width);
        break;
    case Item::NewWeights:
        draw_command(frame, "new_weights", command::NewWeights{}, item.width);
        break;
    case Item::Epoch:
        draw_epoch(frame, item);
        break;
    case Item::Theme:
        draw_theme(frame, item.width);
        break;
    }
}

} // namespace

float top_bar_height(const Frame& frame, float width) {
    float height = 0;
    place_items(frame, width, &height);
    return height;
}

void draw_top_bar(Frame& frame) {
    const ImVec2 origin = ImGui::GetWindowPos();
    float height = 0;
    std::vector<PlacedItem> items = place_items(frame, ImGui::GetWindowWidth(), &height);
    std::rotate(items.begin(), items.begin() + 1, items.end()); // the theme is last for Tab
    for (const PlacedItem& item : items) {
        ImGui::SetCursorScreenPos({origin.x + item.x, origin.y + item.y});
        draw_item(frame, item);
    }
}

} // namespace backprop::shell
