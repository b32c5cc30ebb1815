#include "shell/panels/loss_panel.hpp"

#include "shell/drawing/cache.hpp"
#include "shell/drawing/loss_plot.hpp"
#include "shell/numbers.hpp"
#include "shell/panels/changes_line.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace backprop::shell {

namespace {

/// A pair of choices side by side; true chooses the second.
void draw_switch(Frame& frame, std::string_view id, std::string_view off_key,
                 std::string_view on_key, bool& on) {
    const std::string base(id);
    if (radio(frame, base + ".off", text(off_key), !on)) on = false;
    ImGui::SameLine(0, em(0.8F));
    if (radio(frame, base + ".on", text(on_key), on)) on = true;
}

void draw_header(Frame& frame, const Rect& area) {
    ImGui::SetCursorScreenPos({area.x + em(k_panel_padding), area.y + em(0.8F)});
    const float top = ImGui::GetCursorScreenPos().y;
    heading(frame, "section.loss", text("section.loss"));
    const float height = ImGui::GetItemRectSize().y;
    const float radio_height =
        frame.view.coarse_pointer ? control_height(frame) : height + em(0.4F);
    const float y = top + (height - radio_height) / 2;
    float words = 0;
    for (const char* key : {"loss.linear", "loss.log", "loss.so_far", "loss.all_epochs"})
        words += measure(frame.fonts, TextStyle::Small, text(key)).x;
    const float x = ImGui::GetItemRectMax().x;
    const bool brief = x + words + em(5) > area.x + area.width;
    ImGui::SetCursorScreenPos({x + em(brief ? 0.8F : 1.2F), y});
    draw_switch(frame, "loss.log", brief ? "loss.linear.brief" : "loss.linear",
                brief ? "loss.log.brief" : "loss.log", frame.view.log_loss);
    ImGui::SetCursorScreenPos({ImGui::GetItemRectMax().x + em(brief ? 1.1F : 1.8F), y});
    draw_switch(frame, "loss.all_epochs", "loss.so_far", "loss.all_epochs",
                frame.view.loss_all_epochs);
}

/// Where something was changed, from left to right, at most one mark in every em(0.45).
std::vector<float> change_marks(const Frame& frame, const LossPlot& plot) {
    std::vector<float> marks;
    for (const TrainingChange& change : frame.snapshot.experiment->training.changes) {
        const float x = std::round(place_on(plot.epochs, static_cast<double>(change.epoch)));
        if (marks.empty() || x - marks.back() >= em(0.45F)) marks.push_back(x);
    }
    return marks;
}

/// A dashed line for each of them: the fainter the more there are, so that the curves stay in
/// sight.
void draw_change_marks(const Frame& frame, const LossPlot& plot) {
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const std::vector<float> marks = change_marks(frame, plot);
    const float share = plot.plot.width / (em(2) * static_cast<float>(marks.size() + 1));
    const ImU32 color = with_alpha(frame.theme.text_dim, std::clamp(share, 0.25F, 1.0F));
    const float bottom = plot.plot.y + plot.plot.height;
    for (const float x : marks)
        for (float y = plot.plot.y; y < bottom; y += em(0.6F))
            draw_list->AddLine({x, y}, {x, std::min(y + em(0.3F), bottom)}, color);
}

void draw_empty(Frame& frame, const Rect& plot) {
    text_at(frame, ImGui::GetWindowDrawList(), "loss.empty", text("loss.empty"),
            {plot.x + plot.width / 2, plot.y + plot.height / 2}, TextStyle::Small,
            frame.theme.text_dim, {0.5F, 0.5F});
}

} // namespace

void draw_loss_panel(Frame& frame, Rect area) {
    drawing_cache(frame);
    draw_header(frame, area);
    float top = area.y + em(frame.view.coarse_pointer ? 3.2F : 2.5F);
    top += draw_changes_line(frame, {area.x, top - em(0.3F), area.width, 0});
    const Rect plot_area{area.x + em(k_panel_padding), top, area.width - 2 * em(k_panel_padding),
                         area.y + area.height - top - em(0.7F)};
    const LossPlot plot = place_loss_plot(frame, plot_area);
    draw_loss_axes(frame, plot);
    draw_change_marks(frame, plot);
    if (frame.snapshot.history.size() < 2) draw_empty(frame, plot.plot);
    if (!frame.snapshot.history.empty()) draw_loss_lines(frame, plot);
    draw_loss_reading(frame, plot, area);
}

} // namespace backprop::shell
