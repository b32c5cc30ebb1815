#include "shell/panels/picture_settings.hpp"

#include "shell/numbers.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <string>

namespace backprop::shell {

namespace {

constexpr SliderSpec k_digits{
    .minimum = k_fewest_digits, .maximum = k_most_digits, .integer = true};

std::string edges_key(std::size_t choice) {
    return "edges." + std::string(k_edge_numbers[choice].key);
}

void draw_edge_radios(Frame& frame) {
    for (std::size_t i = 0; i < std::size(k_edge_numbers); ++i) {
        const auto choice = static_cast<EdgeNumbers>(i);
        if (i > 0) ImGui::SameLine(0, em(0.8F));
        const std::string key = edges_key(i);
        if (radio(frame, key, text(key), frame.view.edges == choice)) frame.view.edges = choice;
    }
}

void draw_speed(Frame& frame, float width) {
    constexpr std::array<StopKind, std::size(k_play_speeds) - 1> k_stops{};
    const double speed =
        k_play_speeds[std::clamp(frame.view.play_speed, 0, static_cast<int>(k_stops.size()))];
    const std::string shown = fill(text("view.play_speed.value"), {format_short(speed)});
    value_row(frame, "view.play_speed.value", text("view.play_speed"), shown, format_short(speed));
    const int wanted = stop_slider(frame, {"view.play_speed", text("view.play_speed"), shown,
                                           k_stops, frame.view.play_speed, width});
    if (wanted >= 0) frame.view.play_speed = wanted;
}

void draw_menu(Frame& frame, float width) {
    View& view = frame.view;
    const auto label = [&](const char* key) {
        draw_text(frame, key, text(key), TextStyle::SmallDim);
    };
    if (!frame.widget_state.edges_in_header) {
        label("edges.show");
        draw_edge_radios(frame);
    }
    label("view.batch_sum");
    if (radio(frame, "view.batch_sum.off", text("view.batch_sum.off"), !view.batch_sum))
        view.batch_sum = false;
    ImGui::SameLine(0, em(0.8F));
    if (radio(frame, "view.batch_sum.on", text("view.batch_sum.on"), view.batch_sum))
        view.batch_sum = true;
    ImGui::Dummy({width, 0});
    double digits = view.digits;
    if (slider(frame, "view.digits", text("view.digits"), digits, k_digits))
        view.digits = static_cast<std::int32_t>(digits);
    draw_speed(frame, width);
}

} // namespace

bool draw_edge_choice(Frame& frame, float left, float right, float middle) {
    const float label = measure(frame.fonts, TextStyle::SmallDim, text("edges.show")).x + em(0.6F);
    float width = label;
    for (std::size_t i = 0; i < std::size(k_edge_numbers); ++i)
        width += measure(frame.fonts, TextStyle::Small, text(edges_key(i))).x + em(0.8F);
    const bool fits = left + width - em(0.8F) <= right && !frame.view.coarse_pointer;
    frame.widget_state.edges_in_header = fits;
    if (!fits) return false;
    text_at(frame, ImGui::GetWindowDrawList(), "edges.show", text("edges.show"), {left, middle},
            TextStyle::SmallDim, frame.theme.text_dim, {0, 0.5F});
    const float height = measure(frame.fonts, TextStyle::Small, "a").y + em(0.4F);
    ImGui::SetCursorScreenPos({left + label, middle - height / 2});
    draw_edge_radios(frame);
    return true;
}

void draw_picture_menu(Frame& frame, float x, float y, float width, float height) {
    ImGui::SetCursorScreenPos({x, y});
    const bool brief = width < em(4);
    ButtonOptions options;
    options.kind = ButtonKind::Quiet;
    options.width = width;
    options.height = height;
    options.name = options.tooltip = text("tip.picture.settings");
    if (button(frame, "picture.settings",
               text(brief ? "picture.settings.brief" : "picture.settings"), options))
        ImGui::OpenPopup("picture.menu");
    const float inner = em(15), padding = em(0.8F);
    const float left = std::min(x, ImGui::GetIO().DisplaySize.x - inner - 2 * padding - em(0.3F));
    ImGui::SetNextWindowPos({std::max(em(0.3F), left), y + height + em(0.3F)});
    ImGui::SetNextWindowSize({inner + 2 * padding, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {padding, padding});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {em(0.6F), em(0.45F)});
    if (ImGui::BeginPopup("picture.menu", ImGuiWindowFlags_NoMove)) {
        draw_menu(frame, inner);
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
}

} // namespace backprop::shell
