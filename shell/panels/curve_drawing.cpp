#include "shell/panels/curve_drawing.hpp"

#include "engine/experiment/number_text.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/drawing/plot_axes.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

ImDrawList* list() {
    return ImGui::GetWindowDrawList();
}

/// The heights that the plot shows: all of the curve, and the present point.
PlotAxes axes_of(const LossCurve& curve) {
    std::vector<double> losses = curve.losses;
    losses.push_back(curve.loss);
    const Extent extent = padded(extent_of(losses), 0.08);
    PlotAxes axes;
    axes.x = {curve.low, curve.high};
    axes.y = {extent.low, extent.high};
    axes.x_ticks = linear_ticks(axes.x.low, axes.x.high, 6);
    axes.y_ticks = linear_ticks(axes.y.low, axes.y.high, 4);
    return axes;
}

double value_of_point(const LossCurve& curve, std::size_t i) {
    return curve.low + (curve.high - curve.low) * static_cast<double>(i) /
                           static_cast<double>(curve.losses.size() - 1);
}

/// The curve, with gaps where the loss is not finite.
void draw_losses(const Frame& frame, const LossCurve& curve, const PlotAxes& axes) {
    std::vector<ImVec2> points;
    const auto flush = [&] {
        list()->AddPolyline(points.data(), static_cast<int>(points.size()), frame.theme.train_line,
                            0, em(0.15F));
        points.clear();
    };
    for (std::size_t i = 0; i < curve.losses.size(); ++i) {
        if (std::isfinite(curve.losses[i]))
            points.push_back(place_in(axes, value_of_point(curve, i), curve.losses[i]));
        else
            flush();
    }
    flush();
}

/// E + slope·(w − w₀), as far as it stays in the plot.
void draw_tangent(Frame& frame, const LossCurve& curve, const PlotAxes& axes) {
    if (!std::isfinite(curve.slope)) return;
    double reach = 0.3 * (curve.high - curve.low);
    const double room = 0.5 * (axes.y.high - axes.y.low);
    if (std::fabs(curve.slope) * reach > room) reach = room / std::fabs(curve.slope);
    const auto at = [&](double way) {
        return place_in(axes, curve.value + way, curve.loss + curve.slope * way);
    };
    draw_dashes(list(), at(-reach), at(reach), frame.theme.backward, em(0.13F));
    const Rect box{at(-reach).x, at(0).y - em(0.2F), at(reach).x - at(-reach).x, em(0.4F)};
    part(frame, "curve.tangent", text("curve.tangent"), number_text(curve.slope), box);
}

/// Marks the value that a step with learning rate `rate` would reach.
void draw_limit(Frame& frame, const LossCurve& curve, const PlotAxes& axes, double rate,
                std::string_view id, ImU32 color) {
    const double value = curve.value - rate * curve.slope;
    if (!std::isfinite(value) || value <= curve.low || value >= curve.high) return;
    const float x = place_on(axes.x, value);
    const Rect& plot = axes.plot;
    const bool rises = id == "curve.rising";
    if (rises) {
        const float edge = curve.slope > 0 ? plot.x : plot.x + plot.width;
        list()->AddRectFilled({std::min(x, edge), plot.y},
                              {std::max(x, edge), plot.y + plot.height}, with_alpha(color, 0.1F));
    }
    draw_dashes(list(), {x, plot.y}, {x, plot.y + plot.height}, color, 1);
    const std::string label = fill(text(id), {format_significant(rate, 3)});
    const float inset = em(0.3F);
    const ImVec2 size = measure(frame.fonts, TextStyle::SmallDim, label);
    const bool fits_right = x + inset + size.x < plot.x + plot.width;
    const ImVec2 corner{fits_right ? x + inset : x - inset - size.x,
                        plot.y + (rises ? em(0.2F) : em(0.3F) + size.y)};
    list()->AddRectFilled({corner.x - 1, corner.y}, {corner.x + size.x + 1, corner.y + size.y},
                          with_alpha(frame.theme.background, 0.8F));
    text_at(frame, list(), id, label, corner, TextStyle::SmallDim, frame.theme.text);
}

/// An arrow as long as the step, and the point where it ends on the curve.
void draw_step(Frame& frame, const CurveStep& step, const LossCurve& curve, const PlotAxes& axes) {
    const Theme& theme = frame.theme;
    const ImVec2 from = place_in(axes, step.from, curve.loss);
    const ImVec2 to = place_in(axes, step.to, curve.loss);
    const ImVec2 end = place_in(axes, step.to, step.loss);
    const float length = to.x - from.x;
    if (std::fabs(length) > em(0.8F)) {
        const float head = em(0.4F) * (length > 0 ? 1.0F : -1.0F);
        list()->AddLine(from, to, theme.text_strong, em(0.13F));
        list()->AddTriangleFilled(to, {to.x - head, to.y - em(0.25F)},
                                  {to.x - head, to.y + em(0.25F)}, theme.text_strong);
        draw_dashes(list(), to, end, theme.text_dim, 1);
    }
    const float radius = em(0.3F);
    list()->AddCircle(end, radius, theme.text_strong, 0, em(0.12F));
    part(frame, "curve.next", text("curve.next"), number_text(step.to),
         {end.x - radius, end.y - radius, 2 * radius, 2 * radius});
}

