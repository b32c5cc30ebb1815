// Backprop Lab as a program: window, graphics context, interface, application.
#include "shell/app.hpp"
#include "shell/fonts.hpp"
#include "shell/frame_loop.hpp"
#include "shell/options.hpp"
#include "shell/platform/platform.hpp"

#include <SDL.h>
#include <imgui.h>

#include <backends/imgui_impl_opengl3.h>
#include <backends/imgui_impl_sdl2.h>
#include <cstdio>

namespace {

using namespace backprop::shell;

// Everything the program owns, in the order in which it is made.
struct Program {
    SDL_GLContext graphics = nullptr;
    FrameLoop loop;
};

bool open_window(Program& program, const Options& options) {
    platform::prepare_window();
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        return false;
    }
    SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0); // the picture is flat
    program.loop.window = SDL_CreateWindow(
        "Backprop Lab", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, options.width,
        options.height, SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (program.loop.window == nullptr) {
        return false;
    }
    program.graphics = SDL_GL_CreateContext(program.loop.window);
    return program.graphics != nullptr;
}

bool start_interface(Program& program) {
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.ConfigInputTextCursorBlink = false; // an idle program draws nothing
    load_fonts();
    if (!ImGui_ImplSDL2_InitForOpenGL(program.loop.window, program.graphics) ||
        !ImGui_ImplOpenGL3_Init(platform::shader_version())) {
        return false;
    }
    platform::connect_clipboard();
    return true;
}

void close_program(Program& program) {
    destroy_app(program.loop.app);
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplSDL2_Shutdown();
    ImGui::DestroyContext();
    SDL_GL_DeleteContext(program.graphics);
    SDL_DestroyWindow(program.loop.window);
    SDL_Quit();
}

} // namespace

int main(int argument_count, char** arguments) {
    if (const std::optional<int> status = platform::run_without_window(argument_count, arguments)) {
        return *status;
    }
    const Options options = read_options(argument_count, arguments);
    if (!options.problem.empty()) {
        std::fprintf(stderr, "backprop-lab: %s\n%s", options.problem.c_str(), k_usage);
        return 2;
    }
    if (options.help) {
        std::fputs(k_usage, stdout);
        return 0;
    }
    // The web keeps running after main returns, so the program is never a local there.
    static Program program;
    if (!open_window(program, options) || !start_interface(program)) {
        std::fprintf(stderr, "backprop-lab: no window with OpenGL could be opened: %s\n",
                     SDL_GetError());
        platform::tell_no_graphics();
        return 1;
    }
    program.loop.app = create_app();
    if (!options.open.empty()) {
        open_in_app(*program.loop.app, options.open);
    }
    for (const std::string& call : options.calls) {
        const std::string answer = app_call(*program.loop.app, call);
        if (answer.find("\"error\"") != std::string::npos) {
            std::fprintf(stderr, "backprop-lab: %s\n", answer.c_str());
            return 2;
        }
    }
    const bool good = platform::run(program.loop, options);
    close_program(program);
    return good ? 0 : 1;
}
