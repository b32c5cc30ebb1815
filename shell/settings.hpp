#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/experiment/result.hpp"
#include "shell/widgets.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace backprop::shell {

/// A choice whose change involves more than one field: another data set brings its inputs and
/// outputs along, another error may need another output activation.
struct Setting {
    std::string_view path;
    std::vector<ComboItem> (*items)(const Experiment&); ///< what is offered now
    std::string (*chosen)(const Experiment&);           ///< its key; empty when layers differ
    Experiment (*with)(Experiment, std::string_view key);
};

/// What layer `layer` (0: the first hidden one) may have; softmax for several outputs only.
std::vector<ComboItem> activation_items(const Experiment& experiment, std::int32_t layer);

std::span<const Setting> settings();

/// Null when there is no such path.
const Setting* find_setting(std::string_view path);

/// The combo of a setting; draws nothing when there is nothing to choose from.
void setting_combo(Frame& frame, std::string_view path, float width = 0);

/// The experiment with another key chosen; refuses keys that are not offered.
Result<Experiment> with_setting(const Setting& setting, const Experiment& experiment,
                                std::string_view key);

} // namespace backprop::shell
