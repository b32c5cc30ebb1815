#include "shell/drawing/parameter_rows.hpp"

namespace backprop::shell {

namespace {

std::int64_t rows_per_unit(const ParameterRows& rows, const LayerValues& values) {
    return std::int64_t{values.inputs} + (rows.bias == BiasMode::PerUnit ? 1 : 0);
}

std::int64_t rows_of_layer(const ParameterRows& rows, const LayerValues& values) {
    return values.units * rows_per_unit(rows, values) + (rows.bias == BiasMode::Shared ? 1 : 0);
}

bool is_listed(const ParameterRows& rows, std::int32_t layer) {
    return rows.only == 0 || rows.only == layer;
}

Selection part_in_layer(const ParameterRows& rows, const LayerValues& values, std::int32_t layer,
                        std::int64_t row) {
    if (rows.bias == BiasMode::Shared) {
        if (row == 0) return {SelectionKind::Bias, layer, 0, 0};
        --row;
    }
    const std::int64_t each = rows_per_unit(rows, values);
    const auto to = static_cast<std::int32_t>(row / each);
    const auto from = static_cast<std::int32_t>(row % each);
    if (from == values.inputs) return {SelectionKind::Bias, layer, to, 0};
    return {SelectionKind::Weight, layer, to, from};
}

} // namespace

std::int64_t row_count(const ParameterRows& rows) {
    std::int64_t count = 0;
    std::int32_t layer = 0;
    for (const LayerValues& values : *rows.layers)
        if (is_listed(rows, ++layer)) count += rows_of_layer(rows, values);
    return count;
}

Selection part_in_row(const ParameterRows& rows, std::int64_t row) {
    if (row < 0) return {};
    std::int32_t layer = 0;
    for (const LayerValues& values : *rows.layers) {
        if (!is_listed(rows, ++layer)) continue;
        const std::int64_t count = rows_of_layer(rows, values);
        if (row < count) return part_in_layer(rows, values, layer, row);
        row -= count;
    }
    return {};
}

std::int64_t row_of_part(const ParameterRows& rows, const Selection& part) {
    if (part.kind == SelectionKind::None || part.layer < 1 || !is_listed(rows, part.layer))
        return -1;
    std::int64_t start = 0;
    std::int32_t layer = 0;
    for (const LayerValues& values : *rows.layers) {
        if (!is_listed(rows, ++layer)) continue;
        if (layer != part.layer) {
            start += rows_of_layer(rows, values);
            continue;
        }
        if (part.to < 0 || part.to >= values.units) return -1;
        const bool is_shared = rows.bias == BiasMode::Shared;
        if (part.kind == SelectionKind::Bias && is_shared) return part.to == 0 ? start : -1;
        if (part.kind == SelectionKind::Bias && rows.bias == BiasMode::None) return -1;
        const std::int64_t unit_start =
            start + (is_shared ? 1 : 0) + part.to * rows_per_unit(rows, values);
        if (part.kind == SelectionKind::Unit) return unit_start;
        if (part.kind == SelectionKind::Bias) return unit_start + values.inputs;
        return part.from >= 0 && part.from < values.inputs ? unit_start + part.from : -1;
    }
    return -1;
}

} // namespace backprop::shell
