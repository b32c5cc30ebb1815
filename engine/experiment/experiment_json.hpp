#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/experiment/json.hpp"
#include "engine/experiment/result.hpp"

#include <string>
#include <string_view>

namespace backprop {

/// The version of the text form (docs/experiment.md) that this program writes.
inline constexpr int k_experiment_version = 1;

/// Reads an experiment and validates it. Refuses malformed text, unknown fields and values out of
/// range; the error tells path, line and column.
Result<Experiment> parse_experiment(std::string_view text);

/// The same from a value that has been read already.
Result<Experiment> read_experiment(const Json& json);

/// The text form, a line for each part. Reading it back gives the same experiment to the bit.
std::string to_json(const Experiment& experiment);

/// About how many bytes to_json gives, judged by a sample of the numbers: for large experiments,
/// whose text takes seconds to write.
double approximate_json_bytes(const Experiment& experiment);

/// A copy with the value at `path` replaced: a field of fields.hpp, "data.set" (network and error
/// follow the data), "network.layers[1].units", "network.layers[1].activation", or any other part
/// of the text form. Refuses what the text form refuses.
Result<Experiment> with_value(const Experiment& experiment, std::string_view path,
                              const Json& value);

} // namespace backprop
