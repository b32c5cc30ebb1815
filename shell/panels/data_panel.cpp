#include "shell/panels/data_panel.hpp"

#include "engine/data/dataset.hpp"
#include "shell/drawing/class_plane.hpp"
#include "shell/field_widget.hpp"
#include "shell/panels/setting_groups.hpp"
#include "shell/settings.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

constexpr std::int32_t k_thumbnail_examples = 120;

bool is_pictured(DataSet set) {
    return data_set_row(set).kind == DataKind::Generated;
}

Thumbnail make_thumbnail(DataSet set) {
    DataSpec spec;
    spec.set = set;
    spec.task = data_set_row(set).task;
    spec.examples = k_thumbnail_examples;
    spec.train_share = 0.9;
    const Dataset data = make_dataset(spec);
    Thumbnail thumbnail;
    thumbnail.classes = data.train_targets.rows > 1;
    for (std::int32_t i = 0; i < data.train_inputs.columns; ++i) {
        const auto scaled = [](double value) {
            return static_cast<float>(value / k_generated_extent);
        };
        const double target =
            thumbnail.classes ? class_of(data.train_targets, i) : data.train_targets(0, i);
        const bool plane = data.train_inputs.rows > 1; // else a curve: the target is the height
        thumbnail.points.push_back({scaled(data.train_inputs(0, i)),
                                    scaled(plane ? data.train_inputs(1, i) : 3.0 * target),
                                    static_cast<float>(target)});
    }
    return thumbnail;
}

void draw_points(const Frame& frame, const Thumbnail& thumbnail, ImVec2 corner, float side) {
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float radius = std::max(0.032F * side, 1.0F);
    const float half = 0.42F * side;
    const ImVec2 center{corner.x + side / 2, corner.y + side / 2};
    for (const Thumbnail::Point& point : thumbnail.points) {
        const ImU32 color = thumbnail.classes
                              ? class_color(frame.theme, static_cast<std::int32_t>(point.target))
                              : sign_color(frame.theme, static_cast<double>(point.target));
        draw_list->AddCircleFilled({center.x + half * point.x, center.y - half * point.y}, radius,
                                   color, 6);
    }
}

/// A picture of a generated set; pressing it chooses the set. Role "radio".
void draw_thumbnail(Frame& frame, DataSet set, const Thumbnail& thumbnail, float side) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const std::string key(data_set_row(set).key);
    const std::string id = "data.set:" + key;
    const std::string_view name = text_or("data." + key, data_set_row(set).name);
    const bool chosen = experiment.data.set == set;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const bool pressed =
        ImGui::InvisibleButton(id.c_str(), {side, side}, ImGuiButtonFlags_EnableNav);
    if (pressed && !chosen)
        frame.commands.push_back(command::Change{find_setting("data.set")->with(experiment, key)});
    const Theme& theme = frame.theme;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImVec2 far_corner{corner.x + side, corner.y + side};
    const bool hovered = ImGui::IsItemHovered();
    draw_list->AddRectFilled(corner, far_corner, hovered ? theme.control_hover : theme.panel,
                             em(0.35F));
    draw_points(frame, thumbnail, corner, side);
    draw_list->AddRect(corner, far_corner, chosen ? theme.accent_hover : theme.border, em(0.35F), 0,
                       chosen ? em(0.13F) : 1.0F);
    WidgetRecord record;
    record.id = id;
    record.label = name;
    record.role = "radio";
    record.value = chosen ? "true" : "false";
    record.rect = {corner.x, corner.y, side, side};
    add_record(frame.registry, std::move(record));
    tooltip(frame, id, name);
}

void draw_thumbnails(Frame& frame) {
    std::vector<DataSet> sets;
    for (std::size_t i = 0; i < std::size(k_data_sets); ++i)
        if (is_pictured(static_cast<DataSet>(i))) sets.push_back(static_cast<DataSet>(i));
    std::vector<Thumbnail>& thumbnails = frame.widget_state.thumbnails;
    if (thumbnails.empty())
        for (const DataSet set : sets)
            thumbnails.push_back(make_thumbnail(set));

    const int count = static_cast<int>(sets.size());
    const float width = ImGui::GetContentRegionAvail().x;
    const float gap = std::round(em(0.3F));
    const float least = frame.view.coarse_pointer ? control_height(frame) : em(2);
    const float most = em(3.6F);
    const int fitting = static_cast<int>((width + gap) / (least + gap));
    const int in_row = std::clamp(fitting, 1, count);
    const float room = (width - gap * static_cast<float>(in_row - 1)) / static_cast<float>(in_row);
    const float side = std::floor(std::min(most, room));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {gap, gap});
    for (int i = 0; i < count; ++i) {
        if (i % in_row != 0) ImGui::SameLine();
        const std::size_t index = static_cast<std::size_t>(i);
        draw_thumbnail(frame, sets[index], thumbnails[index], side);
    }
    ImGui::PopStyleVar();
}

} // namespace

void draw_data_panel(Frame& frame) {
    heading(frame, "section.data", text("section.data"));
    ImGui::Dummy({0, em(0.05F)});
    draw_thumbnails(frame);
    draw_control(frame, "data.set");
    const std::optional<Experiment>& own = frame.widget_state.own_rows;
    if (own && frame.snapshot.experiment->data.set != DataSet::Inline &&
        button(frame, "data.own_rows", text("data.own_rows")))
        frame.commands.push_back(command::Load{*own});
    draw_control(frame, "data.noise");
    draw_setting_group(frame, data_group());
}

} // namespace backprop::shell
