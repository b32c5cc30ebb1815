#include "shell/drawing/prediction_table.hpp"

#include "shell/drawing/data_points.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/drawing/table.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"

#include <array>
#include <cmath>

namespace backprop::shell {

namespace {

constexpr std::int32_t k_most_inputs_shown = 12;

/// A number in as few signs as tell it: "0.3", "12", "1.25".
std::string short_number(double value) {
    std::string shown = format_fixed(value, std::abs(value) < 10 ? 2 : 0);
    while (shown.find('.') != std::string::npos && (shown.back() == '0' || shown.back() == '.')) {
        const bool was_point = shown.back() == '.';
        shown.pop_back();
        if (was_point) break;
    }
    return shown;
}

std::string inputs_text(const Matrix<double>& inputs, std::int32_t row) {
    std::string shown;
    for (std::int32_t input = 0; input < std::min(inputs.rows, k_most_inputs_shown); ++input)
        shown += (input == 0 ? "" : " ") + short_number(inputs(input, row));
    return inputs.rows > k_most_inputs_shown ? shown + " …" : shown;
}

std::optional<double> error_of(const Frame& frame, DataRow row) {
    const Matrix<double>& targets = targets_of(*frame.snapshot.data, row.test);
    std::vector<double> outputs, wanted;
    for (std::int32_t unit = 0; unit < targets.rows; ++unit) {
        const auto output = output_of(frame, row, unit);
        if (!output) return std::nullopt;
        outputs.push_back(*output);
        wanted.push_back(targets(unit, row.index));
    }
    return example_error(frame.session, outputs, wanted);
}

void draw_row(Frame& frame, const Table& table, DataRow row) {
    const std::string id = (row.test ? "test " : "row ") + std::to_string(row.index + 1);
    const bool is_shown = !row.test && row.index == frame.view.example;
    const RowAction action = begin_row(frame, table, id, is_shown);
    if (action.pressed && !row.test) frame.view.example = row.index;
    const Theme& theme = frame.theme;
    const std::string number = (row.test ? "t" : "") + std::to_string(row.index + 1);
    const Matrix<double>& targets = targets_of(*frame.snapshot.data, row.test);
    const std::int32_t output = frame.view.output;
    draw_cell(frame, table, 0, id + " number", number, theme.text_dim);
    draw_cell(frame, table, 1, id + " inputs",
              inputs_text(inputs_of(*frame.snapshot.data, row.test), row.index), theme.text_dim);
    if (output >= targets.rows) return;
    draw_cell(frame, table, 2, id + " target", format_fixed(targets(output, row.index), 3),
              theme.text);
    const auto predicted = output_of(frame, row, output);
    draw_cell(frame, table, 3, id + " output", predicted ? format_fixed(*predicted, 3) : "—",
              theme.text_strong);
    const auto error = error_of(frame, row);
    draw_cell(frame, table, 4, id + " error", error ? format_fixed(*error, 4) : "—",
              theme.backward);
}

} // namespace

void draw_prediction_table(Frame& frame, const Rect& area) {
    const std::array<TableColumn, 5> columns{{{std::string(text("table.row")), 2.2F, true, 0},
                                              {std::string(text("table.inputs")), 0, false, 0},
                                              {std::string(text("table.target")), 3.7F, true, 0},
                                              {std::string(text("table.output")), 3.7F, true, 0},
                                              {std::string(text("table.error")), 4.2F, true, 0}}};
    const Table table = begin_table(frame, "predictions", area, columns);
    const std::int32_t train = frame.snapshot.data->train_inputs.columns;
    const std::int32_t test = frame.snapshot.data->test_inputs.columns;
    ImGuiListClipper clipper;
    clipper.Begin(train + test, table.row_height);
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i)
            draw_row(frame, table, i < train ? DataRow{false, i} : DataRow{true, i - train});
    end_table();
}

} // namespace backprop::shell
