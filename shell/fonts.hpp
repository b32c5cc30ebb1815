#pragma once

struct ImFont;

namespace backprop::shell {

/// DejaVu Sans, Sans Bold and Sans Mono, reduced to the signs of cmake/dependencies/font_signs.txt;
/// bold and mono to those of font_signs_core.txt, the others in the regular face. Dear ImGui
/// rasterises them at whatever size is asked for.
struct Fonts {
    ImFont* sans = nullptr;
    ImFont* bold = nullptr;
    ImFont* mono = nullptr;
};

/// Size of the running text in ImGui units (CSS pixels on the web), before any user scale.
inline constexpr float k_base_font_size = 15.0F;

/// Adds the three fonts to the current ImGui context; sans becomes the default font.
Fonts load_fonts();

/// Call after ImGui::NewFrame: text drawn straight into a draw list is rasterised for the pixel
/// ratio that its font last saw as the current font, so each font has to be current once.
void follow_pixel_ratio();

/// The fonts of the last load_fonts(); null pointers before it.
const Fonts& fonts();

} // namespace backprop::shell
