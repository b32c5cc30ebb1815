#include "shell/panels/error_curve_panel.hpp"

#include "shell/drawing/chain_subject.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/numbers.hpp"
#include "shell/panels/contour_drawing.hpp"
#include "shell/panels/curve_drawing.hpp"
#include "shell/panels/curve_run.hpp"
#include "shell/texts.hpp"

#include <imgui_internal.h> // whether a window around scrolls

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

constexpr std::int64_t k_most_listed = 300; ///< parameters in a list to choose from

/// Empty for −1: nothing has been computed yet.
std::string name_of(const Frame& frame, const NetworkLayout& layout, std::int64_t parameter) {
    if (parameter < 0) return {};
    return parameter_name(frame, place_of(layout, parameter));
}

/// A small button in a heading's line, right of what was drawn there last.
bool sign_button(Frame& frame, std::string_view id, std::string_view sign) {
    const float size = frame.view.coarse_pointer ? control_height(frame) : std::round(em(1.7F));
    ButtonOptions options;
    options.kind = ButtonKind::Quiet;
    options.height = size;
    options.width = std::max(size, measure(frame.fonts, TextStyle::Body, sign).x + em(0.8F));
    options.name = options.tooltip = text(id);
    return button(frame, id, sign, options);
}

/// The wheel zooms where it has nothing to scroll.
float wheel_over(const Rect& area) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseWheel == 0 || !area.contains(io.MousePos.x, io.MousePos.y)) return 0;
    if (!ImGui::IsWindowHovered()) return 0;
    for (const ImGuiWindow* window = ImGui::GetCurrentWindow(); window != nullptr;
         window = window->ParentWindow)
        if (window->ScrollMax.y > 0) return 0;
    return io.MouseWheel;
}

/// Zooms around the present value.
void zoom_curve(CurveState& state, double factor) {
    const double value = state.shown.value;
    const double least = 1e-9 * std::max(1.0, std::fabs(value));
    const double half =
        std::clamp((state.high - state.low) / 2 / factor, least, std::max(least, 1e6));
    state.low = value - half;
    state.high = value + half;
}

float row_height(const Frame& frame) {
    return frame.view.coarse_pointer ? control_height(frame) : std::round(em(1.8F));
}

/// Buttons at the right end of a line.
void draw_zoom(Frame& frame, const Rect& line, std::string_view prefix, double& factor, bool& fit) {
    const std::string id(prefix);
    const float size = frame.view.coarse_pointer ? control_height(frame) : std::round(em(1.7F));
    const float fit_width = measure(frame.fonts, TextStyle::Body, text("curve.fit.sign")).x;
    const float width = 2 * size + std::max(size, fit_width + em(0.8F));
    ImGui::SetCursorScreenPos({line.x + line.width - width, line.y});
    if (sign_button(frame, id + ".zoom_out", "−")) factor = 0.5;
    ImGui::SameLine(0, 0);
    if (sign_button(frame, id + ".zoom_in", "+")) factor = 2;
    ImGui::SameLine(0, 0);
    if (sign_button(frame, id + ".fit", text("curve.fit.sign"))) fit = true;
}

