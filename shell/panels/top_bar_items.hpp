#pragma once

#include "shell/frame.hpp"

#include <cstdint>
#include <vector>

namespace backprop::shell {

/// What the top bar offers.
enum class BarItem : std::uint8_t {
    Brand,
    Preset,
    Lessons, ///< while one is open it takes the place of the preset
    Reset,
    Run,
    Pass, ///< forward, backward, update, and one moment back
    StepExample,
    StepBatch,
    StepEpoch,
    NewWeights,
    Epoch,
    Share,
    Open,
    Save,
    More, ///< opens the menu of what has no room in the bar
    Theme,
    Help,
};

struct PlacedItem {
    BarItem item;
    float x;
    float y; ///< of the row
    float width;
};

/// Where everything goes, and what is in the menu.
struct BarLayout {
    std::vector<PlacedItem> items;
    std::vector<BarItem> menu;
    float height = 0;
};

/// One row as long as it has room: what a playground needs least moves into the menu first. In a
/// narrow window the rest wraps into rows.
BarLayout place_bar_items(const Frame& frame, float width);

/// Of the buttons that step on by this much and back by it.
float step_width(const Frame& frame, StepKind what);
float pass_width(const Frame& frame);

/// Draws them at the cursor, `width` wide (step_buttons.cpp).
void draw_step(Frame& frame, StepKind what, float width);
void draw_pass_buttons(Frame& frame);

/// 1, 2, 3: one example, batch, epoch; F, B, U, M: forward, backward, update, the next moment; with
/// Shift back again; P: slow play.
void take_step_keys(Frame& frame);

/// A button with this id that sends `command`; its texts are "button.ID" and "tip.ID".
void draw_command(Frame& frame, std::string_view id, const Command& command, float width);

/// As wide as the text "button.…" with this key needs.
float button_width(const Frame& frame, std::string_view key);

} // namespace backprop::shell
