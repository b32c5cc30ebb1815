#include "shell/dividers.hpp"

#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>
#include <imgui_internal.h> // NavActivateId

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

constexpr float k_key_step = 0.02F;

struct MovableEdge {
    const char* id;
    Rect edge; ///< 0 wide or high; it is moved across itself
    bool upright;
    float share; ///< of the panel left of it, or below it
};

/// How far the arrow keys move a focused edge: one step, left or up negative.
float moved_by_keys(bool upright) {
    if (!ImGui::IsItemFocused()) return 0;
    float moved = 0;
    if (item_takes_key(upright ? ImGuiKey_LeftArrow : ImGuiKey_UpArrow)) moved -= k_key_step;
    if (item_takes_key(upright ? ImGuiKey_RightArrow : ImGuiKey_DownArrow)) moved += k_key_step;
    return moved;
}

void draw_grip(const Frame& frame, const MovableEdge& edge, bool lit) {
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const Rect& line = edge.edge;
    const ImU32 ink = lit ? frame.theme.accent : frame.theme.border;
    if (lit)
        draw_list->AddLine({line.x, line.y}, {line.x + line.width, line.y + line.height}, ink,
                           em(0.14F));
    const ImVec2 middle{line.x + line.width / 2, line.y + line.height / 2};
    const float along = em(0.9F), across = std::max(em(0.11F), 1.0F);
    const ImVec2 half = edge.upright ? ImVec2{across, along} : ImVec2{along, across};
    draw_list->AddRectFilled({middle.x - half.x, middle.y - half.y},
                             {middle.x + half.x, middle.y + half.y}, ink, across);
}

void register_edge(Frame& frame, const MovableEdge& edge, const Rect& grip) {
    WidgetRecord record;
    record.id = edge.id;
    record.label = text(edge.id);
    record.role = "separator";
    record.value = std::to_string(std::lround(100 * edge.share));
    record.maximum = 100;
    record.rect = grip;
    add_record(frame.registry, std::move(record));
}

/// Returns the share that was chosen in this frame; 0 stands for the default.
float movable_edge(Frame& frame, const MovableEdge& edge, const Rect& whole) {
    const float reach = em(frame.view.coarse_pointer ? 0.9F : 0.35F);
    const Rect& line = edge.edge;
    const Rect grip = edge.upright ? Rect{line.x - reach, line.y, 2 * reach, line.height}
                                   : Rect{line.x, line.y - reach, line.width, 2 * reach};
    // A window of its own, so that it lies above the panels on both sides.
    ImGui::SetCursorScreenPos({grip.x, grip.y});
    ImGui::BeginChild(edge.id, {grip.width, grip.height}, ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollbar |
                          ImGuiWindowFlags_NoBackground);
    const bool pressed =
        ImGui::InvisibleButton(edge.id, {grip.width, grip.height}, ImGuiButtonFlags_EnableNav);
    const bool by_keyboard = ImGui::GetCurrentContext()->NavActivateId == ImGui::GetItemID();
    const bool dragged = ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2);
    const bool hovered = ImGui::IsItemHovered();
    float share = edge.share;
    if (dragged) {
        const ImVec2 pointer = ImGui::GetIO().MousePos;
        share = edge.upright ? (pointer.x - whole.x) / whole.width
                             : (whole.y + whole.height - pointer.y) / whole.height;
        share = std::clamp(share, 0.01F, 1.0F);
    }
    const float moved = moved_by_keys(edge.upright);
    share += edge.upright ? moved : -moved;
    const bool reset =
        (pressed && by_keyboard) || (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left));
    if (hovered || dragged)
        ImGui::SetMouseCursor(edge.upright ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
    ImGui::GetWindowDrawList()->PushClipRectFullScreen();
    draw_grip(frame, edge, hovered || dragged || ImGui::IsItemFocused());
    ImGui::GetWindowDrawList()->PopClipRect();
    register_edge(frame, edge, grip);
    if (!dragged) tooltip(frame, edge.id, text("divider.help"));
    ImGui::EndChild();
    return reset ? 0 : share;
}

} // namespace

void draw_movable_edges(Frame& frame, const Layout& layout) {
    const Rect& network = layout.section(Section::Network);
    const Rect& explain = layout.section(Section::Explain);
    const Rect& loss = layout.section(Section::Loss);
    const Rect both{network.x, network.y, network.width, network.height + explain.height};
    const MovableEdge edge{"divider.explain", layout.explain_edge, false,
                           explain.height / both.height};
    const float share = movable_edge(frame, edge, both);
    if (share != edge.share) frame.view.explain_share = share;
    if (layout.loss_edge.height <= 0) return;
    const Rect bottom{loss.x, loss.y, loss.width + explain.width, loss.height};
    const MovableEdge upright{"divider.loss", layout.loss_edge, true, loss.width / bottom.width};
    const float width = movable_edge(frame, upright, bottom);
    if (width != upright.share) frame.view.loss_share = width;
}

} // namespace backprop::shell
