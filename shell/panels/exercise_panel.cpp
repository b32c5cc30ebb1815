#include "shell/panels/exercise_panel.hpp"

#include "engine/experiment/lesson_value.hpp"
#include "shell/dialogs/dialogs.hpp"
#include "shell/drawing/rich_text.hpp"
#include "shell/lessons/lesson_control.hpp"
#include "shell/numbers.hpp"
#include "shell/panels/lesson_frame.hpp"
#include "shell/panels/lesson_table.hpp"
#include "shell/platform/platform.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace backprop::shell {

namespace {

constexpr std::int32_t k_shown_digits = 4; ///< of the true numbers

using Kind = LessonRequest::Kind;

ExerciseState& exercise_of(Frame& frame) {
    return frame.widget_state.lessons.exercise;
}

std::int32_t question_count(const ExerciseState& state) {
    return static_cast<std::int32_t>(state.exercise->questions.size());
}

Attempt& attempt_of(ExerciseState& state) {
    return state.attempts[static_cast<std::size_t>(state.question)];
}

Verdict& verdict_of(ExerciseState& state) {
    return state.verdicts[static_cast<std::size_t>(state.question)];
}

void ask_for_question(Frame& frame, std::int32_t question) {
    frame.widget_state.lessons.request = LessonRequest{Kind::Question, {{}, question}};
}

std::string answer_text(const Question& question) {
    return value_text(question.answer, k_shown_digits);
}

/// An answer that was right, or has been shown, is not marked again.
void mark(ExerciseState& state, std::string_view typed) {
    if (verdict_of(state) == Verdict::Right || verdict_of(state) == Verdict::Shown) return;
    const std::optional<double> number = parse_number(typed);
    if (!number) {
        verdict_of(state) = Verdict::NoNumber;
        return;
    }
    Attempt& attempt = attempt_of(state);
    attempt.answer = *number;
    attempt.right = is_right(*open_question(state), *number);
    attempt.wrong += attempt.right ? 0 : 1;
    verdict_of(state) = attempt.right ? Verdict::Right : Verdict::Wrong;
    state.focus_field = !attempt.right;
    state.focus_next = attempt.right;
}

/// The field and the button that checks; for a finger the system's own field.
void draw_field(Frame& frame, float width) {
    ExerciseState& state = exercise_of(frame);
    const std::string_view label = text("button.exercise.check");
    ButtonOptions options;
    options.kind = ButtonKind::Primary;
    options.width = std::round(measure(frame.fonts, TextStyle::Body, label).x + em(1.6F));
    if (frame.view.coarse_pointer) {
        options.width = width;
        if (!button(frame, "exercise.type", text("button.exercise.type"), options)) return;
        if (const auto answer = platform::ask_text(text("exercise.answer"), state.typed.data())) {
            std::snprintf(state.typed.data(), state.typed.size(), "%s", answer->c_str());
            mark(state, *answer);
        }
        return;
    }
    // Not while the button that led here is still held down: it would take the keyboard back.
    if (state.focus_field && !ImGui::IsAnyItemActive())
        ImGui::ActivateItemByID(ImGui::GetID("##exercise.answer"));
    const float gap = em(0.5F);
    const bool entered =
        text_field(frame, "exercise.answer", text("exercise.answer"), state.typed.data(),
                   state.typed.size(), width - options.width - gap);
    if (ImGui::IsItemActive()) state.focus_field = false;
    frame.view.working = frame.view.working || state.focus_field;
    ImGui::SameLine(0, gap);
    if (button(frame, "exercise.check", label, options) || entered) mark(state, state.typed.data());
}

void draw_verdict(Frame& frame, const Question& question, float width) {
    const Theme& theme = frame.theme;
    switch (verdict_of(exercise_of(frame))) {
    case Verdict::None:
        return;
    case Verdict::Right:
        return draw_colored(frame, "exercise.verdict",
                            fill(text("exercise.right"), {answer_text(question)}), theme.ok, width);
    case Verdict::Wrong:
        return draw_colored(frame, "exercise.verdict", text("exercise.wrong"), theme.wrong, width);
    case Verdict::NoNumber:
        return draw_colored(frame, "exercise.verdict", text("exercise.no_number"), theme.warning,
                            width);
    case Verdict::Shown:
        return draw_colored(frame, "exercise.verdict",
                            fill(text("exercise.shown"), {answer_text(question)}), theme.warning,
                            width);
    }
}

/// The hints that were asked for, and the button for the next: formula, its numbers, the answer.
void draw_hints(Frame& frame, const Question& question, float width) {
    ExerciseState& state = exercise_of(frame);
    Attempt& attempt = attempt_of(state);
    if (attempt.hints > 0)
        draw_formula(frame, "exercise.hint 1", question.formula, {TextStyle::Body, width, false});
    if (attempt.hints > 1)
        draw_formula(frame, "exercise.hint 2", question.factors, {TextStyle::Body, width, false});
    const Verdict verdict = verdict_of(state);
    if (verdict == Verdict::Right || verdict == Verdict::Shown) return;
    constexpr std::string_view k_labels[] = {"button.exercise.formula", "button.exercise.numbers",
                                             "button.exercise.show"};
    if (!button(frame, "exercise.hint", text(k_labels[std::clamp(attempt.hints, 0, 2)]))) return;
    state.focus_field = attempt.hints < 2;
    state.focus_next = attempt.hints >= 2;
    if (attempt.hints < 2)
        ++attempt.hints;
    else
        verdict_of(state) = Verdict::Shown;
}

void draw_question(Frame& frame, const Question& question, float width) {
    ExerciseState& state = exercise_of(frame);
    draw_formula(frame, "exercise.heading",
                 "\\b{" + std::to_string(state.question + 1) + " · " +
                     fill(text("exercise.what"), {question.symbol}) + "}",
                 {TextStyle::Body, width, true});
    const std::string key =
        "exercise." + std::string(choice_of(k_question_kinds, question.kind).key);
    draw_colored(frame, "exercise.about", text(key), 0, width);
    if (state.question == 0) draw_colored(frame, "exercise.how", text("exercise.how"), 0, width);
    draw_field(frame, width);
    draw_paragraph(frame, "exercise.tolerance", text("exercise.tolerance"), width,
                   TextStyle::SmallDim);
    draw_verdict(frame, question, width);
    draw_hints(frame, question, width);
    if (!state.known.rows.empty()) draw_lesson_table(frame, "exercise.known", state.known, width);
}

std::string_view outcome_key(const Attempt& attempt, Verdict verdict) {
    if (!attempt.right) return verdict == Verdict::Shown ? "exercise.seen" : "exercise.open";
    if (attempt.hints > 0) return "exercise.hinted";
    return attempt.wrong > 0 ? "exercise.later" : "exercise.at_once";
}

std::string outcome_line(const ExerciseState& state, std::size_t index) {
    const Question& question = state.exercise->questions[index];
    return fill(text("exercise.line"),
                {std::to_string(index + 1), plain_text(question.symbol), answer_text(question),
                 text(outcome_key(state.attempts[index], state.verdicts[index]))});
}

std::string totals_line(const ExerciseState& state) {
    const ExerciseSummary summary = summarize(*state.exercise, state.attempts);
    return fill(text("exercise.totals"),
                {std::to_string(summary.at_once + summary.later + summary.hinted),
                 std::to_string(question_count(state)), std::to_string(summary.at_once),
                 std::to_string(summary.wrong)});
}

void save_report(Frame& frame) {
    const ExerciseState& state = exercise_of(frame);
    const std::string name = fill(text("exercise.file"), {std::to_string(state.exercise->seed)});
    const std::string report = exercise_report(state);
    if (!platform::save_as(name, report)) ask_to_save(frame, name, report);
}

void draw_summary(Frame& frame, float width) {
    ExerciseState& state = exercise_of(frame);
    draw_paragraph(frame, "exercise.heading", text("exercise.summary"), width, TextStyle::Strong);
    draw_paragraph(frame, "exercise.totals", totals_line(state), width);
    for (std::size_t i = 0; i < state.exercise->questions.size(); ++i)
        draw_paragraph(frame, "exercise.line " + std::to_string(i + 1), outcome_line(state, i),
                       width, TextStyle::Small);
    ImGui::Dummy({0, em(0.3F)});
    if (button(frame, "exercise.copy", text("button.exercise.copy"))) {
        ImGui::SetClipboardText(exercise_report(state).c_str());
        state.told = text("dialog.copied");
    }
    ImGui::SameLine(0, em(0.5F));
    if (button(frame, "exercise.save", text("button.exercise.save"))) save_report(frame);
    if (!state.told.empty()) draw_paragraph(frame, "exercise.told", state.told, width);
}

void draw_body(Frame& frame, const Rect& area) {
    const Question* question = open_question(exercise_of(frame));
    const float width = begin_lesson_body(frame, area);
    if (question)
        draw_question(frame, *question, width);
    else
        draw_summary(frame, width);
    end_lesson_body();
}

void draw_buttons(Frame& frame, const Rect& area) {
    ExerciseState& state = exercise_of(frame);
    const bool at_end = state.question == question_count(state);
    LessonButton previous{"exercise.previous",
                          std::string(text("button.lesson.previous")),
                          {},
                          text("tip.exercise.previous"),
                          state.question > 0};
    LessonButton next{"exercise.next",
                      std::string(text(at_end ? "button.exercise.again" : "button.lesson.next")),
                      {},
                      text(at_end ? "tip.exercise.again" : "tip.exercise.next"),
                      true};
    if (state.question + 1 == question_count(state))
        next.label = text("button.exercise.to_summary");
    const bool focus = std::exchange(state.focus_next, false);
    const int pressed = draw_lesson_buttons(frame, area, previous, nullptr, next, focus);
    if (pressed == 0) ask_for_question(frame, state.question - 1);
    if (pressed != 2) return;
    if (at_end)
        frame.widget_state.lessons.request =
            LessonRequest{Kind::Exercise, {}, fresh_exercise_seed()};
    else
        ask_for_question(frame, state.question + 1);
}

} // namespace

