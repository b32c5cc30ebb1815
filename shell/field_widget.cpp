#include "shell/field_widget.hpp"

#include "shell/numbers.hpp"
#include "shell/settings.hpp"
#include "shell/texts.hpp"

#include <imgui.h>

#include <cmath>

namespace backprop::shell {

namespace {

constexpr SliderSpec k_share{
    .minimum = 0, .maximum = 0.5, .step = 0.01, .display_scale = 100, .format = format_percent};
constexpr SliderSpec k_train_share{
    .minimum = 0.1, .maximum = 0.9, .step = 0.01, .display_scale = 100, .format = format_percent};
constexpr SliderSpec k_start_number{.minimum = -100, .maximum = 100, .step = 0.01};
constexpr SliderSpec k_decay{.minimum = 0, .maximum = 0.9999, .step = 0.01};
constexpr SliderSpec k_limit{.minimum = 1e-6, .maximum = 1e6, .logarithmic = true};
constexpr SliderSpec k_many_epochs{
    .minimum = 1, .maximum = 1e7, .logarithmic = true, .integer = true};

constexpr FieldLook k_looks[] = {
    {"data.examples", true, {.minimum = 10, .maximum = 5000, .logarithmic = true, .integer = true}},
    {"data.noise", true, k_share},
    {"data.train_share", true, k_train_share},
    {"data.classes", true, {.minimum = 2, .maximum = 10, .integer = true}},
    {"data.seed", false, k_seed},
    {"data.task", false, {}, "task"},
    {"data.scaling.inputs", false, {}, "scaling"},
    {"data.scaling.targets", false, {}, "scaling"},
    {"network.bias", false, {}, "bias"},
    {"start.rule", false, {}, "start"},
    {"start.low", false, k_start_number},
    {"start.high", false, k_start_number},
    {"start.value", false, k_start_number},
    {"start.deviation", false, {.minimum = 0, .maximum = 100, .step = 0.01}},
    {"start.bias", false, k_start_number},
    {"start.seed", false, k_seed},
    {"loss.error", false, {}, "error"},
    {"loss.delta", false, {.minimum = 1e-3, .maximum = 1000, .logarithmic = true}},
    {"loss.over_outputs", false, {}, "reduction"},
    {"loss.over_examples", false, {}, "reduction"},
    {"training.learning_rate", true, {.minimum = 1e-5, .maximum = 10, .logarithmic = true}},
    {"training.epochs",
     true,
     {.minimum = 1, .maximum = 10000, .logarithmic = true, .integer = true}},
    {"training.optimizer.kind", false, {}, "optimizer"},
    {"training.optimizer.beta", false, k_decay},
    {"training.optimizer.smoothing", false, k_decay},
    {"training.optimizer.beta1", false, k_decay},
    {"training.optimizer.beta2", false, {.minimum = 0, .maximum = 0.999999, .step = 0.001}},
    {"training.optimizer.epsilon", false, {.minimum = 1e-30, .maximum = 1, .logarithmic = true}},
    {"training.optimizer.weight_decay", false, {.minimum = 0, .maximum = 10, .step = 0.001}},
    {"training.schedule.kind", false, {}, "schedule"},
    {"training.schedule.every", false, k_many_epochs},
    {"training.schedule.factor", false, {.minimum = 0, .maximum = 1, .step = 0.01}},
    {"training.schedule.epochs", false, k_many_epochs},
    {"training.regularization.kind", false, {}, "regularization"},
    {"training.regularization.rate", false, {.minimum = 0, .maximum = 10, .step = 0.001}},
    {"training.clip.value", false, k_limit, {}, 1},
    {"training.clip.norm", false, k_limit, {}, 1},
    {"training.stop.loss_below", false, k_limit, {}, 0.01},
    {"training.stop.no_progress_epochs", false, k_many_epochs, {}, 100},
    {"training.update", false, {}, "update"},
    {"precision", false, {}, "precision"},
};

// A range over more powers of ten than this is stepped through by factors.
constexpr double k_logarithmic_from = 1000;

void send(Frame& frame, const Field& field, double value) {
    frame.commands.push_back(command::Set{std::string(field.path), value});
}

std::string label_of(const Field& field) {
    return std::string(text("field." + std::string(field.path)));
}

/// All that the field takes may be typed, also where the track is shorter.
SliderSpec spec_of(const Field& field, const FieldLook& look) {
    SliderSpec spec = look.spec;
    spec.typed_minimum = field.minimum;
    spec.typed_maximum = field.maximum;
    return spec;
}

void draw_choice(Frame& frame, const Field& field, const FieldLook& look, double value,
                 float width) {
    const int now = static_cast<int>(value);
    const int chosen =
        combo(frame, field.path, label_of(field), items_of(field.choices, look.family), now, width);
    if (chosen >= 0 && chosen != now) send(frame, field, static_cast<double>(chosen));
}

void draw_flag(Frame& frame, const Field& field, bool on, float width) {
    const float room = width > 0 ? width : ImGui::GetContentRegionAvail().x;
    ImGui::BeginGroup();
    const bool pressed = checkbox(frame, field.path, "", on);
    const float used = ImGui::GetItemRectSize().x + em(0.5F);
    ImGui::SameLine(0, em(0.5F));
    label_with_help(frame, field.path, label_of(field), TextStyle::Body, room - used);
    ImGui::EndGroup();
    if (pressed) send(frame, field, on ? 0.0 : 1.0);
}

/// "☐ Loss below" with its number to the right, or below it where there is a finger.
void draw_optional(Frame& frame, const Field& field, const FieldLook& look, double value,
                   float width) {
    const bool on = !is_none(value);
    const float room = width > 0 ? width : ImGui::GetContentRegionAvail().x;
    const std::string name = label_of(field);
    const std::string switch_id = std::string(field.path) + ".on";
    ImGui::BeginGroup();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, em(0.2F)});
    const bool pressed = checkbox(frame, switch_id, "", on);
    ImGui::SameLine(0, em(0.5F));
    const float used = std::round(em(1.6F));
    label_with_help(frame, field.path, name, TextStyle::Body, room - used);
    if (on && number_box(frame, field.path, "", value, spec_of(field, look), room))
        send(frame, field, value);
    ImGui::PopStyleVar();
    ImGui::EndGroup();
    if (pressed) send(frame, field, on ? k_none : look.initial);
}

