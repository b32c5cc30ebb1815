// What the help menu opens: the glossary, the keys, and what this is.
#include "shell/dialogs/dialogs.hpp"
#include "shell/menu.hpp"
#include "shell/panels/explanations.hpp"
#include "shell/panels/lesson_menu.hpp"
#include "shell/texts.hpp"
#include "shell/tour/tour.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <string>

namespace backprop::shell {

namespace {

constexpr const char* k_popup = "help.menu";

/// Rows of keys: what is pressed, and what it does ("keys.N", "keys.N.about").
constexpr int k_key_rows = 9;

} // namespace

bool draw_glossary_dialog(Frame& frame, float width) {
    if (frame.widget_state.lessons.book_here)
        explanations.draw_glossary(frame, width);
    else
        draw_missing_book(frame, width);
    return dialog_buttons(frame, width, {"dialog.close"}) < 0;
}

bool draw_keys_dialog(Frame& frame, float width) {
    for (int row = 1; row <= k_key_rows; ++row) {
        const std::string key = "keys." + std::to_string(row);
        const ImVec2 corner = ImGui::GetCursorScreenPos();
        const float left = em(8.5F);
        draw_text(frame, key, text(key), TextStyle::Strong);
        ImGui::SetCursorScreenPos({corner.x + left, corner.y});
        draw_paragraph(frame, key + ".about", text(key + ".about"), width - left);
    }
    return dialog_buttons(frame, width, {"dialog.close"}) < 0;
}

bool draw_about_dialog(Frame& frame, float width) {
    for (const char* key : {"about.what", "about.articles", "about.licence"})
        draw_paragraph(frame, key, text(key), width);
    return dialog_buttons(frame, width, {"dialog.close"}) < 0;
}

void draw_help_menu(Frame& frame, float width) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ButtonOptions options;
    options.width = width;
    options.name = options.tooltip = text("button.help");
    if (button(frame, "help", "?", options)) ImGui::OpenPopup(k_popup);
    if (!begin_menu(k_popup, {corner.x, corner.y, width, control_height(frame)}, 19)) return;
    struct Row {
        const char* key;
        DialogKind dialog;
    };
    constexpr Row k_rows[] = {{"tour", DialogKind::None},
                              {"glossary", DialogKind::Glossary},
                              {"keys", DialogKind::Keys},
                              {"about", DialogKind::About}};
    bool chosen = false;
    for (const Row& row : k_rows) {
        const std::string key = "help_menu." + std::string(row.key);
        if (!menu_row(frame, key, text(key), text(key + ".about"), false, menu_room())) continue;
        chosen = true;
        if (row.dialog == DialogKind::None)
            begin_tour(frame.widget_state.tour, false);
        else
            frame.widget_state.dialog.wanted = row.dialog;
    }
    if (chosen) ImGui::CloseCurrentPopup();
    end_menu();
}

} // namespace backprop::shell
