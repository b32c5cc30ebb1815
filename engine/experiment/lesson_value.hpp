#pragma once

#include "engine/experiment/session.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace backprop {

/// The numbers that lessons show, by name. Layers count from 1 (0: the inputs), units from 1.
///
///   of the run        loss, test_loss, accuracy, test_accuracy, epoch, updates, learning_rate,
///                     examples, parameters, diverged_epoch
///   parameters        weight 2: 1 to 1 · bias 2.1 · bias 2 (shared)
///   before/after the pass's update   old PARAMETER, new PARAMETER
///   of the batch      gradient PARAMETER · gradient_norm 1 (of a layer's weights)
///   of the example    input 3, target 1, z 1.2, a 1.2, output 1, error 1 (of an output), error,
///                     dE/da 2.1, slope 2.1, delta 2.1, example_gradient PARAMETER, class,
///                     target_class (from 0), example (its number)
///   of all rows       dead 1 (units of the layer whose activation is 0 for every training row),
///                     mean_slope 1; of very many rows, of as many first ones as
///                     k_most_row_work allows
///
/// " at N" after a value of the example takes training row N (from 1) instead of the one followed.
/// Terms may be joined by " * ", " / ", " + " and " - ", from left to right without precedence, and
/// may be numbers: "dE/da 2.1 * slope 2.1 * a 1.1".
///
/// Values of the update need what trace_update does; the session is the same afterwards.
/// Empty where the path names nothing of this session, or a number that is not finite.
std::optional<double> lesson_value(Session& session, std::string_view path, std::int32_t example);

/// Products of rows and parameters that a number of all rows may take.
inline constexpr std::int64_t k_most_row_work = 5'000'000;

/// lesson_value of each path (`first`) into `second`: the passes and the update that several of
/// them need are computed once.
void find_lesson_values(Session& session,
                        std::span<std::pair<std::string, std::optional<double>>> values,
                        std::int32_t example);

/// Whether lesson_value could give a number for it: for readers.
bool is_value_path(std::string_view path);

/// "0.0527", with so many significant digits, "1.20e-05" where very small or large; "−" for minus,
/// "—" for none.
std::string value_text(const std::optional<double>& value, std::int32_t digits);

/// Whether a live value, rounded to the decimals of `printed`, is what is printed. Empty when
/// `printed` is no number or there is no value.
std::optional<bool> agrees(const std::optional<double>& value, std::string_view printed);

} // namespace backprop