/// What the picture cannot say in digits.
void draw_readings(Frame& frame, const CurveState& state, const std::string& name, ImVec2 corner,
                   float width) {
    const LossCurve& curve = state.shown;
    const std::optional<CurveStep>& step = state.step;
    if (curve.losses.empty()) return;
    const View& view = frame.view;
    const float line = measure(frame.fonts, TextStyle::Small, "0").y + em(0.2F);
    const auto write = [&](std::string_view id, std::string_view words, ImU32 color) {
        ImGui::SetCursorScreenPos(corner);
        draw_text(frame, id, words, TextStyle::Small, color, width);
        corner.y += line;
    };
    write("curve.now",
          fill(text("curve.now"), {name, format_digits(view, curve.value),
                                   format_significant(curve.loss, view.digits + 2),
                                   format_signed_digits(view, curve.slope)}),
          frame.theme.text_strong);
    const std::string rate = format_short(frame.snapshot.epoch_learning_rate);
    if (step && step->is_plain)
        write(
            "curve.step",
            fill(text("curve.step"),
                 {format_digits(view, step->from), rate, format_digits(view, curve.slope),
                  format_digits(view, step->to), format_significant(step->loss, view.digits + 2)}),
            frame.theme.text);
    else if (step)
        write("curve.step",
              fill(text(step->to == curve.value ? "curve.step.last" : "curve.step.other"),
                   {format_digits(view, step->from), format_digits(view, step->to),
                    format_significant(step->loss, view.digits + 2)}),
              frame.theme.text);
    else
        write("curve.step", text(state.step_known ? "curve.no_step" : "curve.unknown_step"),
              frame.theme.text_dim);
    const StepLimits& limits = curve.limits;
    if (std::isnan(limits.lowest))
        write("curve.limits",
              text(curve.limits_known && std::isfinite(curve.slope) ? "curve.flat"
                                                                    : "curve.no_limits"),
              frame.theme.text_dim);
    else if (!std::isfinite(limits.rising))
        write("curve.limits", text("curve.never_rises"), frame.theme.text);
    else
        write("curve.limits",
              fill(text("curve.limits"), {format_significant(limits.lowest, 3),
                                          format_significant(limits.rising, 3), rate}),
              frame.theme.text);
}

void draw_curve(Frame& frame, CurveState& state, const NetworkLayout& layout, const Rect& area) {
    const std::string name = name_of(frame, layout, state.shown.parameter);
    const float line = row_height(frame);
    double factor = 1;
    if (const float wheel = wheel_over(area); wheel != 0) factor = wheel > 0 ? 1.25 : 0.8;
    draw_zoom(frame, {area.x, area.y, area.width, line}, "curve", factor, state.fit);
    if (factor != 1) zoom_curve(state, factor);
    text_at(frame, ImGui::GetWindowDrawList(), "curve.title", fill(text("curve.title"), {name}),
            {area.x, area.y + line / 2}, TextStyle::Small, frame.theme.text, {0, 0.5F});
    const float small = measure(frame.fonts, TextStyle::Small, "0").y + em(0.2F);
    find_step(frame, state);
    const float bottom = area.y + area.height - 3 * small;
    draw_loss_curve(frame, state, {area.x, area.y + line, area.width, bottom - area.y - line});
    draw_readings(frame, state, name, {area.x, bottom + em(0.15F)}, area.width);
}

/// A second parameter that is there and another than the first.
void fit_second(ContourState& state, std::int64_t first, std::int64_t count) {
    if (state.second < 0 || state.second >= count || state.second == first)
        state.second = first + 1 < count ? first + 1 : first - 1;
}

void draw_second(Frame& frame, ContourState& state, const NetworkLayout& layout, std::int64_t first,
                 const Rect& line) {
    const std::int64_t count = layout.parameter_count;
    const std::int64_t begin = std::clamp<std::int64_t>(
        state.second - k_most_listed / 2, 0, std::max<std::int64_t>(0, count - k_most_listed));
    std::vector<ComboItem> items;
    int chosen = -1;
    for (std::int64_t i = begin; i < std::min(count, begin + k_most_listed); ++i) {
        if (i == state.second) chosen = static_cast<int>(items.size());
        items.push_back({std::to_string(i), name_of(frame, layout, i), i != first});
    }
    const std::string shown = name_of(frame, layout, state.second);
    const int picked = combo_box(frame, "contour.second", text("contour.second"), shown, items,
                                 chosen, std::min(em(6.5F), line.width - row_height(frame)));
    if (picked >= 0) state.second = begin + picked;
    ImGui::SameLine(0, em(0.2F));
    if (sign_button(frame, "contour.swap", text("contour.swap.sign"))) {
        frame.view.selection = part_of_place(place_of(layout, state.second));
        state.second = first;
    }
}