std::int64_t fresh_exercise_seed() {
    // Milliseconds since the program or the machine started.
    return static_cast<std::int64_t>(platform::now_seconds() * 1000) % 1'000'000;
}

std::string exercise_report(const ExerciseState& state) {
    std::string report(text("exercise.report"));
    report += "\n" + totals_line(state) + "\n\n";
    for (std::size_t i = 0; i < state.exercise->questions.size(); ++i)
        report += outcome_line(state, i) + "\n";
    return report + "\n" + fill(text("exercise.seed"), {std::to_string(state.exercise->seed)}) +
           "\n";
}

void draw_exercise_panel(Frame& frame, Rect area) {
    ExerciseState& state = exercise_of(frame);
    const std::int32_t count = question_count(state);
    const bool at_end = state.question == count;
    const std::string told = at_end
                               ? std::string()
                               : fill(text("exercise.count"),
                                      {std::to_string(state.question + 1), std::to_string(count)});
    const bool in_lesson = frame.widget_state.lessons.lesson != nullptr;
    const LessonFrame parts = lay_out_lesson_frame(frame, area);
    if (draw_lesson_header(frame, parts.header, text("exercise"), told,
                           {"exercise.leave",
                            {},
                            {},
                            text(in_lesson ? "button.exercise.back" : "button.exercise.leave"),
                            true}))
        frame.widget_state.lessons.request = LessonRequest{Kind::EndExercise, {}};
    for (std::int32_t question = 0; question < count; ++question) {
        const auto index = static_cast<std::size_t>(question);
        const std::string symbol = plain_text(state.exercise->questions[index].symbol);
        const bool done = state.attempts[index].right;
        const LessonBarPart part{"exercise.question " + std::to_string(question + 1),
                                 fill(text("exercise.part"), {std::to_string(question + 1), symbol,
                                                              done ? text("exercise.done") : ""}),
                                 question == state.question, done};
        if (draw_progress_part(frame, parts.bar, question, count, part))
            ask_for_question(frame, question);
    }
    if (!(frame.widget_state.lessons.folded && is_lesson_sheet(area))) draw_body(frame, parts.body);
    draw_buttons(frame, parts.buttons);
}

} // namespace backprop::shell
