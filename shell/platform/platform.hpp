#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace backprop::shell {
struct FrameLoop;
struct Options;
} // namespace backprop::shell

/// The few things that differ between the desktop and the page. One header, two sources:
/// desktop.cpp and web.cpp.
namespace backprop::shell::platform {

/// Seconds since some fixed moment, never going back; resolution 0.1 ms or better.
double now_seconds();

/// What the system asks for. On the desktop there is no portable way to ask: a dark theme, a mouse.
bool prefers_dark();
bool prefers_reduced_motion(); ///< on the desktop nobody can be asked: never
bool coarse_pointer();         ///< a finger rather than a mouse: targets need to be larger

/// Remembers a short text between visits (localStorage; a file on the desktop). Reading an unknown
/// key, or where storage is denied, gives an empty text; writing there does nothing.
std::string stored(std::string_view key);
void store(std::string_view key, std::string_view value);

/// Replaces Dear ImGui's clipboard where SDL has none. Call after the SDL back end has started.
void connect_clipboard();

/// `--headless FILE ...` trains without a window, as ./lab run does (docs/experiment.md), and gives
/// the exit status. Nothing when the command line asks for the window, and always on the web.
std::optional<int> run_without_window(int argument_count, char** arguments);

/// Asks for a short text in a field of the system's own, filled with `now`, and waits for the
/// answer; empty when it is refused. On the desktop there is no such field: always empty.
std::optional<std::string> ask_text(std::string_view question, std::string_view now);

/// The experiment is another one now: the page's address follows it. Nothing on the desktop.
void tell_experiment_changed();

/// Dialogs of the system's own: the page's are HTML. False where there are none (the desktop):
/// then the program draws its own. What they choose arrives through app_call.
bool open_share_dialog();
bool open_file_dialog();

/// Offers a text to keep as a file of this name. False where the program must ask for a path.
bool save_as(std::string_view name, std::string_view text);

/// Files by their path, on the desktop only. Empty, or false, when that fails.
std::optional<std::string> read_file(const std::string& path);
bool write_file(const std::string& path, std::string_view text);

/// A file that belongs to the program but need not be there when it starts. On the desktop it is a
/// part of the program. The page fetches it (docs/page.md), at the latest when it is asked for.
enum class LaterState { Waiting, Here, Failed };
struct LaterFile {
    LaterState state = LaterState::Waiting;
    std::string_view text; ///< its contents once it is here, for as long as the program runs
    std::string_view why;  ///< why it failed: a sentence of the browser's or the server's
};

/// How the file stands: "lessons" (a JSON array of all lessons), "digits" (the pixels as
/// digit_pixels() wants them; on the page only) or "explanations" (the part of the program that
/// explains, without text). A change of the state makes a frame be drawn.
LaterFile later_file(std::string_view name);

/// Fetches a file again that has failed. Otherwise nothing happens.
void retry_later_file(std::string_view name);

/// Tells whoever started the program that there is no picture: the page shows what to do.
void tell_no_graphics();

/// What must be set before the window is made.
void prepare_window();

/// Version line of the shaders, for Dear ImGui's OpenGL back end.
const char* shader_version();

/// Draws frames until the program ends, or until the picture that `options` asks for is saved.
/// False when that failed. On the web it never returns.
bool run(FrameLoop& loop, const Options& options);

} // namespace backprop::shell::platform
