#pragma once

#include "shell/widgets.hpp"

#include <imgui.h>

#include <cmath>

namespace backprop::shell {

/// Lays controls out two a row. `next` begins each of them; `whole_row` one that takes a row of
/// its own.
struct TwoColumns {
    float width;
    float gap;
    float left;
    bool second = false;

    void next() {
        if (second) ImGui::SameLine(left + width + gap);
        second = !second;
    }
    void whole_row() { second = false; }
};

inline TwoColumns two_columns() {
    const float gap = std::round(em(0.6F));
    const float width = std::floor((ImGui::GetContentRegionAvail().x - gap) / 2);
    return {width, gap, ImGui::GetCursorPosX()};
}

} // namespace backprop::shell