/// To as many digits as the range can tell apart.
double rounded_value(double value, const LossCurve& curve) {
    const double unit = std::pow(10.0, std::floor(std::log10((curve.high - curve.low) / 400)));
    const double rounded = std::round(value / unit) * unit;
    // 12 digits, so that 7 · 0.01 is 0.07.
    const std::optional<double> short_value = parse_number(format_significant(rounded, 12));
    return short_value ? *short_value : rounded;
}

/// Arrow keys, Page Up and Page Down while the point has the keyboard.
double moved_by_keys(const LossCurve& curve) {
    if (!ImGui::IsItemFocused()) return curve.value;
    struct KeyStep {
        ImGuiKey key;
        double share; ///< of the range
    };
    constexpr KeyStep k_steps[] = {{ImGuiKey_LeftArrow, -0.01},
                                   {ImGuiKey_RightArrow, 0.01},
                                   {ImGuiKey_PageDown, -0.1},
                                   {ImGuiKey_PageUp, 0.1}};
    double value = curve.value;
    for (const KeyStep& step : k_steps)
        if (item_takes_key(step.key))
            value = rounded_value(value + step.share * (curve.high - curve.low), curve);
    return value;
}

void draw_point(Frame& frame, CurveState& state, const PlotAxes& axes) {
    const LossCurve& curve = state.shown;
    const Theme& theme = frame.theme;
    const ImVec2 center = place_in(axes, curve.value, curve.loss);
    const float half = frame.view.coarse_pointer ? control_height(frame) / 2 : em(0.75F);
    const Rect rect{center.x - half, center.y - half, 2 * half, 2 * half};
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    ImGui::InvisibleButton("curve.point", {rect.width, rect.height}, ImGuiButtonFlags_EnableNav);
    double wanted = moved_by_keys(curve);
    const ImGuiIO& io = ImGui::GetIO();
    if (ImGui::IsItemActive() && io.MouseDown[0]) {
        if (io.MouseSource == ImGuiMouseSource_TouchScreen) { // the finger moves the point
            frame.widget_state.touched = "curve.point";
            frame.widget_state.touch_decided = true;
        }
        if (ImGui::IsMouseDragging(ImGuiMouseButton_Left, em(0.15F)))
            wanted = rounded_value(value_on(axes.x, io.MousePos.x), curve);
    }
    if (wanted != curve.value && state.shown_revision == frame.snapshot.revision)
        frame.commands.push_back(command::SetParameter{curve.parameter, wanted});
    const bool lit = ImGui::IsItemHovered() || ImGui::IsItemActive();
    const float radius = em(lit ? 0.48F : 0.4F);
    list()->AddCircleFilled(center, radius, theme.accent);
    list()->AddCircle(center, radius, theme.text_strong, 0, em(0.13F));
    WidgetRecord record;
    record.id = "curve.point";
    record.label = text("curve.point");
    record.role = "slider";
    record.value = number_text(curve.value);
    record.text = format_significant(curve.value, 6);
    record.minimum = curve.low;
    record.maximum = curve.high;
    record.rect = rect;
    add_record(frame.registry, std::move(record));
    tooltip(frame, "curve.point", text("curve.drag"));
}

} // namespace

void find_step(const Frame& frame, CurveState& state) {
    const LossCurve& curve = state.shown;
    const UpdateTrace& update = frame.model.update;
    const auto parameter = static_cast<std::size_t>(curve.parameter);
    if (state.step_known || !state.probe || curve.parameter < 0) return;
    if (frame.model.revision != state.shown_revision || parameter >= update.after.size()) return;
    state.step_known = true;
    const double from = update.before[parameter], to = update.after[parameter];
    if (to == from || !update.finite || !std::isfinite(to)) return;
    const double plain = from - update.learning_rate * curve.slope;
    const bool is_plain = std::fabs(to - plain) <= 1e-6 * std::fabs(to - from); // float32
    state.step = CurveStep{from, to, loss_at(*state.probe, curve.parameter, to), is_plain};
}

void draw_loss_curve(Frame& frame, CurveState& state, const Rect& area) {
    const LossCurve& curve = state.shown;
    if (curve.losses.empty()) {
        text_at(frame, list(), "curve.working", text("curve.working"),
                {area.x + area.width / 2, area.y + area.height / 2}, TextStyle::Small,
                frame.theme.text_dim, {0.5F, 0.5F});
        return;
    }
    PlotAxes axes = axes_of(curve);
    place_plot(frame, axes, area);
    draw_axes(frame, axes, "curve");
    const Rect& plot = axes.plot;
    list()->PushClipRect({plot.x, plot.y}, {plot.x + plot.width, plot.y + plot.height}, true);
    draw_limit(frame, curve, axes, curve.limits.lowest, "curve.lowest", frame.theme.text_dim);
    draw_limit(frame, curve, axes, curve.limits.rising, "curve.rising", frame.theme.wrong);
    draw_losses(frame, curve, axes);
    draw_tangent(frame, curve, axes);
    if (state.step) draw_step(frame, *state.step, curve, axes);
    list()->PopClipRect();
    part(frame, "curve", text("curve"), std::to_string(curve.losses.size()), plot);
    draw_point(frame, state, axes);
}

} // namespace backprop::shell
