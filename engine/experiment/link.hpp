#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/experiment/result.hpp"

#include <string>
#include <string_view>

namespace backprop {

/// The longest link that is written or read; what does not fit is a matter for a file.
inline constexpr std::size_t k_max_link_bytes = 32'768;

/// The compact form of an experiment for addresses: "v1~name.Spiral~set.spiral~net.8tanh_1tanh...",
/// only letters, digits and - . _ ~ (docs/experiment.md). It says what is not a default, inline
/// rows, given weights and a state to the bit. `experiment` must be valid. Refused where the link
/// would be too long.
Result<std::string> to_link(const Experiment& experiment);

/// Reads a link of this or an older version, with or without a leading "#". Refuses what is
/// malformed, unknown or out of range; whatever the text, memory stays in proportion to it.
Result<Experiment> parse_link(std::string_view link);

} // namespace backprop
