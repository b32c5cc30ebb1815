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

/// Shows or hides all other settings.
void draw_settings_switch(Frame& frame, float x, float bottom) {
    bool& shown = frame.widget_state.lessons.settings;
    const std::string_view label =
        text(shown ? "button.lesson.hide_settings" : "button.lesson.settings");
    ButtonOptions options;
    options.tooltip = text("tip.lesson.settings");
    ImGui::SetCursorScreenPos({x, bottom - control_height(frame)});
    if (button(frame, "lesson.settings", label, options)) shown = !shown;
}

} // namespace

float lesson_strip_height(const Frame& frame) {
    return std::round(em(4.6F) + control_height(frame));
}

void draw_lesson_strip(Frame& frame, Rect area) {
    drawing_cache(frame);
    const float padding = em(k_panel_padding), gap = em(1.6F);
    const float width = std::clamp(area.width * 0.24F, em(12.6F), em(14));
    Rect column{area.x + padding, area.y + em(0.7F), width, em(3.2F)};
    draw_settings_switch(frame, column.x, area.y + area.height - em(0.5F));
    for (const char* path : {"training.learning_rate", "training.epochs"}) {
        draw_in_column(frame, path, column);
        column.x += width + gap;
    }
    column.width = area.x + area.width - padding - column.x;
    column.y = area.y + em(0.6F);
    const LossPlot plot =
        place_loss_plot(frame, {column.x, column.y, column.width, area.height - em(1.0F)});
    draw_loss_axes(frame, plot);
    if (!frame.snapshot.history.empty()) draw_loss_lines(frame, plot);
    draw_loss_reading(frame, plot, area);
}

} // namespace backprop::shell
