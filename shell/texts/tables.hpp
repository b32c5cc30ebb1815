#pragma once

#include "shell/texts.hpp"

namespace backprop::shell {

/// The texts by subject; texts.cpp joins them.
std::span<const TextRow> bar_texts();
std::span<const TextRow> note_texts();
std::span<const TextRow> step_texts();
std::span<const TextRow> field_texts();
std::span<const TextRow> help_texts();
std::span<const TextRow> name_texts();
std::span<const TextRow> dialog_texts();
std::span<const TextRow> drawing_texts();
std::span<const TextRow> chain_rule_texts();
std::span<const TextRow> matrix_texts();
std::span<const TextRow> check_texts();
std::span<const TextRow> flow_texts();
std::span<const TextRow> error_curve_texts();
std::span<const TextRow> conventions_texts();
std::span<const TextRow> lesson_texts();

} // namespace backprop::shell
