#pragma once

#include "engine/experiment/session.hpp"
#include "shell/view.hpp"

#include <cstdint>
#include <vector>

namespace backprop::shell {

/// The order of a table of parameters, without a list of them: a network may have millions. Layer
/// by layer (or only layer `only`), unit by unit: its weights, then its bias; a shared bias comes
/// first in its layer.
struct ParameterRows {
    const std::vector<LayerValues>* layers = nullptr;
    BiasMode bias = BiasMode::PerUnit;
    std::int32_t only = 0; ///< layer, 0: all
};

std::int64_t row_count(const ParameterRows& rows);

/// The parameter in a row; kind None outside the table.
Selection part_in_row(const ParameterRows& rows, std::int64_t row);

/// The row of a weight or bias, of a unit its first parameter; −1 when the table does not have it.
std::int64_t row_of_part(const ParameterRows& rows, const Selection& part);

} // namespace backprop::shell
