#include "shell/drawing/class_plane.hpp"
#include "shell/drawing/heat_maps.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/drawing/pass_light.hpp"
#include "shell/drawing/pass_values.hpp"
#include "shell/drawing/picture_pass.hpp"
#include "shell/numbers.hpp"
#include "shell/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

void draw_frame(const PicturePass& pass, const Rect& rect, float rounding, bool marked) {
    const ImVec2 low{rect.x, rect.y}, high{rect.x + rect.width, rect.y + rect.height};
    const Theme& theme = pass.frame.theme;
    pass.draw_list->AddRect(low, high, marked ? theme.text_strong : theme.border, rounding, 0,
                            marked ? em(0.15F) : em(0.1F));
}

/// Around a unit at work; a selected one keeps its own frame inside.
void draw_light(const PicturePass& pass, const PassLight& light, const Rect& rect, float rounding,
                bool marked) {
    const float out = marked ? em(0.2F) : 0;
    pass.draw_list->AddRect({rect.x - out, rect.y - out},
                            {rect.x + rect.width + out, rect.y + rect.height + out},
                            light_color(pass.frame.theme, light), rounding + out, 0, em(0.15F));
}

/// What a full bar stands for: 1, or the layer's greatest value where there is no bound.
double bar_scale(const PicturePass& pass, std::int32_t layer) {
    const Activation kind = activation_of_layer(*pass.frame.snapshot.experiment, layer);
    double scale = 1;
    if (layer > 0 && kind != Activation::Linear && kind != Activation::Relu) return scale;
    const PlacedColumn& column = pass.cache.layout.columns[static_cast<std::size_t>(layer)];
    for (std::int32_t unit = 0; unit < column.shown; ++unit) {
        const auto value = activation_of(pass.frame.model, layer, unit, pass.frame.view.example);
        if (value && std::isfinite(*value)) scale = std::max(scale, std::abs(*value));
    }
    return scale;
}

void draw_bar(const PicturePass& pass, const Rect& rect, double value, double scale) {
    const Theme& theme = pass.frame.theme;
    const float share = static_cast<float>(std::min(1.0, std::abs(value) / scale));
    const float width = rect.width * share;
    const float rounding = em(0.12F);
    pass.draw_list->AddRectFilled({rect.x, rect.y}, {rect.x + rect.width, rect.y + rect.height},
                                  theme.track, rounding);
    if (!std::isfinite(value) || width < 1) return;
    // Negative bars grow from the right: the direction repeats what the colour says.
    const float left = value < 0 ? rect.x + rect.width - width : rect.x;
    pass.draw_list->AddRectFilled({left, rect.y}, {left + width, rect.y + rect.height},
                                  value < 0 ? theme.negative : theme.positive, rounding);
}

/// With as many of the digits asked for as fit.
std::string fitting_number(const Frame& frame, std::optional<double> value, float room) {
    View view;
    view.digits = frame.view.digits;
    std::string shown = format_digits(view, value);
    while (view.digits > k_fewest_digits &&
           measure(frame.fonts, TextStyle::SmallMono, shown).x > room) {
        --view.digits;
        shown = format_digits(view, value);
    }
    return shown;
}

/// "z 0.6702", then "δ +0.0527", in place of the bar.
void draw_latest_number(const PicturePass& pass, const PlacedUnit& unit, const Rect& rect) {
    Frame& frame = pass.frame;
    const UnitNumber number = latest_number(frame, unit.layer, unit.unit);
    const float room = rect.width - em(0.3F);
    const std::string symbol = number.symbol.empty() ? std::string() : number.symbol + " ";
    const float symbol_width = measure(frame.fonts, TextStyle::SmallMono, symbol).x;
    const Selection part{SelectionKind::Unit, unit.layer, unit.unit, 0};
    const std::string id = part_id(part, frame.snapshot.experiment->network.bias);
    text_at(frame, pass.draw_list, id + " latest",
            symbol + fitting_number(frame, number.value, room - symbol_width),
            {rect.x + rect.width / 2, rect.y + rect.height - em(0.24F)}, TextStyle::SmallMono,
            number.backward ? frame.theme.backward : frame.theme.forward, {0.5F, 1});
}

void draw_unit_name(const PicturePass& pass, const PlacedUnit& unit, const Rect& rect,
                    const std::string& id) {
    Frame& frame = pass.frame;
    const std::string name =
        shortened(frame.fonts, TextStyle::SmallDim, unit_name(frame, unit.layer, unit.unit),
                  rect.width - em(0.4F));
    text_at(frame, pass.draw_list, id + " name", name,
            {rect.x + rect.width / 2, rect.y + em(0.22F)}, TextStyle::SmallDim,
            frame.theme.text_dim, {0.5F, 0});
}

/// The activation, `top` below the upper edge.
void draw_unit_value(const PicturePass& pass, std::optional<double> value, const Rect& rect,
                     const std::string& id, float top, bool large) {
    Frame& frame = pass.frame;
    const float room = rect.width - em(0.4F);
    const std::string shown = fitting_number(frame, value, room);
    const bool is_short = measure(frame.fonts, TextStyle::Mono, shown).x < room;
    large = large && is_short;
    text_at(frame, pass.draw_list, id + " value", shown,
            {rect.x + rect.width / 2, rect.y + top + (large ? 0 : em(0.1F))},
            large ? TextStyle::Mono : TextStyle::SmallMono, frame.theme.text_strong, {0.5F, 0});
}

