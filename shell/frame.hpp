#pragma once

#include "engine/experiment/command.hpp"
#include "engine/experiment/session.hpp"
#include "shell/fonts.hpp"
#include "shell/registry.hpp"
#include "shell/theme.hpp"
#include "shell/view.hpp"
#include "shell/widget_state.hpp"

#include <vector>

namespace backprop::shell {

/// What every panel gets: the snapshot to draw, what the user looks at (`view`), and where the
/// panel puts its commands. Panels never change the session.
struct Frame {
    const Session& session;
    const Snapshot& snapshot;
    const ModelView& model; ///< parameters, activations and heat maps, computed when they change
    View& view;
    const Theme& theme;
    const Fonts& fonts;
    Registry& registry;
    std::vector<Command>& commands;
    WidgetState& widget_state;
};

} // namespace backprop::shell
