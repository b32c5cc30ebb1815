#include "shell/panels/feature_chips.hpp"

#include "engine/experiment/edit.hpp"
#include "shell/panels/network_controls.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

std::string_view name_of(Feature feature) {
    const Choice& row = choice_of(k_features, feature);
    return text_or("feature." + std::string(row.key), row.name);
}

/// True when pressed.
bool draw_chip(Frame& frame, Feature feature, bool on, Rect rect) {
    const Theme& theme = frame.theme;
    const std::string id = "feature." + std::string(choice_of(k_features, feature).key);
    const std::string_view name = name_of(feature);
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    const bool pressed =
        ImGui::InvisibleButton(id.c_str(), {rect.width, rect.height}, ImGuiButtonFlags_EnableNav);
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImVec2 low{rect.x, rect.y}, high{rect.x + rect.width, rect.y + rect.height};
    draw_list->AddRectFilled(low, high, hovered ? theme.control_hover : theme.control, em(0.4F));
    draw_list->AddRect(low, high, on ? theme.accent_hover : theme.border, em(0.4F), 0,
                       on ? em(0.12F) : 1.0F);
    const ImVec2 size = measure(frame.fonts, TextStyle::Small, name);
    draw_list->AddText(font_of(frame.fonts, TextStyle::Small), size_of(TextStyle::Small),
                       {rect.x + (rect.width - size.x) / 2, rect.y + (rect.height - size.y) / 2},
                       on ? theme.text_strong : theme.text_dim, name.data(),
                       name.data() + name.size());
    WidgetRecord record;
    record.id = id;
    record.label = fill(text("feature.on"), {name});
    record.role = "checkbox";
    record.value = on ? "true" : "false";
    record.text = name;
    record.rect = rect;
    add_record(frame.registry, std::move(record));
    tooltip(frame, id, fill(text("tip.feature"), {name}));
    return pressed;
}

} // namespace

bool has_features(const Experiment& experiment) {
    return experiment.network.inputs == 2;
}

Rect draw_feature_chips(Frame& frame, const Rect& area, bool narrow) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const float gap = std::round(em(0.35F));
    const float height = frame.view.coarse_pointer ? control_height(frame) : std::round(em(1.6F));
    float width = frame.view.coarse_pointer ? height : 0;
    for (std::size_t i = 0; i < std::size(k_features); ++i)
        width = std::max(
            width,
            measure(frame.fonts, TextStyle::Small, name_of(static_cast<Feature>(i))).x + em(0.7F));
    width = std::round(width);
    const float left = area.x + em(narrow ? 0.4F : k_panel_padding);
    const auto count = static_cast<float>(std::size(k_features));
    const float used = count * (height + gap) - gap;
    float x = left;
    float y = narrow ? area.y : area.y + std::max(0.0F, (area.height - em(4) - used) / 2);
    for (std::size_t i = 0; i < std::size(k_features); ++i) {
        const auto feature = static_cast<Feature>(i);
        if (narrow && x + width > area.x + area.width - em(0.4F)) {
            x = left;
            y += height + gap;
        }
        const bool on = has_feature(experiment.network, feature);
        if (draw_chip(frame, feature, on, {x, y, width, height})) {
            if (on || network_with_feature_switched(experiment.network, feature))
                frame.commands.push_back(
                    command::Change{with_feature_switched(experiment, feature)});
            else
                frame.widget_state.messages.push_back(shape_limits_text());
        }
        if (narrow)
            x += width + gap;
        else
            y += height + gap;
    }
    if (!narrow) {
        const float taken = left - area.x + width;
        return {area.x + taken, area.y, area.width - taken, area.height};
    }
    const float bottom = y + height + gap;
    return {area.x, bottom, area.width, area.y + area.height - bottom};
}

} // namespace backprop::shell
