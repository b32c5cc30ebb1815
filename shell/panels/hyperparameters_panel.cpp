#include "shell/panels/hyperparameters_panel.hpp"

#include "engine/experiment/fields.hpp"
#include "shell/field_widget.hpp"
#include "shell/numbers.hpp"
#include "shell/pace.hpp"
#include "shell/panels/setting_groups.hpp"
#include "shell/panels/two_columns.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <cmath>

namespace backprop::shell {

namespace {

// From this many examples on, the batch slider is logarithmic.
constexpr std::int32_t k_logarithmic_batch_from = 40;

constexpr std::string_view k_first_combos[] = {"network.hidden_activation",
                                               "network.output_activation", "loss.error",
                                               "training.optimizer.kind"};

/// 1 to the number of training examples, whose end means "all". Absent where one example is all.
void draw_batch(Frame& frame) {
    const std::int32_t rows = frame.snapshot.data->train_inputs.columns;
    if (rows < 2) return;
    const auto batch =
        static_cast<std::int32_t>(shown_field_value(frame, *find_field("training.batch")));
    const SliderSpec spec{.minimum = 1,
                          .maximum = static_cast<double>(rows),
                          .logarithmic = rows >= k_logarithmic_batch_from,
                          .integer = true,
                          .maximum_is_all = true};
    double value = batch == k_batch_all ? spec.maximum : static_cast<double>(batch);
    const std::string_view label = text("field.training.batch");
    if (!slider(frame, "training.batch", label, value, spec)) return;
    const double wanted = value >= spec.maximum ? static_cast<double>(k_batch_all) : value;
    frame.commands.push_back(command::Set{"training.batch", wanted});
}

std::string speed_text(double speed) {
    if (speed >= k_fastest_speed) return std::string(text("view.speed.greatest"));
    return fill(text("view.speed.value"), {format_significant(speed, 3)});
}

const SliderSpec k_speed{.minimum = k_slowest_speed,
                         .maximum = k_fastest_speed,
                         .logarithmic = true,
                         .integer = true,
                         .format = speed_text};

} // namespace

void draw_hyperparameters_panel(Frame& frame) {
    const Experiment& experiment = *frame.snapshot.experiment;
    heading(frame, "section.hyperparameters", text("section.hyperparameters"));
    ImGui::Dummy({0, em(0.05F)});
    draw_control(frame, "training.learning_rate");
    draw_control(frame, "training.epochs");
    draw_batch(frame);
    slider(frame, "view.speed", text("view.speed"), frame.view.speed, k_speed);

    TwoColumns columns = two_columns();
    for (const std::string_view path : k_first_combos) {
        if (!has_control(experiment, path)) continue;
        columns.next();
        draw_control(frame, path, columns.width);
    }
    ImGui::Dummy({0, em(0.2F)});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {em(0.6F), em(0.3F)});
    for (const SettingGroup& group : setting_groups())
        draw_setting_group(frame, group);
    ImGui::PopStyleVar();
}

} // namespace backprop::shell