void draw_plane(Frame& frame, ContourState& state, const NetworkLayout& layout, std::int64_t first,
                const Rect& area) {
    const float line = row_height(frame);
    double factor = 1;
    bool fit = false;
    if (const float wheel = wheel_over(area); wheel != 0) factor = wheel > 0 ? 1.25 : 0.8;
    draw_zoom(frame, {area.x, area.y, area.width, line}, "contour", factor, fit);
    state.zoom = fit ? 1 : std::clamp(state.zoom * factor, 1e-3, 1e6);
    ImGui::SetCursorScreenPos({area.x, area.y + em(0.15F)});
    if (radio(frame, "contour.two", text("contour.two"), !state.random)) state.random = false;
    ImGui::SameLine(0, em(0.7F));
    if (radio(frame, "contour.random", text("contour.random"), state.random)) state.random = true;
    const float second_line = area.y + line;
    ImGui::SetCursorScreenPos({area.x, second_line});
    if (state.random) {
        if (sign_button(frame, "contour.other", text("contour.other.sign"))) ++state.seed;
    } else {
        draw_second(frame, state, layout, first, {area.x, second_line, area.width, line});
    }
    const float top = ImGui::GetItemRectMax().y + em(0.25F);
    const auto axis = [&](std::string_view direction, std::int64_t parameter) {
        return state.shown.random ? std::string(text(direction))
                                  : name_of(frame, layout, parameter);
    };
    const std::string x = axis("contour.direction.1", state.shown.first);
    const std::string y = axis("contour.direction.2", state.shown.second);
    draw_contour(frame, state, {area.x, top, area.width, area.y + area.height - top}, x, y);
}

/// What was computed for a network of other layers says nothing about this one.
void forget_other_network(const Frame& frame, ProbeState& probe, const NetworkLayout& layout) {
    std::vector<std::int64_t> shape{frame.snapshot.prepared->train_inputs.rows};
    for (const LayerLayout& layer : layout.layers)
        shape.insert(shape.end(), {layer.units, layer.bias_count});
    if (shape == probe.curve_shape) return;
    probe.curve_shape = std::move(shape);
    probe.curve.shown = {};
    probe.curve.revision = ~std::uint64_t{0};
    probe.contour.shown = {};
    probe.contour.revision = ~std::uint64_t{0};
}

} // namespace

void draw_error_curve_panel(Frame& frame, Rect area) {
    ProbeState& probe = probe_state(frame);
    const NetworkLayout layout = make_layout(frame.snapshot.experiment->network);
    const std::int64_t parameter = index_of(layout, place_of_part(selected_parameter(frame)));
    forget_other_network(frame, probe, layout);
    const float padding = em(k_panel_padding);
    Rect inner{area.x + padding, area.y + em(0.4F), area.width - 2 * padding,
               area.height - em(0.8F)};
    const bool both = inner.width >= em(42);
    const bool has_plane = layout.parameter_count > 1;
    if (both || !probe.curve.contour || !has_plane) update_curve(frame, probe.curve, parameter);
    if (has_plane && (both || probe.curve.contour)) {
        fit_second(probe.contour, parameter, layout.parameter_count);
        update_contour(frame, probe.contour, parameter);
    }
    if (!both && has_plane) {
        ImGui::SetCursorScreenPos({inner.x, inner.y});
        if (radio(frame, "curve.show.curve", text("curve.show.curve"), !probe.curve.contour))
            probe.curve.contour = false;
        ImGui::SameLine(0, em(0.8F));
        if (radio(frame, "curve.show.contour", text("curve.show.contour"), probe.curve.contour))
            probe.curve.contour = true;
        const float used = ImGui::GetItemRectMax().y + em(0.2F) - inner.y;
        inner.y += used;
        inner.height -= used;
    }
    const float gap = em(1.4F);
    const float left = both && has_plane ? std::round((inner.width - gap) * 0.57F) : inner.width;
    const Rect right{inner.x + left + gap, inner.y, inner.width - left - gap, inner.height};
    if (both || !probe.curve.contour || !has_plane)
        draw_curve(frame, probe.curve, layout, {inner.x, inner.y, left, inner.height});
    if (has_plane && (both || probe.curve.contour))
        draw_plane(frame, probe.contour, layout, parameter, both ? right : inner);
}

} // namespace backprop::shell
