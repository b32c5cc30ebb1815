#include "shell/touch_scroll.hpp"

#include "shell/widgets.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <cmath>

namespace backprop::shell {

namespace {

/// The innermost window around `window` that has something to scroll.
ImGuiWindow* scrollable_around(ImGuiWindow* window) {
    while (window != nullptr && window->ScrollMax.y <= 0) {
        const bool is_child = (window->Flags & ImGuiWindowFlags_ChildWindow) != 0;
        window = is_child ? window->ParentWindow : nullptr;
    }
    return window;
}

} // namespace

void scroll_by_touch(WidgetState& state) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseSource != ImGuiMouseSource_TouchScreen || !io.MouseDown[0]) {
        state.touch_scrolls = false;
        state.touched.clear();
        return;
    }
    const bool slider_moves = !state.touched.empty() && state.touch_decided;
    if (!state.touch_scrolls && !slider_moves) {
        const ImVec2 moved = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0);
        if (std::fabs(moved.y) < em(0.7F) || std::fabs(moved.y) < std::fabs(moved.x)) return;
        const ImGuiContext& context = *ImGui::GetCurrentContext();
        ImGuiWindow* window = scrollable_around(context.HoveredWindow);
        if (window == nullptr) return;
        state.touch_scrolls = true;
        state.scrolled_window = window->ID;
        state.touched.clear();
        ImGui::ClearActiveID();
    }
    if (!state.touch_scrolls) return;
    if (ImGuiWindow* window = ImGui::FindWindowByID(state.scrolled_window))
        ImGui::SetScrollY(window, window->Scroll.y - io.MouseDelta.y);
}

} // namespace backprop::shell
