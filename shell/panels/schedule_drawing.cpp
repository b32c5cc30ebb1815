#include "shell/panels/schedule_drawing.hpp"

#include "engine/training/schedule.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

constexpr int k_points = 96;

} // namespace

void draw_schedule(Frame& frame) {
    const TrainingSpec& training = frame.snapshot.experiment->training;
    if (training.schedule.kind == Schedule::Constant) return;
    const Theme& theme = frame.theme;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = std::round(em(3.2F));
    ImGui::Dummy({width, height});
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImVec2 far_corner{corner.x + width, corner.y + height};
    draw_list->AddRectFilled(corner, far_corner, theme.control, em(0.4F));
    const float inset = em(0.5F);
    const std::int64_t epochs = std::max<std::int64_t>(training.epochs, 1);
    const auto place = [&](std::int64_t epoch, double factor) {
        const double across = static_cast<double>(epoch) / static_cast<double>(epochs);
        return ImVec2{corner.x + inset + (width - 2 * inset) * static_cast<float>(across),
                      far_corner.y - inset -
                          (height - 2 * inset) * static_cast<float>(std::clamp(factor, 0.0, 1.0))};
    };
    ImVec2 line[k_points];
    for (int i = 0; i < k_points; ++i) {
        const std::int64_t epoch = epochs * i / (k_points - 1);
        line[i] = place(epoch, schedule_factor(training.schedule, epoch));
    }
    draw_list->AddPolyline(line, k_points, theme.text_dim, 0, em(0.1F));
    const std::int64_t now = std::min(frame.snapshot.epoch, epochs);
    const ImVec2 here = place(now, schedule_factor(training.schedule, now));
    draw_list->AddCircleFilled(here, em(0.27F), theme.text_strong);
    part(frame, "schedule.drawing", text("schedule.drawing"),
         format_short(frame.snapshot.epoch_learning_rate), {corner.x, corner.y, width, height});
    draw_text(
        frame, "schedule.now",
        fill(text("schedule.now"), {format_significant(frame.snapshot.epoch_learning_rate, 3)}),
        TextStyle::SmallDim);
}

} // namespace backprop::shell