void draw_card(const PicturePass& pass, const PlacedUnit& unit, const Rect& rect, UnitForm form,
               double scale) {
    Frame& frame = pass.frame;
    const auto value = shown_activation(frame, unit.layer, unit.unit);
    const float bottom = rect.y + rect.height;
    pass.draw_list->AddRectFilled({rect.x, rect.y}, {rect.x + rect.width, bottom},
                                  frame.theme.panel, em(0.45F));
    const Selection part{SelectionKind::Unit, unit.layer, unit.unit, 0};
    const std::string id = part_id(part, frame.snapshot.experiment->network.bias);
    const bool computes = is_stepping(frame) && unit.layer > 0;
    const PassLight light = pass_light(frame);
    if (form == UnitForm::Line && computes && is_unit_at_work(light, unit.layer) &&
        light.moment->kind != MomentKind::Activations) // room for what is computed now alone
        return draw_latest_number(pass, unit, rect);
    const bool has_name = form == UnitForm::Card || (form == UnitForm::Short && !computes);
    if (has_name) draw_unit_name(pass, unit, rect, id);
    const float top = form == UnitForm::Card ? 1.28F : has_name ? 1.1F : 0.02F;
    draw_unit_value(pass, value, rect, id, em(top), form != UnitForm::Line);
    if (form != UnitForm::Line && computes) return draw_latest_number(pass, unit, rect);
    if (form == UnitForm::Short) return;
    const bool is_card = form == UnitForm::Card;
    const float inset = em(0.45F), bar = em(is_card ? 0.4F : 0.2F);
    draw_bar(
        pass,
        {rect.x + inset, bottom - bar - em(is_card ? 0.32F : 0.22F), rect.width - 2 * inset, bar},
        value.value_or(0), scale);
}

void draw_dot(const PicturePass& pass, const PlacedUnit& unit, const Rect& rect, double scale) {
    const auto value = shown_activation(pass.frame, unit.layer, unit.unit);
    const ImVec2 low{rect.x, rect.y}, high{rect.x + rect.width, rect.y + rect.height};
    pass.draw_list->AddRectFilled(
        low, high, sign_color(pass.frame.theme, value.value_or(0) / scale), em(0.25F));
}

/// The unit as an item: reached by Tab and arrows, pressed by Enter, known to the registry.
void add_unit_item(const PicturePass& pass, const PlacedUnit& unit, const Rect& rect) {
    Frame& frame = pass.frame;
    const Selection part{SelectionKind::Unit, unit.layer, unit.unit, 0};
    WidgetRecord record;
    record.id = part_id(part, frame.snapshot.experiment->network.bias);
    record.label = unit_name(frame, unit.layer, unit.unit);
    record.role = "button";
    if (!pass.maps) record.number = shown_activation(frame, unit.layer, unit.unit);
    record.text = record.label;
    record.rect = rect;
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    ImGui::SetNextItemAllowOverlap();
    if (ImGui::InvisibleButton(record.id.c_str(), {rect.width, rect.height},
                               ImGuiButtonFlags_EnableNav) &&
        !ImGui::IsItemHovered())
        frame.view.selection = part; // by keyboard; the pointer is handled for all parts alike
    if (ImGui::IsItemFocused() && ImGui::GetIO().NavVisible) pass.cache.hovered_next = part;
    add_record(frame.registry, std::move(record));
}

} // namespace

bool is_marked(const View& view, const Selection& part) {
    return view.selection == part || view.hovered == part;
}

Rect snapped(const Rect& rect) {
    const float left = std::round(rect.x), top = std::round(rect.y);
    return {left, top, std::round(rect.x + rect.width) - left,
            std::round(rect.y + rect.height) - top};
}

void draw_units(const PicturePass& pass) {
    const auto last = static_cast<std::int32_t>(pass.cache.layout.columns.size()) - 1;
    const PassLight light = pass_light(pass.frame);
    std::int32_t layer = -1;
    double scale = 1;
    for (const PlacedUnit& unit : pass.cache.layout.units) {
        const Rect rect = snapped(on_screen(pass.origin, unit.rect));
        if (unit.layer != layer) {
            layer = unit.layer;
            scale = pass.maps ? 1 : bar_scale(pass, layer);
        }
        const UnitForm form = pass.cache.layout.columns[static_cast<std::size_t>(layer)].form;
        const float rounding =
            form == UnitForm::Map || form == UnitForm::Dot ? em(0.2F) : em(0.45F);
        const bool is_output_map = layer == last && unit.unit == pass.frame.view.output &&
                                   !shows_classes(pass.frame) &&
                                   pass.frame.model.output_map_size > 0;
        if (form == UnitForm::Map && is_output_map) // the finer one
            draw_output_map(pass.frame, pass.cache, pass.draw_list, rect, rounding);
        else if (form == UnitForm::Map)
            draw_unit_map(pass.frame, pass.cache, pass.draw_list, layer, unit.unit, rect, rounding);
        else if (form == UnitForm::Dot)
            draw_dot(pass, unit, rect, scale);
        else
            draw_card(pass, unit, rect, form, scale);
        const Selection part{SelectionKind::Unit, layer, unit.unit, 0};
        const bool marked = is_marked(pass.frame.view, part);
        draw_frame(pass, rect, rounding, marked);
        if (is_unit_at_work(light, layer)) draw_light(pass, light, rect, rounding, marked);
        add_unit_item(pass, unit, rect);
    }
}

} // namespace backprop::shell
