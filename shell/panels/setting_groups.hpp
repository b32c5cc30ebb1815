#pragma once

#include "shell/frame.hpp"

#include <span>
#include <string_view>

namespace backprop::shell {

/// Controls that a beginner does not need at first, under a heading that folds them away.
struct SettingGroup {
    std::string_view key;                    ///< its name is the text "group.KEY"
    std::string_view summary;                ///< path of the field told beside a folded heading
    std::span<const std::string_view> paths; ///< of settings and fields, in their order
    void (*extra)(Frame& frame) = nullptr;   ///< drawn below the controls
    void (*first)(Frame& frame) = nullptr;   ///< drawn above the controls
};

/// The group of the data panel, and those of the hyperparameters, in their order.
const SettingGroup& data_group();
std::span<const SettingGroup> setting_groups();

/// The heading (id "group.KEY", role "button", value "true" when open) and, when it is open, its
/// controls. Nothing when none of the controls applies.
void draw_setting_group(Frame& frame, const SettingGroup& group);

} // namespace backprop::shell
