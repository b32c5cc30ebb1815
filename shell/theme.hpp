#pragma once

#include <imgui.h>

#include <cstdint>

namespace backprop::shell {

/// What the visitor asked for; System follows the machine.
enum class ThemeChoice : std::uint8_t { System, Dark, Light };

/// Every colour of the program. Blue and orange stand for sign and for nothing else (the accent is
/// a deeper blue of its own); shapes and patterns repeat what colours say.
struct Theme {
    bool dark;
    ImU32 background;     ///< behind everything
    ImU32 panel;          ///< bars and cards that stand out from the background
    ImU32 control;        ///< buttons, combos, value fields
    ImU32 control_hover;  ///< under the pointer
    ImU32 control_active; ///< pressed
    ImU32 border;         ///< around controls
    ImU32 divider;        ///< between panels
    ImU32 grid;           ///< lines behind plots
    ImU32 track;          ///< the unfilled part of a slider
    ImU32 knob;
    ImU32 knob_border;
    ImU32 text;
    ImU32 text_strong; ///< values
    ImU32 text_dim;    ///< labels, headings, ticks
    ImU32 text_disabled;
    ImU32 accent; ///< filled parts, the primary button, selection
    ImU32 accent_hover;
    ImU32 on_accent;         ///< text on the accent
    ImU32 positive;          ///< blue
    ImU32 negative;          ///< orange
    ImU32 neutral;           ///< zero, between the two
    ImU32 forward;           ///< teal
    ImU32 backward;          ///< pink
    ImU32 factor_error;      ///< ∂E/∂o in a chain rule
    ImU32 factor_activation; ///< ∂a/∂z
    ImU32 factor_input;      ///< ∂z/∂w
    ImU32 factor_weight;     ///< ∂z/∂a, further back
    ImU32 factor_slope;      ///< ∂a/∂z, further back
    ImU32 train_line;
    ImU32 test_line;
    ImU32 previous_line; ///< an earlier run
    ImU32 ok;
    ImU32 warning;
    ImU32 wrong;   ///< red: a result that is not right; a sign repeats it
    ImU32 tooltip; ///< behind notes that float
};

const Theme& dark_theme();
const Theme& light_theme();

/// The theme for a choice on a machine that prefers dark or not.
const Theme& theme_for(ThemeChoice choice, bool system_dark);

/// The colour of a signed number: −1 negative, 0 neutral, +1 positive; beyond that it stays.
ImU32 sign_color(const Theme& theme, double value);

/// `color` with its opacity multiplied by `alpha` (0 to 1).
ImU32 with_alpha(ImU32 color, float alpha);

/// `share` 0 gives `a`, 1 gives `b`.
ImU32 mix(ImU32 a, ImU32 b, float share);

/// Sets Dear ImGui's own style: colours of this theme, sizes in units of the font size.
void apply_style(const Theme& theme, bool coarse_pointer);

} // namespace backprop::shell
