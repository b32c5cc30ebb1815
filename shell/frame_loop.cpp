#include "shell/frame_loop.hpp"

#include "shell/app.hpp"
#include "shell/fonts.hpp"
#include "shell/platform/platform.hpp"

#include <SDL.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <backends/imgui_impl_opengl3.h>
#include <backends/imgui_impl_sdl2.h>

#if defined(IMGUI_IMPL_OPENGL_ES3)
#include <GLES3/gl3.h>
#else
#include <SDL_opengl.h>
#endif

#include <algorithm>
#include <cfloat>

namespace backprop::shell {

namespace {

// Dear ImGui needs a frame to see an event, one to react, and one to settle layout.
constexpr int k_settling_frames = 3;

// Left for handing the picture to the driver.
constexpr double k_present_seconds = 0.0015;

// Training keeps at least this part of the interval however long drawing takes.
constexpr double k_least_training_share = 0.25;

// A frame after a long pause (hidden tab, breakpoint) counts as no longer than this.
constexpr float k_longest_delta = 0.1F;

void process(FrameLoop& loop, const SDL_Event& event) {
    ImGui_ImplSDL2_ProcessEvent(&event);
    if (event.type == SDL_QUIT) {
        loop.quit = true;
    }
    if (event.type == SDL_DROPFILE) {
        open_in_app(*loop.app, event.drop.file);
        SDL_free(event.drop.file);
    }
    // A finger that has left the glass hovers over nothing.
    if (event.type == SDL_MOUSEBUTTONUP && event.button.which == SDL_TOUCH_MOUSEID) {
        ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    }
}

// Dear ImGui itself still has something to do: queued events, or a tooltip about to appear.
bool interface_is_busy() {
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    const bool tooltip_waits = context.HoverItemDelayId != 0 &&
                               context.HoverItemDelayTimer < context.Style.HoverDelayNormal;
    return context.InputEventsQueue.Size > 0 || tooltip_waits ||
           ImGui::IsMouseDown(ImGuiMouseButton_Left);
}

void render() {
    const ImGuiIO& io = ImGui::GetIO();
    const ImVec4 background = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
    glViewport(0, 0, static_cast<int>(io.DisplaySize.x * io.DisplayFramebufferScale.x),
               static_cast<int>(io.DisplaySize.y * io.DisplayFramebufferScale.y));
    glClearColor(background.x, background.y, background.z, 1.0F);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

} // namespace

void poll_events(FrameLoop& loop) {
    SDL_Event event;
    while (SDL_PollEvent(&event) != 0) {
        process(loop, event);
        wake(loop);
    }
}

void wake(FrameLoop& loop) {
    loop.quiet_frames = 0;
}

bool needs_frame(const FrameLoop& loop) {
    if (loop.graphics_lost) {
        return false;
    }
    return loop.quiet_frames < k_settling_frames || app_is_busy(*loop.app) || interface_is_busy();
}

void draw_frame(FrameLoop& loop, double start) {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplSDL2_NewFrame();
    ImGuiIO& io = ImGui::GetIO();
    io.DeltaTime = std::min(io.DeltaTime, k_longest_delta);
    ImGui::NewFrame();
    follow_pixel_ratio();
    draw_app(*loop.app);
    ImGui::Render();

    // What drawing left of the interval; never a catch-up of time that passed unseen.
    const double used = platform::now_seconds() - start;
    const double left = loop.interval - k_present_seconds - used;
    const double budget = std::max(left, k_least_training_share * loop.interval);
    const bool busy = app_is_busy(*loop.app);
    train_app(*loop.app, budget);

    render();
    SDL_GL_SwapWindow(loop.window);
    ++loop.frames;
    loop.quiet_frames = busy ? 0 : loop.quiet_frames + 1;
}

void restore_graphics(FrameLoop& loop) {
    // Also gives every texture of Dear ImGui back, which uploads them again in the next frame.
    ImGui_ImplOpenGL3_DestroyDeviceObjects();
    ImGui_ImplOpenGL3_CreateDeviceObjects();
    loop.graphics_lost = false;
    wake(loop);
}

void render_again() {
    render();
}

} // namespace backprop::shell
