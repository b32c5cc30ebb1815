#pragma once

#include <string>

struct SDL_Window;

namespace backprop::shell {

/// Saves the window's back buffer as a binary PPM. False when the file cannot be written.
bool save_picture(SDL_Window* window, const std::string& path);

} // namespace backprop::shell
