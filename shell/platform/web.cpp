#include "engine/data/class_tables.hpp"
#include "shell/app.hpp"
#include "shell/frame_loop.hpp"
#include "shell/frame_meter.hpp"
#include "shell/platform/platform.hpp"

#include <SDL.h>
#include <emscripten.h>
#include <emscripten/em_js.h>
#include <emscripten/html5.h>
#include <imgui.h>

#include <cstdlib>
#include <optional>

// The JavaScript side. Texts that JavaScript returns are allocated with malloc; take_text frees.
// clang-format off
EM_JS(int, js_media_matches, (const char* query), {
    return globalThis.matchMedia(UTF8ToString(query)).matches ? 1 : 0;
});

EM_JS(char*, js_stored, (const char* key), {
    let text = "";
    try {
        text = globalThis.localStorage.getItem("backprop-lab." + UTF8ToString(key)) || "";
    } catch (denied) {
        // Storage is forbidden here (private window, sandboxed frame): nothing is remembered.
    }
    const size = lengthBytesUTF8(text) + 1;
    const place = _malloc(size);
    stringToUTF8(text, place, size);
    return place;
});

EM_JS(void, js_store, (const char* key, const char* value), {
    try {
        globalThis.localStorage.setItem("backprop-lab." + UTF8ToString(key), UTF8ToString(value));
    } catch (denied) {
    }
});

EM_JS(void, js_copy_text, (const char* text), {
    globalThis.dispatchEvent(
        new CustomEvent("backprop-lab-copy", { "detail": UTF8ToString(text) }));
});

EM_JS(void, js_first_frame, (), {
    globalThis.dispatchEvent(new Event("backprop-lab-ready"));
});

EM_JS(char*, js_ask_text, (const char* question, const char* now), {
    const answer = globalThis.prompt(UTF8ToString(question), UTF8ToString(now));
    if (answer === null) return 0;
    const size = lengthBytesUTF8(answer) + 1;
    const place = _malloc(size);
    stringToUTF8(answer, place, size);
    return place;
});

EM_JS(void, js_tell, (const char* what), {
    globalThis.dispatchEvent(new Event("backprop-lab-" + UTF8ToString(what)));
});

EM_JS(void, js_save, (const char* name, const char* text), {
    globalThis.dispatchEvent(new CustomEvent("backprop-lab-save",
        { "detail": { "name": UTF8ToString(name), "text": UTF8ToString(text) } }));
});

EM_JS(void, js_fetch, (const char* name), {
    globalThis.dispatchEvent(
        new CustomEvent("backprop-lab-fetch", { "detail": UTF8ToString(name) }));
});

EM_JS(void, js_no_graphics, (), {
    globalThis.dispatchEvent(new Event("backprop-lab-no-graphics"));
});

EM_JS(int, js_is_apple, (), {
    return /Mac|iPhone|iPad/.test(globalThis.navigator.platform) ? 1 : 0;
});
// clang-format on

namespace backprop::shell::platform {

namespace {

FrameLoop* current = nullptr; // the exports below have no other way to reach it

// What matchMedia said; forgotten when the page tells that something changed.
struct Preferences {
    std::optional<bool> dark;
    std::optional<bool> coarse_pointer;
    std::optional<bool> reduced_motion;
};
Preferences preferences;

bool remembered(std::optional<bool>& answer, const char* query) {
    if (!answer) {
        answer = js_media_matches(query) != 0;
    }
    return *answer;
}

FrameMeter meter;

EM_BOOL on_display_refresh(double milliseconds, void* data) {
    FrameLoop& loop = *static_cast<FrameLoop*>(data);
    const double start = now_seconds();
    begin_callback(meter, milliseconds / 1000, start, app_is_busy(*loop.app));
    loop.interval = frame_seconds(meter);
    poll_events(loop);
    if (needs_frame(loop)) {
        draw_frame(loop, start);
        if (loop.frames == 1) {
            js_first_frame();
        }
    }
    end_callback(meter, now_seconds());
    return EM_TRUE;
}

/// A file of the page's that is fetched after the first frame, as app.js last told of it.
struct Fetched {
    const char* name;
    LaterState state = LaterState::Waiting;
    bool asked = false;
    std::string text = {}; ///< its contents, or why it failed
};
Fetched fetched_files[] = {{"lessons"}, {"digits"}, {"explanations"}};

Fetched* find_fetched(std::string_view name) {
    for (Fetched& file : fetched_files)
        if (name == file.name) return &file;
    return nullptr;
}

std::string clipboard;

const char* clipboard_text(ImGuiContext*) {
    return clipboard.c_str();
}

void set_clipboard_text(ImGuiContext*, const char* text) {
    clipboard = text;
    js_copy_text(text);
}

} // namespace

double now_seconds() {
    return emscripten_get_now() / 1000;
}

bool prefers_dark() {
    return remembered(preferences.dark, "(prefers-color-scheme: dark)");
}

bool coarse_pointer() {
    return remembered(preferences.coarse_pointer, "(pointer: coarse)");
}

bool prefers_reduced_motion() {
    return remembered(preferences.reduced_motion, "(prefers-reduced-motion: reduce)");
}

std::string stored(std::string_view key) {
    char* text = js_stored(std::string(key).c_str());
    std::string result = text;
    std::free(text);
    return result;
}

void store(std::string_view key, std::string_view value) {
    js_store(std::string(key).c_str(), std::string(value).c_str());
}

void connect_clipboard() {
    ImGuiPlatformIO& platform_io = ImGui::GetPlatformIO();
    platform_io.Platform_GetClipboardTextFn = clipboard_text;
    platform_io.Platform_SetClipboardTextFn = set_clipboard_text;
    ImGui::GetIO().ConfigMacOSXBehaviors = js_is_apple() != 0;
}

std::optional<int> run_without_window(int, char**) {
    return std::nullopt;
}

std::optional<std::string> ask_text(std::string_view question, std::string_view now) {
    char* answer = js_ask_text(std::string(question).c_str(), std::string(now).c_str());
    if (answer == nullptr) return std::nullopt;
    std::string result = answer;
    std::free(answer);
    return result;
}

void tell_experiment_changed() {
    js_tell("changed");
}

bool open_share_dialog() {
    js_tell("share");
    return true;
}

bool open_file_dialog() {
    js_tell("open");
    return true;
}

bool save_as(std::string_view name, std::string_view text) {
    js_save(std::string(name).c_str(), std::string(text).c_str());
    return true;
}

std::optional<std::string> read_file(const std::string&) {
    return std::nullopt;
}

bool write_file(const std::string&, std::string_view) {
    return false;
}

LaterFile later_file(std::string_view name) {
    Fetched* file = find_fetched(name);
    if (file == nullptr) return {LaterState::Failed, {}, {}};
    if (file->state == LaterState::Waiting && !file->asked) {
        file->asked = true;
        js_fetch(file->name);
    }
    if (file->state == LaterState::Failed) return {file->state, {}, file->text};
    return {file->state, file->text, {}};
}

void retry_later_file(std::string_view name) {
    Fetched* file = find_fetched(name);
    if (file == nullptr || file->state != LaterState::Failed) return;
    file->state = LaterState::Waiting;
    js_fetch(file->name);
}

void tell_no_graphics() {
    js_no_graphics();
}

void prepare_window() {
    // Keys belong to the canvas only, so that the page's own controls keep theirs.
    SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#canvas");
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
}

const char* shader_version() {
    return "#version 300 es";
}

bool run(FrameLoop& loop, const Options&) {
    current = &loop;
    emscripten_request_animation_frame_loop(on_display_refresh, &loop);
    emscripten_exit_with_live_runtime();
    return true;
}

} // namespace backprop::shell::platform

