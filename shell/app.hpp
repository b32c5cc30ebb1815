#pragma once

#include <string>
#include <string_view>

namespace backprop::shell {

/// The program without its window: a session, what the user looks at, and the panels.
struct App;

/// Begins with the first preset. Needs an ImGui context with its fonts loaded (fonts.hpp).
App* create_app();
void destroy_app(App* app);

/// Between ImGui::NewFrame and Render: draws every panel from the snapshot, then applies the
/// commands they collected. What a command refuses becomes a note on screen.
void draw_app(App& app);

/// Training, or numbers computed but not drawn yet: frames are wanted without events.
bool app_is_busy(const App& app);

/// Trains for about this long while the session is running, in calls short enough (well under a
/// millisecond) to keep the time. Also measures the speed.
void train_app(App& app, double seconds);

/// The three readings of the page interface (experiment-format), as JSON.
std::string app_snapshot_json(const App& app);
std::string app_widgets_json(const App& app);

/// Opens an experiment's file, a table's file, or a link, as from the command line or dropped on
/// the window. What cannot be opened becomes a note on screen, and the present experiment stays.
void open_in_app(App& app, const std::string& path_or_link);

/// Carries out {"call": "set", "path": ..., "value": ...} and the like. {"ok":true} or
/// {"error":"..."}, and then nothing has changed.
std::string app_call(App& app, std::string_view request_json);

} // namespace backprop::shell
