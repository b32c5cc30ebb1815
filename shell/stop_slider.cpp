#include "shell/widgets.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

ImU32 color_of_stop(const Theme& theme, StopKind kind) {
    switch (kind) {
    case StopKind::Forward:
        return theme.forward;
    case StopKind::Backward:
        return theme.backward;
    case StopKind::Update:
        return theme.text_strong;
    case StopKind::Plain:
        break;
    }
    return theme.accent;
}

/// Discs forward, squares backward, a diamond for the update: also without colour.
void draw_stop(ImDrawList* draw_list, StopKind kind, ImVec2 at, float radius, ImU32 color) {
    if (kind == StopKind::Backward)
        draw_list->AddRectFilled({at.x - radius * 0.88F, at.y - radius * 0.88F},
                                 {at.x + radius * 0.88F, at.y + radius * 0.88F}, color);
    else
        draw_list->AddNgonFilled(at, kind == StopKind::Update ? radius * 1.3F : radius, color,
                                 kind == StopKind::Update ? 4 : 12);
}

void draw_stops(const Frame& frame, const StopSlider& slider, Rect track) {
    const Theme& theme = frame.theme;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const auto count = static_cast<float>(slider.stops.size());
    const float y = std::round(track.y + track.height / 2), pitch = track.width / count;
    const float half = std::max(em(0.1F), 1.0F);
    const float radius = std::min(em(0.27F), pitch * 0.32F);
    for (std::size_t i = 0; i < slider.stops.size(); ++i) {
        const bool over = static_cast<int>(i) < slider.value;
        const ImU32 color = color_of_stop(theme, slider.stops[i]);
        const ImU32 ink = over ? color : mix(theme.background, color, 0.42F);
        const float x = track.x + pitch * static_cast<float>(i);
        draw_list->AddRectFilled({x, y - half}, {x + pitch, y + half}, ink);
        draw_stop(draw_list, slider.stops[i], {x + pitch, y}, radius, ink);
    }
    const ImVec2 knob{track.x + pitch * static_cast<float>(slider.value), y};
    const float knob_radius = em(frame.view.coarse_pointer ? 0.62F : 0.5F);
    draw_list->AddCircleFilled(knob, knob_radius, theme.knob);
    draw_list->AddCircle(knob, knob_radius, theme.knob_border, 0, em(0.08F));
    if (ImGui::IsItemHovered() || ImGui::IsItemActive())
        draw_list->AddCircle(knob, knob_radius + em(0.12F), with_alpha(theme.accent, 0.6F), 0,
                             em(0.14F));
}

/// What an arrow asks for while the slider has the keyboard.
int stop_by_keys(int value, int last) {
    if (!ImGui::IsItemFocused()) return value;
    struct StopKey {
        ImGuiKey key;
        int stop;
    };
    const StopKey keys[] = {{ImGuiKey_LeftArrow, value - 1},
                            {ImGuiKey_RightArrow, value + 1},
                            {ImGuiKey_Home, 0},
                            {ImGuiKey_End, last}};
    int wanted = value;
    for (const StopKey& key : keys)
        if (item_takes_key(key.key)) wanted = key.stop;
    return std::clamp(wanted, 0, last);
}

} // namespace

int stop_slider(Frame& frame, const StopSlider& slider) {
    const auto last = static_cast<int>(slider.stops.size());
    const float height = frame.view.coarse_pointer ? control_height(frame) : std::round(em(1.5F));
    const float inset = em(0.55F);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const Rect track{corner.x + inset, corner.y, slider.width - 2 * inset, height};
    const bool pressed = ImGui::InvisibleButton(std::string(slider.id).c_str(),
                                                {slider.width, height}, ImGuiButtonFlags_EnableNav);
    const ImGuiIO& io = ImGui::GetIO();
    const float place = (io.MousePos.x - track.x) / track.width;
    const bool by_keyboard = ImGui::GetCurrentContext()->NavActivateId == ImGui::GetItemID();
    const bool dragged =
        ImGui::IsItemActive() && io.MouseDown[0] &&
        (io.MouseSource != ImGuiMouseSource_TouchScreen || finger_drags(frame, slider.id));
    int wanted = stop_by_keys(slider.value, last);
    if ((dragged || pressed) && !by_keyboard)
        wanted =
            std::clamp(static_cast<int>(std::lround(place * static_cast<float>(last))), 0, last);
    draw_stops(frame, slider, track);
    WidgetRecord record;
    record.id = slider.id;
    record.label = slider.label;
    record.role = "slider";
    record.value = std::to_string(slider.value);
    record.text = slider.shown;
    record.maximum = last;
    record.rect = track;
    add_record(frame.registry, std::move(record));
    return wanted == slider.value ? -1 : wanted;
}

} // namespace backprop::shell
