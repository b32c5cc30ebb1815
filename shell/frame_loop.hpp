#pragma once

#include <cstdint>

struct SDL_Window;
union SDL_Event;

namespace backprop::shell {

struct App;

/// The window and what decides when it is drawn. One for the whole program.
/// Order of a frame: events, panels, commands, training with the time that is left, present.
struct FrameLoop {
    SDL_Window* window = nullptr;
    App* app = nullptr;
    std::uint64_t frames = 0;   ///< drawn so far
    int quiet_frames = 0;       ///< drawn since the last event, training or animation
    double interval = 1.0 / 60; ///< seconds a frame may take, drawing and training together
    bool graphics_lost = false; ///< the browser took the graphics context away: draw nothing
    bool quit = false;
};

/// Takes all waiting events; each one wakes the loop.
void poll_events(FrameLoop& loop);

/// Makes the next few frames be drawn although no event came.
void wake(FrameLoop& loop);

/// False when nothing has happened for a few frames: then there is nothing new to draw.
bool needs_frame(const FrameLoop& loop);

/// Draws one frame, trains until `start + interval` is near, and presents. `start` is the
/// platform's clock when the frame began.
void draw_frame(FrameLoop& loop, double start);

/// Rebuilds what lived in the graphics context after the browser gave a new one.
void restore_graphics(FrameLoop& loop);

/// Draws the current interface once more into the back buffer, without input, training or
/// presenting; for pictures of the window.
void render_again();

} // namespace backprop::shell