void draw_number(Frame& frame, const Field& field, const FieldLook& look, double value,
                 float width) {
    const std::string name = label_of(field);
    const SliderSpec spec = spec_of(field, look);
    const bool changed = look.slides ? slider(frame, field.path, name, value, spec)
                                     : number_box(frame, field.path, name, value, spec, width);
    if (changed) send(frame, field, value);
}

} // namespace

FieldLook look_of(const Field& field) {
    for (const FieldLook& look : k_looks)
        if (look.path == field.path) return look;
    FieldLook look{field.path};
    look.spec.minimum = look.initial = field.minimum;
    look.spec.maximum = field.maximum;
    look.spec.integer = field.type != FieldType::Number && field.type != FieldType::OptionalNumber;
    look.spec.logarithmic = field.minimum > 0 && field.maximum > k_logarithmic_from * field.minimum;
    look.family = field.path;
    return look;
}

double shown_field_value(const Frame& frame, const Field& field) {
    const LiveValues& now = frame.snapshot.now;
    if (field.path == "training.learning_rate") return now.learning_rate;
    if (field.path == "training.batch") return now.batch;
    if (field.path == "training.regularization.rate") return now.regularization_rate;
    return field.get(*frame.snapshot.experiment);
}

std::string field_text(const Field& field, double value) {
    const FieldLook look = look_of(field);
    switch (field.type) {
    case FieldType::Choice: {
        const auto index = static_cast<std::size_t>(value);
        return index < field.choices.size() ? items_of(field.choices, look.family)[index].label
                                            : std::string();
    }
    case FieldType::Flag:
        return std::string(text(value != 0 ? "value.on" : "value.off"));
    case FieldType::Batch:
        return value == double(k_batch_all) ? std::string(text("value.all"))
                                            : format_integer(static_cast<std::int64_t>(value));
    default:
        return is_none(value) ? std::string(text("value.off")) : shown_value(look.spec, value);
    }
}

bool is_wide(const Field& field) {
    return look_of(field).slides || field.type == FieldType::Flag || is_optional(field.type);
}

void draw_field(Frame& frame, const Field& field, float width) {
    if (!field.applies(*frame.snapshot.experiment)) return;
    const FieldLook look = look_of(field);
    const double value = shown_field_value(frame, field);
    switch (field.type) {
    case FieldType::Choice:
        return draw_choice(frame, field, look, value, width);
    case FieldType::Flag:
        return draw_flag(frame, field, value != 0, width);
    case FieldType::OptionalNumber:
    case FieldType::OptionalInteger:
        return draw_optional(frame, field, look, value, width);
    case FieldType::Number:
    case FieldType::Integer:
    case FieldType::Batch:
        return draw_number(frame, field, look, value, width);
    }
}

bool has_control(const Experiment& experiment, std::string_view path) {
    if (const Setting* setting = find_setting(path)) return !setting->items(experiment).empty();
    const Field* field = find_field(path);
    return field != nullptr && field->applies(experiment);
}

void draw_control(Frame& frame, std::string_view path, float width) {
    if (find_setting(path) != nullptr) return setting_combo(frame, path, width);
    if (const Field* field = find_field(path)) draw_field(frame, *field, width);
}

} // namespace backprop::shell
