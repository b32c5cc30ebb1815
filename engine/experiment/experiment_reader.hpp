#pragma once

#include "engine/experiment/experiment_json.hpp"
#include "engine/experiment/fields.hpp"
#include "engine/experiment/json_path.hpp"

#include <optional>
#include <string>

/// What reading a whole experiment and replacing a part of it share.
namespace backprop {

/// What was wrong, if anything was.
using Problem = std::optional<Error>;

/// An error at the position of `json`.
Error error_at(const Json& json, std::string path, std::string message);

/// "must be an array, not a number".
Error wrong_kind(const Json& json, const std::string& path, Json::Kind wanted);

/// A field's value as the number that fields.hpp works with; refused outside the field's range.
Result<double> field_value(const Field& field, const Json& json);

/// A whole number within the limits.
Problem read_integer(const Json& json, const std::string& path, double minimum, double maximum,
                     std::int64_t& value);
Problem read_integer(const Json& json, const std::string& path, double minimum, double maximum,
                     std::int32_t& value);

/// The index of a row by its key, a string.
Problem read_choice(const Json& json, const std::string& path, std::span<const Choice> family,
                    int& index);

Problem read_numbers(const Json& json, const std::string& path, std::vector<double>& numbers);
Problem read_rows(const Json& json, const std::string& path,
                  std::vector<std::vector<double>>& rows);
Problem read_strings(const Json& json, const std::string& path, std::vector<std::string>& strings);

/// { "units": ..., "activation": ..., "dropout": ... }.
Problem read_layer(const Json& json, const std::string& path, LayerSpec& layer);

/// ["x1", "x1*x2", ...]; ["x1", "x2"] says the same as none.
Problem read_features(const Json& json, const std::string& path, std::vector<Feature>& features);

/// [ { "epoch": ..., "after_examples": ..., "learning_rate": ... }, ... ].
Problem read_changes(const Json& json, const std::string& path,
                     std::vector<TrainingChange>& changes);

/// Where a saved run stood.
Problem read_state(const Json& json, const std::string& path, RunState& state);

} // namespace backprop
