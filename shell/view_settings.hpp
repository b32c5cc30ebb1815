#pragma once

#include "engine/experiment/json.hpp"
#include "engine/experiment/result.hpp"
#include "engine/experiment/session.hpp"
#include "shell/view.hpp"

#include <string>
#include <string_view>

namespace backprop::shell {

/// What the page's interface may set of the view: "view.speed" (epochs a second, or "max"),
/// "view.tab" (k_explain_tabs), "view.example" (a training row, from 1), "view.digits" (3 to 12),
/// "view.selection" (the id of a part: "weight 2: 1 to 1"; "" for none),
/// "view.batch_sum" (true, false), "view.edges" (k_edge_numbers), "view.play" (true, false).
bool is_view_path(std::string_view path);

/// On an error nothing has changed.
Result<Done> set_view(View& view, const Snapshot& snapshot, const std::string& path,
                      const Json& value);

/// The same settings as JSON, without "speed".
std::string view_json(const View& view);

} // namespace backprop::shell