namespace backprop {

// In the place of digits_table.cpp, which is a twelfth of what the page would download at first.
const char* digit_pixels() {
    const shell::platform::Fetched* file = shell::platform::find_fetched("digits");
    return file->state == shell::platform::LaterState::Here ? file->text.c_str() : nullptr;
}

} // namespace backprop

// What app.js calls. Texts go in and out as UTF-8; a returned text lives until the next call.
namespace {

using namespace backprop::shell;

const char* keep(std::string text) {
    static std::string kept;
    kept = std::move(text);
    return kept.c_str();
}

} // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE double backprop_frames() {
    return static_cast<double>(platform::current->frames);
}

EMSCRIPTEN_KEEPALIVE const char* backprop_snapshot() {
    return keep(app_snapshot_json(*platform::current->app));
}

EMSCRIPTEN_KEEPALIVE const char* backprop_widgets() {
    return keep(app_widgets_json(*platform::current->app));
}

EMSCRIPTEN_KEEPALIVE const char* backprop_call(const char* request) {
    wake(*platform::current);
    return keep(app_call(*platform::current->app, request));
}

/// Something outside changed (theme, visibility, size): look again, and draw.
EMSCRIPTEN_KEEPALIVE void backprop_wake() {
    platform::preferences = {};
    wake(*platform::current);
}

/// True while Tab moves between the widgets inside the canvas instead of leaving it.
EMSCRIPTEN_KEEPALIVE int backprop_wants_tab() {
    const ImGuiIO& io = ImGui::GetIO();
    return io.NavVisible || io.WantTextInput ? 1 : 0;
}

/// The browser pasted: remember the text, then press the keys that Dear ImGui pastes with.
EMSCRIPTEN_KEEPALIVE void backprop_paste(const char* text) {
    platform::clipboard = text;
    ImGuiIO& io = ImGui::GetIO();
    const ImGuiKey modifier = io.ConfigMacOSXBehaviors ? ImGuiMod_Super : ImGuiMod_Ctrl;
    io.AddKeyEvent(modifier, true);
    io.AddKeyEvent(ImGuiKey_V, true);
    io.AddKeyEvent(ImGuiKey_V, false);
    io.AddKeyEvent(modifier, false);
    wake(*platform::current);
}

/// A Mac never reports the release of a key that was pressed together with Command.
EMSCRIPTEN_KEEPALIVE void backprop_release_keys() {
    SDL_ResetKeyboard();
    ImGui::GetIO().ClearInputKeys();
    wake(*platform::current);
}

/// A file has been fetched, or could not be: then `failure` says why, and is empty otherwise.
EMSCRIPTEN_KEEPALIVE void backprop_file_fetched(const char* name, const char* text,
                                                const char* failure) {
    platform::Fetched* file = platform::find_fetched(name);
    if (file == nullptr || file->state == platform::LaterState::Here) return;
    const bool failed = *failure != 0;
    file->state = failed ? platform::LaterState::Failed : platform::LaterState::Here;
    file->text = failed ? failure : text;
    wake(*platform::current);
}

EMSCRIPTEN_KEEPALIVE void backprop_graphics_lost() {
    platform::current->graphics_lost = true;
}

EMSCRIPTEN_KEEPALIVE void backprop_graphics_restored() {
    restore_graphics(*platform::current);
}
}
