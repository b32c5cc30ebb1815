#include "shell/panels/explanations.hpp"

#include "shell/dialogs/dialogs.hpp"
#include "shell/panels/lesson_panel.hpp"
#include "shell/platform/platform.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

namespace backprop::shell {

namespace {

constexpr std::string_view k_file = "explanations";

} // namespace

Explanations explanations{parse_lesson,         parse_lesson_book, carry_out_request,
                          update_lesson_values, draw_term_popup,   draw_glossary,
                          draw_import_dialog,   begin_import};

bool explanations_are_here() {
    return platform::later_file(k_file).state == platform::LaterState::Here;
}

std::string_view explanations_problem() {
    const platform::LaterFile file = platform::later_file(k_file);
    if (file.state != platform::LaterState::Failed) return {};
    return file.why.empty() ? text("lesson.not_here") : file.why;
}

void retry_explanations() {
    platform::retry_later_file(k_file);
}

void draw_not_here(Frame& frame, float width) {
    const platform::LaterFile file = platform::later_file(k_file);
    if (file.state != platform::LaterState::Failed) {
        draw_paragraph(frame, "explanations.waiting", text("explanations.waiting"), width,
                       TextStyle::Dim);
        return;
    }
    draw_paragraph(frame, "explanations.failed", fill(text("explanations.failed"), {file.why}),
                   width);
    if (button(frame, "explanations.retry", text("button.explanations.retry")))
        retry_explanations();
}

void draw_when_here(Frame& frame, Rect area, void (*panel)(Frame&, Rect)) {
    if (explanations_are_here()) {
        panel(frame, area);
        return;
    }
    const float padding = em(k_panel_padding);
    ImGui::SetCursorScreenPos({area.x + padding, area.y + padding});
    ImGui::BeginGroup();
    draw_not_here(frame, area.width - 2 * padding);
    ImGui::EndGroup();
}

} // namespace backprop::shell
