#include "shell/panels/lesson_menu.hpp"

#include "shell/lessons/lesson_control.hpp"
#include "shell/menu.hpp"
#include "shell/panels/exercise_panel.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <string>

namespace backprop::shell {

namespace {

constexpr const char* k_popup = "lessons.list";
constexpr float k_width = 28; ///< of the list, in font units

const Lesson* lesson_of(const LessonState& state, std::string_view key) {
    for (const Lesson& lesson : state.book.lessons)
        if (lesson.key == key) return &lesson;
    return nullptr;
}

void draw_lessons(Frame& frame, float width) {
    using Kind = LessonRequest::Kind;
    LessonState& state = frame.widget_state.lessons;
    const Lesson* last = lesson_of(state, state.last.key);
    if (last && !state.lesson && state.last.step > 0) {
        const std::string title =
            fill(text("lesson.continue"), {last->title, std::to_string(state.last.step + 1)});
        if (menu_row(frame, "lessons=continue", title, {}, false, width))
            state.request = LessonRequest{Kind::Go, state.last};
    }
    for (const Lesson& lesson : state.book.lessons)
        if (menu_row(frame, "lessons=" + lesson.key, lesson.title, lesson.summary,
                     &lesson == state.lesson, width))
            state.request = LessonRequest{Kind::Go, {lesson.key, 0}};
    if (menu_row(frame, "lessons=exercise", text("lesson.exercise"), text("lesson.exercise.about"),
                 false, width))
        state.request = LessonRequest{Kind::Exercise, {}, fresh_exercise_seed()};
    if (state.lesson && menu_row(frame, "lessons=leave", text("lesson.leave"),
                                 text("lesson.leave.about"), false, width))
        state.request = LessonRequest{Kind::Leave, {}};
}

} // namespace

void draw_missing_book(Frame& frame, float width) {
    LessonState& state = frame.widget_state.lessons;
    if (state.book_problem.empty()) {
        draw_paragraph(frame, "lessons.waiting", text("lesson.waiting"), width);
        return;
    }
    draw_paragraph(frame, "lessons.failed",
                   "⚠ " + fill(text("note.no_lessons"), {state.book_problem}), width);
    if (button(frame, "lessons.retry", text("button.lessons.retry"))) retry_book(state);
}

std::string lesson_menu_label(const Frame& frame) {
    const Lesson* lesson = frame.widget_state.lessons.lesson;
    const bool has_room = ImGui::GetIO().DisplaySize.x >= em(80);
    const std::string label = !lesson  ? std::string(text("lessons"))
                            : has_room ? fill(text("lessons.open"), {lesson->title})
                                       : lesson->title;
    return label + " ▾";
}

void draw_lesson_menu(Frame& frame, float width) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const std::string label =
        shortened(frame.fonts, TextStyle::Body, lesson_menu_label(frame), width - em(0.8F));
    ButtonOptions options;
    options.width = width;
    options.name = text("lessons");
    options.tooltip = text("tip.lessons");
    if (button(frame, "lessons", label, options)) ImGui::OpenPopup(k_popup);
    const bool here = frame.widget_state.lessons.book_here;
    if (!begin_menu(k_popup, {corner.x, corner.y, width, control_height(frame)}, k_width, !here))
        return;
    if (here)
        draw_lessons(frame, menu_room());
    else
        draw_missing_book(frame, menu_room());
    if (frame.widget_state.lessons.request) ImGui::CloseCurrentPopup();
    end_menu();
}

} // namespace backprop::shell
