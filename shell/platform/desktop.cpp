#include "engine/programs/standard_io.hpp"
#include "shell/app.hpp"
#include "shell/frame_loop.hpp"
#include "shell/options.hpp"
#include "shell/picture.hpp"
#include "shell/platform/platform.hpp"

#include <SDL.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <vector>

// Written by cmake/embed_files.cmake.
extern const unsigned char k_later_lessons[];
extern const unsigned int k_later_lessons_size;

namespace backprop::shell::platform {

namespace {

// A quiet program looks at the world this often even without events.
constexpr int k_wait_milliseconds = 250;

double display_interval(SDL_Window* window) {
    SDL_DisplayMode mode = {};
    const int display = SDL_GetWindowDisplayIndex(window);
    if (display < 0 || SDL_GetCurrentDisplayMode(display, &mode) != 0 || mode.refresh_rate <= 0) {
        return 1.0 / 60;
    }
    return 1.0 / std::clamp(mode.refresh_rate, 30, 240);
}

// Draws a number of frames whether or not something happens, then saves what is seen.
bool take_picture(FrameLoop& loop, const Options& options) {
    for (int frame = 0; frame < options.frames; ++frame) {
        poll_events(loop);
        draw_frame(loop, now_seconds());
    }
    render_again();
    return save_picture(loop.window, options.screenshot);
}

// One file a key in the folder that the system gives to programs; empty when there is none.
std::string storage_path(std::string_view key) {
    char* folder = SDL_GetPrefPath("", "backprop-lab");
    if (folder == nullptr) {
        return {};
    }
    std::string path = std::string(folder) + std::string(key) + ".txt";
    SDL_free(folder);
    return path;
}

} // namespace

double now_seconds() {
    return static_cast<double>(SDL_GetPerformanceCounter()) /
           static_cast<double>(SDL_GetPerformanceFrequency());
}

bool prefers_dark() {
    return true;
}

bool coarse_pointer() {
    return false;
}

bool prefers_reduced_motion() {
    return false;
}

std::string stored(std::string_view key) {
    const std::ifstream file(storage_path(key), std::ios::binary);
    std::ostringstream text;
    if (file) {
        text << file.rdbuf();
    }
    return text.str();
}

void store(std::string_view key, std::string_view value) {
    std::ofstream file(storage_path(key), std::ios::binary | std::ios::trunc);
    file << value;
}

void connect_clipboard() {} // SDL has the system's

std::optional<int> run_without_window(int argument_count, char** arguments) {
    if (argument_count < 2 || std::string_view(arguments[1]) != "--headless") {
        return std::nullopt;
    }
    const std::vector<std::string> rest(arguments + 2, arguments + argument_count);
    return run_headless(rest, standard_io());
}

std::optional<std::string> ask_text(std::string_view, std::string_view) {
    return std::nullopt;
}

void tell_experiment_changed() {}

bool open_share_dialog() {
    return false;
}

bool open_file_dialog() {
    return false;
}

bool save_as(std::string_view, std::string_view) {
    return false;
}

std::optional<std::string> read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return std::nullopt;
    }
    std::ostringstream text;
    text << file.rdbuf();
    if (file.bad()) {
        return std::nullopt;
    }
    return text.str();
}

bool write_file(const std::string& path, std::string_view text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    return file.good();
}

LaterFile later_file(std::string_view name) {
    if (name == "explanations") return {LaterState::Here, {}, {}};
    if (name != "lessons") return {LaterState::Failed, {}, {}};
    return {LaterState::Here,
            {reinterpret_cast<const char*>(k_later_lessons), k_later_lessons_size},
            {}};
}

void retry_later_file(std::string_view) {}

void tell_no_graphics() {} // standard error has said it

void prepare_window() {
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_FLAGS, SDL_GL_CONTEXT_FORWARD_COMPATIBLE_FLAG);
}

const char* shader_version() {
    return "#version 330 core";
}

bool run(FrameLoop& loop, const Options& options) {
    loop.interval = display_interval(loop.window);
    if (!options.screenshot.empty()) {
        return take_picture(loop, options);
    }
    if (options.open.empty() && options.calls.empty()) {
        app_call(*loop.app, R"({"call":"tour","first":true})");
    }
    SDL_GL_SetSwapInterval(1);
    while (!loop.quit) {
        if (!needs_frame(loop)) {
            SDL_WaitEventTimeout(nullptr, k_wait_milliseconds);
        }
        const double start = now_seconds();
        poll_events(loop);
        if (!needs_frame(loop)) {
            continue;
        }
        draw_frame(loop, start);
        // Without a display to wait for, drawing alone would keep a core busy.
        const double left = loop.interval - (now_seconds() - start);
        if (left > 0.5 * loop.interval) {
            SDL_Delay(static_cast<Uint32>(left * 1000));
        }
    }
    return true;
}

} // namespace backprop::shell::platform
