#include "shell/panels/loss_panel.hpp"

#include "shell/drawing/cache.hpp"
#include "shell/drawing/loss_plot.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cfloat>
#include <string>

namespace backprop::shell {

namespace {

constexpr float k_padding = 0.95F;

/// A pair of choices side by side; true chooses the second.
void draw_switch(Frame& frame, std::string_view id, std::string_view off_key,
                 std::string_view on_key, bool& on) {
    const std::string base(id);
    if (radio(frame, base + ".off", text(off_key), !on)) on = false;
    ImGui::SameLine(0, em(0.8F));
    if (radio(frame, base + ".on", text(on_key), on)) on = true;
}

void draw_header(Frame& frame, const Rect& area) {
    ImGui::SetCursorScreenPos({area.x + em(k_padding), area.y + em(0.8F)});
    const float top = ImGui::GetCursorScreenPos().y;
    heading(frame, "section.loss", text("section.loss"));
    const float height = ImGui::GetItemRectSize().y;
    const float radio_height = frame.view.coarse_pointer ? control_height(frame)
                                                         : height + em(0.4F);
    const float y = top + (height - radio_height) / 2;
    ImGui::SetCursorScreenPos({ImGui::GetItemRectMax().x + em(1.2F), y});
    draw_switch(frame, "loss.log", "loss.linear", "loss.log", frame.view.log_loss);
    ImGui::SetCursorScreenPos({ImGui::GetItemRectMax().x + em(1.8F), y});
    draw_switch(frame, "loss.all_epochs", "loss.so_far", "loss.all_epochs",
                frame.view.loss_all_epochs);
}

void draw_empty(Frame& frame, const Rect& plot) {
    text_at(frame, ImGui::GetWindowDrawList(), "loss.empty", text("loss.empty"),
            {plot.x + plot.width / 2, plot.y + plot.height / 2}, TextStyle::Small,
            frame.theme.text_dim, {0.5F, 0.5F});
}

/// What went wrong, where, and what to do: on a card over the plot's upper part.
void draw_divergence(Frame& frame, const Rect& area) {
    const Divergence& divergence = *frame.snapshot.divergence;
    const std::string quantity(divergence.where.quantity);
    const std::string message =
        fill(text("note.diverged"),
             {format_integer(divergence.epoch),
              text_or("quantity." + quantity, quantity), std::to_string(divergence.where.layer)});
    const float padding = em(0.7F);
    const float width = std::min(area.width - 2 * em(k_padding), em(34));
    ImFont* font = font_of(frame.fonts, TextStyle::Small);
    const float size = size_of(TextStyle::Small);
    const float wrap = width - 2 * padding;
    const ImVec2 room = font->CalcTextSizeA(size, FLT_MAX, wrap, message.c_str());
    const ImVec2 low{area.x + (area.width - width) / 2, area.y + em(0.4F)};
    const ImVec2 high{low.x + width, low.y + room.y + 2 * padding};
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    draw_list->AddRectFilled(low, high, frame.theme.tooltip, em(0.4F));
    draw_list->AddRect(low, high, frame.theme.warning, em(0.4F), 0, em(0.1F));
    ImGui::SetCursorScreenPos({low.x + padding, low.y + padding});
    draw_paragraph(frame, "loss.diverged", message, wrap, TextStyle::Small);
}

} // namespace

void draw_loss_panel(Frame& frame, Rect area) {
    drawing_cache(frame);
    draw_header(frame, area);
    const float top = area.y + em(frame.view.coarse_pointer ? 3.2F : 2.5F);
    const Rect plot_area{area.x + em(k_padding), top, area.width - 2 * em(k_padding),
                         area.y + area.height - top - em(0.7F)};
    const LossPlot plot = place_loss_plot(frame, plot_area);
    draw_loss_axes(frame, plot);
    if (frame.snapshot.history.size() < 2) draw_empty(frame, plot.plot);
    if (!frame.snapshot.history.empty()) draw_loss_lines(frame, plot);
    if (frame.snapshot.divergence) draw_divergence(frame, plot_area);
    draw_loss_reading(frame, plot, area);
}

} // namespace backprop::shell
