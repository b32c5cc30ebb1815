#include "shell/panels/setting_groups.hpp"

#include "shell/dialogs/dialogs.hpp"
#include "shell/field_widget.hpp"
#include "shell/panels/layer_settings.hpp"
#include "shell/panels/schedule_drawing.hpp"
#include "shell/panels/two_columns.hpp"
#include "shell/settings.hpp"
#include "shell/texts.hpp"

#include <algorithm>

namespace backprop::shell {

namespace {

constexpr std::string_view k_data_paths[] = {
    "data.train_share",    "data.examples",        "data.classes",
    "data.scaling.inputs", "data.scaling.targets", "data.seed",
};
constexpr std::string_view k_layer_paths[] = {"network.bias", "training.train_biases"};
constexpr std::string_view k_optimizer_paths[] = {
    "training.optimizer.beta",  "training.optimizer.smoothing", "training.optimizer.beta1",
    "training.optimizer.beta2", "training.optimizer.epsilon",   "training.optimizer.weight_decay",
    "training.clip.value",      "training.clip.norm",
};
constexpr std::string_view k_loss_paths[] = {"loss.delta", "loss.over_outputs",
                                             "loss.over_examples"};
constexpr std::string_view k_regularization_paths[] = {"training.regularization.kind",
                                                       "training.regularization.rate"};
constexpr std::string_view k_schedule_paths[] = {
    "training.schedule.kind", "training.schedule.every", "training.schedule.factor",
    "training.schedule.epochs"};
constexpr std::string_view k_start_paths[] = {"start.rule",      "start.low",   "start.high",
                                              "start.deviation", "start.value", "start.bias",
                                              "start.seed"};
constexpr std::string_view k_stop_paths[] = {"training.stop.loss_below",
                                             "training.stop.no_progress_epochs"};
constexpr std::string_view k_order_paths[] = {"training.shuffle", "training.update", "precision"};

void draw_import_button(Frame& frame) {
    ButtonOptions options;
    options.width = ImGui::GetContentRegionAvail().x;
    options.tooltip = text("tip.import");
    if (button(frame, "import", text("button.import"), options))
        open_dialog(frame, DialogKind::Open);
}

constexpr SettingGroup k_data_group{"data", "data.train_share", k_data_paths, draw_import_button};

constexpr SettingGroup k_groups[] = {
    {"layers", "network.hidden_activation", k_layer_paths, nullptr, draw_layer_settings},
    {"optimizer", "training.optimizer.kind", k_optimizer_paths},
    {"schedule", "training.schedule.kind", k_schedule_paths, draw_schedule},
    {"regularization", "training.regularization.kind", k_regularization_paths},
    {"loss", "loss.over_examples", k_loss_paths},
    {"start", "start.rule", k_start_paths},
    {"stop", "training.stop.loss_below", k_stop_paths},
    {"order", "precision", k_order_paths},
};

std::string summary_of(const Frame& frame, std::string_view path) {
    const Experiment& experiment = *frame.snapshot.experiment;
    if (const Setting* setting = find_setting(path)) {
        const std::string key = setting->chosen(experiment);
        for (const ComboItem& item : setting->items(experiment))
            if (item.key == key) return item.label;
        return setting->items(experiment).empty() ? std::string()
                                                  : std::string(text("value.mixed"));
    }
    const Field* field = find_field(path);
    if (field == nullptr || !field->applies(experiment)) return {};
    return field_text(*field, shown_field_value(frame, *field));
}

void draw_fold_sign(const Frame& frame, ImVec2 center, bool open, ImU32 ink) {
    const float half = em(0.24F);
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    (void)frame;
    if (open)
        draw_list->AddTriangleFilled({center.x - half, center.y - 0.6F * half},
                                     {center.x + half, center.y - 0.6F * half},
                                     {center.x, center.y + 0.7F * half}, ink);
    else
        draw_list->AddTriangleFilled({center.x - 0.6F * half, center.y - half},
                                     {center.x + 0.7F * half, center.y},
                                     {center.x - 0.6F * half, center.y + half}, ink);
}

/// The heading across the whole width; true when pressed.
bool draw_fold(Frame& frame, const SettingGroup& group, bool open) {
    const Theme& theme = frame.theme;
    const std::string id = "group." + std::string(group.key);
    const std::string_view name = text(id);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const float height = frame.view.coarse_pointer ? control_height(frame) : std::round(em(1.65F));
    const bool pressed =
        ImGui::InvisibleButton(id.c_str(), {width, height}, ImGuiButtonFlags_EnableNav);
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float middle = corner.y + height / 2;
    const ImU32 ink = hovered || open ? theme.text : theme.text_dim;
    draw_fold_sign(frame, {corner.x + em(0.35F), middle}, open, ink);
    const ImVec2 size = measure(frame.fonts, TextStyle::Body, name);
    const float name_x = corner.x + em(1.0F);
    draw_list->AddText(frame.fonts.sans, size_of(TextStyle::Body), {name_x, middle - size.y / 2},
                       hovered || open ? theme.text_strong : theme.text, name.data(),
                       name.data() + name.size());
    WidgetRecord record;
    record.id = id;
    record.label = name;
    record.role = "button";
    record.value = open ? "true" : "false";
    record.text = name;
    record.rect = last_item_rect();
    add_record(frame.registry, std::move(record));
    if (open) return pressed;
    const std::string summary = summary_of(frame, group.summary);
    const ImVec2 told = measure(frame.fonts, TextStyle::SmallDim, summary);
    const float left = std::max(name_x + size.x + em(0.6F), corner.x + width - told.x);
    draw_list->PushClipRect({left, corner.y}, {corner.x + width, corner.y + height}, true);
    draw_list->AddText(font_of(frame.fonts, TextStyle::SmallDim), size_of(TextStyle::SmallDim),
                       {left, middle - told.y / 2}, theme.text_dim, summary.c_str());
    draw_list->PopClipRect();
    return pressed;
}

bool wants_whole_row(std::string_view path) {
    if (find_setting(path) != nullptr) return false;
    const Field* field = find_field(path);
    return field != nullptr && is_wide(*field);
}

void draw_controls(Frame& frame, const SettingGroup& group) {
    if (group.first != nullptr) group.first(frame);
    TwoColumns columns = two_columns();
    for (const std::string_view path : group.paths) {
        if (!has_control(*frame.snapshot.experiment, path)) continue;
        const bool whole = wants_whole_row(path);
        whole ? columns.whole_row() : columns.next();
        draw_control(frame, path, whole ? 0 : columns.width);
    }
    if (group.extra != nullptr) group.extra(frame);
    ImGui::Dummy({0, em(0.3F)});
}

} // namespace

const SettingGroup& data_group() {
    return k_data_group;
}

std::span<const SettingGroup> setting_groups() {
    return k_groups;
}

void draw_setting_group(Frame& frame, const SettingGroup& group) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const bool has_any =
        group.first != nullptr ||
        std::any_of(group.paths.begin(), group.paths.end(),
                    [&](std::string_view path) { return has_control(experiment, path); });
    if (!has_any) return;
    std::vector<std::string_view>& open_groups = frame.view.open_groups;
    const auto found = std::find(open_groups.begin(), open_groups.end(), group.key);
    const bool open = found != open_groups.end();
    const bool pressed = draw_fold(frame, group, open);
    if (open) draw_controls(frame, group);
    if (!pressed) return;
    if (open)
        open_groups.erase(found);
    else
        open_groups.push_back(group.key);
}

} // namespace backprop::shell
