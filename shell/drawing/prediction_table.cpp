#include "shell/drawing/prediction_table.hpp"

#include "shell/drawing/class_plane.hpp"
#include "shell/drawing/data_points.hpp"
#include "shell/drawing/heat_maps.hpp"
#include "shell/drawing/note.hpp"
#include "shell/drawing/part_names.hpp"
#include "shell/drawing/part_values.hpp"
#include "shell/drawing/table.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace backprop::shell {

namespace {

constexpr std::int32_t k_most_inputs_shown = 12;

/// A number in as few signs as tell it: "0.3", "12", "1.25".
std::string short_number(double value) {
    if (std::abs(value) >= 1e7) return format_significant(value, 4);
    std::string shown = format_fixed(value, std::abs(value) < 10 ? 2 : 0);
    while (shown.find('.') != std::string::npos && (shown.back() == '0' || shown.back() == '.')) {
        const bool was_point = shown.back() == '.';
        shown.pop_back();
        if (was_point) break;
    }
    return shown;
}

/// ".3" for "0.3": where room is scarce.
std::string without_zero(const std::string& shown) {
    const std::size_t zero = shown.find("0.");
    if (zero == std::string::npos || (zero > 0 && shown[zero - 1] >= '0' && shown[zero - 1] <= '9'))
        return shown;
    return shown.substr(0, zero) + shown.substr(zero + 1);
}

std::string inputs_text(const Matrix<double>& inputs, std::int32_t row, bool brief) {
    std::string shown;
    for (std::int32_t input = 0; input < std::min(inputs.rows, k_most_inputs_shown); ++input) {
        const std::string number = short_number(inputs(input, row));
        shown += (input == 0 ? "" : " ") + (brief ? without_zero(number) : number);
    }
    return inputs.rows > k_most_inputs_shown ? shown + " …" : shown;
}

/// The inputs of a row as its cell has room for them.
std::string fitting_inputs(const Frame& frame, const Table& table, DataRow row) {
    const Matrix<double>& inputs = inputs_of(*frame.snapshot.data, row.test);
    std::string shown = inputs_text(inputs, row.index, false);
    return cell_fits(frame, table, 1, shown) ? shown : inputs_text(inputs, row.index, true);
}

/// All of a row's inputs with their names, for the note beside it.
std::vector<NoteLine> row_note(const Frame& frame, DataRow row) {
    std::vector<NoteLine> lines{{row_name(row), TextStyle::SmallDim, 0}};
    const Matrix<double>& inputs = inputs_of(*frame.snapshot.data, row.test);
    for (std::int32_t input = 0; input < std::min(inputs.rows, k_most_inputs_shown); ++input)
        lines.push_back({column_name(frame, input) + " " + format_value(inputs(input, row.index)),
                         TextStyle::Small, 0});
    if (inputs.rows > k_most_inputs_shown) lines.push_back({"…", TextStyle::Small, 0});
    return lines;
}

std::optional<double> error_of(const Frame& frame, DataRow row) {
    const Matrix<double>& targets = targets_of(*frame.snapshot.data, row.test);
    std::vector<double> outputs, wanted;
    for (std::int32_t unit = 0; unit < targets.rows; ++unit) {
        const auto output = network_output_of(frame, row, unit);
        if (!output) return std::nullopt;
        outputs.push_back(*output);
        wanted.push_back(targets(unit, row.index));
    }
    return example_error(frame.session, outputs, wanted);
}

/// The class that the outputs for a row say; empty while the model does not have it.
std::optional<std::int32_t> predicted_class(const Frame& frame, DataRow row) {
    std::int32_t best = 0;
    double greatest = 0;
    const std::int32_t units = targets_of(*frame.snapshot.data, row.test).rows;
    for (std::int32_t unit = 0; unit < units; ++unit) {
        const auto output = network_output_of(frame, row, unit);
        if (!output) return std::nullopt;
        if (unit > 0 && !(*output > greatest)) continue;
        best = unit;
        greatest = *output;
    }
    return best;
}

std::string class_name(const Frame& frame, std::int32_t index) {
    const auto last = static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
    return unit_name(frame, last, index);
}

/// Returns true when the row is under the pointer.
bool draw_row(Frame& frame, const Table& table, DataRow row) {
    const std::string id = (row.test ? "test " : "row ") + std::to_string(row.index + 1);
    const bool is_shown = !row.test && row.index == frame.view.example;
    const RowAction action = begin_row(frame, table, id, is_shown);
    if (action.pressed && !row.test) frame.view.example = row.index;
    const Theme& theme = frame.theme;
    const std::string number = (row.test ? "t" : "") + std::to_string(row.index + 1);
    const Matrix<double>& targets = targets_of(*frame.snapshot.data, row.test);
    const std::int32_t output = frame.view.output;
    std::size_t column = 0;
    const auto cell = [&](std::string_view name, std::string_view shown, ImU32 color) {
        draw_cell(frame, table, column++, id + " " + std::string(name), shown, color);
    };
    cell("number", number, theme.text_dim);
    if (table.columns.size() == 5)
        cell("inputs", fitting_inputs(frame, table, row), theme.text_dim);
    if (output >= targets.rows) return action.hovered;
    if (has_classes(*frame.snapshot.experiment)) {
        const std::int32_t wanted = class_of(targets, row.index);
        const auto said = predicted_class(frame, row);
        const bool wrong = said && *said != wanted;
        cell("target", class_name(frame, wanted), theme.text);
        cell("output", said ? (wrong ? "✗ " : "") + class_name(frame, *said) : "—",
             wrong ? theme.warning : theme.text_strong);
    } else {
        cell("target", format_cell(targets(output, row.index), 3), theme.text);
        cell("output", format_cell(output_of(frame, row, output), 3), theme.text_strong);
    }
    const auto error = error_of(frame, row);
    cell("error", format_cell(error, 4), theme.backward);
    return action.hovered;
}

/// Inputs have a column only where it can hold a few of them; the note has them all.
std::vector<TableColumn> table_columns(const Frame& frame, float width) {
    const auto last = static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
    float number = range_of_unit(frame, last, 0).low < 0 ? 3.8F : 3.2F; // with a sign
    const bool has_inputs = width >= em(17);
    const float fixed = has_inputs ? 1.0F : 0.0F; // otherwise the numbers share the room
    std::vector<TableColumn> columns{{std::string(text("table.row")), 1.6F}};
    if (has_inputs) columns.push_back({std::string(text("table.inputs")), 0, false});
    const bool classes = has_classes(*frame.snapshot.experiment);
    if (classes) number = 5.6F; // names
    columns.push_back(
        {std::string(text(classes ? "table.class" : "table.target")), number * fixed});
    columns.push_back(
        {std::string(text(classes ? "table.predicted" : "table.output")), number * fixed});
    columns.push_back({std::string(text("table.error")), 3.7F * fixed});
    return columns;
}

} // namespace

float prediction_table_height(const Frame& frame) {
    const Dataset& data = *frame.snapshot.data;
    const std::int32_t rows = data.train_inputs.columns + data.test_inputs.columns;
    return table_height(frame, std::min(rows, 1000));
}

void draw_prediction_table(Frame& frame, const Rect& area) {
    const std::vector<TableColumn> columns = table_columns(frame, area.width);
    const Table table = begin_table(frame, "predictions", area, columns);
    const std::int32_t train = frame.snapshot.data->train_inputs.columns;
    const std::int32_t test = frame.snapshot.data->test_inputs.columns;
    DataRow hovered;
    ImGuiListClipper clipper;
    clipper.Begin(train + test, table.row_height);
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const DataRow row = i < train ? DataRow{false, i} : DataRow{true, i - train};
            if (draw_row(frame, table, row)) hovered = row;
        }
    if (hovered.index >= 0)
        draw_note(frame, ImGui::GetWindowDrawList(), "note.row", ImGui::GetIO().MousePos, area,
                  row_note(frame, hovered));
    end_table();
}

} // namespace backprop::shell
