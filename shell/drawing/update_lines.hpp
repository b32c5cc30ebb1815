#pragma once

#include "engine/training/training_spec.hpp"
#include "engine/training/update_trace.hpp"
#include "shell/view.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace backprop::shell {

/// What the update of one parameter is written with.
struct UpdateSubject {
    const TrainingSpec& training;
    std::string_view letter; ///< of the parameter, markup
    std::int64_t parameter = 0;
    bool is_weight = true;      ///< penalties and decay are for weights only
    bool known = true;          ///< false: the update is still to come, numbers read "—"
    bool gradient_known = true; ///< the same of ∂E/∂w
};

/// The update of one parameter in the optimizer's own formula, a line of markup each step: the
/// gradient with its penalty and clipping (where there are any), the optimizer's own numbers, and
/// w ← w − α·…, each with its numbers.
std::vector<std::string> update_lines(const View& view, const UpdateSubject& subject,
                                      const UpdateTrace& update);

} // namespace backprop::shell
