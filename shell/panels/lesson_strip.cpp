#include "shell/panels/lesson_strip.hpp"

#include "shell/drawing/cache.hpp"
#include "shell/drawing/loss_plot.hpp"
#include "shell/field_widget.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

/// A control in a window of its own: controls fill the width they find.
void draw_in_column(Frame& frame, const char* path, const Rect& column) {
    ImGui::SetCursorScreenPos({column.x, column.y});
    ImGui::BeginChild((std::string("strip.") + path).c_str(), {column.width, column.height},
                      ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollbar |
                          ImGuiWindowFlags_NoBackground);
    draw_control(frame, path);
    ImGui::EndChild();
}

constexpr const char* k_paths[] = {"training.learning_rate", "training.epochs"};

float controls_height(const Frame& frame) {
    return std::max(slider_height(frame, k_paths[0]), slider_height(frame, k_paths[1]));
}

/// Shows or hides all other settings. Returns its right edge.
float draw_settings_switch(Frame& frame, ImVec2 corner) {
    bool& shown = frame.widget_state.lessons.settings;
    ButtonOptions options;
    options.name = options.tooltip =
        text(shown ? "button.lesson.hide_settings" : "tip.lesson.settings");
    options.color = shown ? frame.theme.accent : 0;
    ImGui::SetCursorScreenPos(corner);
    if (button(frame, "lesson.settings", text("button.lesson.settings"), options)) shown = !shown;
    return last_item_rect().x + last_item_rect().width;
}

} // namespace

// For a finger, everything stands in one row: two would be half as high as the network.
float lesson_strip_height(const Frame& frame) {
    const float switch_below =
        frame.view.coarse_pointer ? 0 : control_height(frame) + std::round(em(0.3F));
    return std::round(controls_height(frame) + switch_below + em(1.4F));
}

void draw_lesson_strip(Frame& frame, Rect area) {
    drawing_cache(frame);
    const float padding = em(k_panel_padding), gap = em(1.6F);
    const float width = std::clamp(area.width * 0.24F, em(12.6F), em(14));
    Rect column{area.x + padding, area.y + em(0.7F), width, controls_height(frame)};
    const float left = column.x;
    for (const char* path : k_paths) {
        draw_in_column(frame, path, column);
        column.x += width + gap;
    }
    const float control = control_height(frame);
    if (frame.view.coarse_pointer)
        column.x =
            gap + draw_settings_switch(frame, {column.x, area.y + (area.height - control) / 2});
    else
        draw_settings_switch(frame, {left, area.y + area.height - em(0.5F) - control});
    column.width = area.x + area.width - padding - column.x;
    column.y = area.y + em(0.6F);
    const LossPlot plot =
        place_loss_plot(frame, {column.x, column.y, column.width, area.height - em(1.0F)});
    draw_loss_axes(frame, plot);
    if (!frame.snapshot.history.empty()) draw_loss_lines(frame, plot);
    draw_loss_reading(frame, plot, area);
}

} // namespace backprop::shell
