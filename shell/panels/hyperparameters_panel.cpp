#include "shell/panels/hyperparameters_panel.hpp"

#include "engine/experiment/fields.hpp"
#include "shell/numbers.hpp"
#include "shell/pace.hpp"
#include "shell/settings.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <cmath>

namespace backprop::shell {

namespace {

// From this many examples on, the batch slider is logarithmic.
constexpr std::int32_t k_logarithmic_batch_from = 40;

const SliderSpec k_learning_rate{.minimum = 1e-5, .maximum = 10, .logarithmic = true};
const SliderSpec k_epochs{.minimum = 1, .maximum = 10000, .logarithmic = true, .integer = true};
const SliderSpec k_start_number{.minimum = -100, .maximum = 100, .step = 0.01};

/// 1 to the number of training examples, whose end means "all". Absent where one example is all.
void draw_batch(Frame& frame) {
    const std::int32_t rows = frame.snapshot.data->train_inputs.columns;
    if (rows < 2) return;
    const std::int32_t batch = frame.snapshot.experiment->training.batch;
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

/// Lays controls out two a row. `next` begins each of them.
struct TwoColumns {
    float width;
    float gap;
    float left;
    bool second = false;

    void next() {
        if (second) ImGui::SameLine(left + width + gap);
        second = !second;
    }
};

TwoColumns two_columns() {
    const float gap = std::round(em(0.6F));
    const float width = std::floor((ImGui::GetContentRegionAvail().x - gap) / 2);
    return {width, gap, ImGui::GetCursorPosX()};
}

void draw_start(Frame& frame, TwoColumns& columns) {
    columns.next();
    setting_combo(frame, "start.rule", columns.width);
    for (const std::string_view path : {"start.low", "start.high", "start.value", "start.bias"}) {
        if (!find_field(path)->applies(*frame.snapshot.experiment)) continue;
        columns.next();
        field_number(frame, path, k_start_number, columns.width);
    }
    if (find_field("start.seed")->applies(*frame.snapshot.experiment)) {
        columns.next();
        field_number(frame, "start.seed", k_seed, columns.width);
    }
}

} // namespace

void draw_hyperparameters_panel(Frame& frame) {
    const Experiment& experiment = *frame.snapshot.experiment;
    heading(frame, "section.hyperparameters", text("section.hyperparameters"));
    ImGui::Dummy({0, em(0.05F)});
    field_slider(frame, "training.learning_rate", k_learning_rate);
    field_slider(frame, "training.epochs", k_epochs);
    draw_batch(frame);
    slider(frame, "view.speed", text("view.speed"), frame.view.speed, k_speed);

    TwoColumns columns = two_columns();
    for (const std::string_view path :
         {"network.hidden_activation", "network.output_activation", "loss.error", "network.bias"}) {
        if (find_setting(path)->items(experiment).empty()) continue;
        columns.next();
        setting_combo(frame, path, columns.width);
    }
    if (experiment.network.layers.back().units > 1 &&
        experiment.loss.error != ErrorKind::CrossEntropy) {
        columns.next();
        field_combo(frame, "loss.over_outputs", "reduction", columns.width);
    }
    columns.next();
    field_combo(frame, "loss.over_examples", "reduction", columns.width);
    draw_start(frame, columns);
    columns.next();
    field_combo(frame, "precision", "precision", columns.width);
    field_checkbox(frame, "training.shuffle");
    field_checkbox(frame, "training.train_biases");
}

} // namespace backprop::shell
