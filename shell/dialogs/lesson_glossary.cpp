// Every term of the lessons with its meaning, in the glossary's dialog.
#include "shell/dialogs/dialogs.hpp"
#include "shell/drawing/rich_text.hpp"

#include <imgui.h>

#include <algorithm>
#include <string>

namespace backprop::shell {

void draw_glossary(Frame& frame, float width) {
    LessonState& state = frame.widget_state.lessons;
    const float height = std::min(em(30), ImGui::GetIO().DisplaySize.y - em(11));
    const RichTextStyle style{TextStyle::Body, width - em(1.2F), 0};
    ImGui::BeginChild("glossary", {width, height}, ImGuiChildFlags_NavFlattened);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, em(0.15F)});
    int number = 0;
    for (const GlossaryTerm& term : state.book.glossary) {
        const std::string id = "glossary." + std::to_string(++number);
        // A term pressed here is another row of the same list.
        if (state.term_asked && find_term(state.book, state.term) == &term) {
            ImGui::SetScrollHereY(0);
            state.term_asked = false;
        }
        draw_text(frame, id, term.term, TextStyle::Strong);
        draw_rich_text(frame, id + ".meaning", term.meaning, style);
        ImGui::Dummy({0, em(0.3F)});
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
}

} // namespace backprop::shell
