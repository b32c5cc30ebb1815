#include "shell/menu.hpp"

#include <imgui.h>

#include <algorithm>
#include <cfloat>

namespace backprop::shell {

bool menu_row(Frame& frame, const std::string& id, std::string_view title, std::string_view about,
              bool chosen, float width) {
    const float padding = em(0.6F);
    const float room = width - 2 * padding;
    const auto height_of = [&](TextStyle style, std::string_view text) {
        return text.empty() ? 0.0F
                            : font_of(frame.fonts, style)
                                  ->CalcTextSizeA(size_of(style), FLT_MAX, room, text.data(),
                                                  text.data() + text.size())
                                  .y;
    };
    const float title_height = height_of(TextStyle::Strong, title);
    const float inside = title_height + height_of(TextStyle::SmallDim, about) + em(0.1F);
    const float height = std::max(inside + em(0.7F), control_height(frame));
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const bool pressed = ImGui::Selectable(("##" + id).c_str(), chosen, 0, {width, height});
    if (chosen && ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const auto draw = [&](TextStyle style, std::string_view text, float y) {
        draw_list->AddText(font_of(frame.fonts, style), size_of(style), {corner.x + padding, y},
                           color_of(frame.theme, style), text.data(), text.data() + text.size(),
                           room);
    };
    const float top = corner.y + (height - inside) / 2;
    draw(TextStyle::Strong, title, top);
    if (!about.empty()) draw(TextStyle::SmallDim, about, top + title_height + em(0.1F));
    WidgetRecord record;
    record.id = id;
    record.label = title;
    record.role = "option";
    record.value = chosen ? "true" : "false";
    record.text = title;
    if (!about.empty()) record.text += ": " + std::string(about);
    record.rect = {corner.x, corner.y, width, height};
    add_record(frame.registry, std::move(record));
    return pressed;
}

bool begin_menu(const char* id, const Rect& anchor, float width, bool padded) {
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float wide = std::min(em(width), display.x - em(1));
    const float top = anchor.y + anchor.height + em(0.2F);
    ImGui::SetNextWindowPos(
        {std::max(em(0.3F), std::min(anchor.x, display.x - wide - em(0.5F))), top});
    ImGui::SetNextWindowSizeConstraints({wide, 0}, {wide, display.y - top - em(0.4F)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding,
                        padded ? ImVec2{em(0.9F), em(0.8F)} : ImVec2{em(0.4F), em(0.4F)});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, padded ? em(0.5F) : 0});
    if (ImGui::BeginPopup(id, ImGuiWindowFlags_NoMove)) return true;
    ImGui::PopStyleVar(2);
    return false;
}

void end_menu() {
    ImGui::EndPopup();
    ImGui::PopStyleVar(2);
}

float menu_room() {
    return ImGui::GetContentRegionAvail().x;
}

} // namespace backprop::shell
