#include "shell/panels/lesson_panel.hpp"

#include "shell/drawing/rich_text.hpp"
#include "shell/lessons/lesson_control.hpp"
#include "shell/panels/exercise_panel.hpp"
#include "shell/panels/lesson_frame.hpp"
#include "shell/panels/lesson_table.hpp"
#include "shell/texts.hpp"
#include "shell/widgets.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

void ask_for_step(LessonState& state, std::int32_t step) {
    using Kind = LessonRequest::Kind;
    state.request = LessonRequest{is_own(state) ? Kind::Own : Kind::Go, {state.lesson->key, step}};
}

std::int32_t last_step(const LessonState& state) {
    return static_cast<std::int32_t>(state.lesson->steps.size()) - 1;
}

/// The lesson after the open one; null: none.
const Lesson* next_lesson(const LessonState& state) {
    const std::vector<Lesson>& lessons = state.book.lessons;
    for (std::size_t i = 0; i + 1 < lessons.size(); ++i)
        if (&lessons[i] == state.lesson) return &lessons[i + 1];
    return nullptr;
}

void go_on(LessonState& state) {
    if (state.step < last_step(state))
        ask_for_step(state, state.step + 1);
    else if (const Lesson* next = next_lesson(state))
        state.request = LessonRequest{LessonRequest::Kind::Go, {next->key, 0}};
    else
        state.request = LessonRequest{LessonRequest::Kind::Leave, {}};
}

/// A label of a step, "$W_{ih}$", in one line without marks.
std::string plain_label(std::string_view marked) {
    const Result<LessonText> parsed = parse_lesson_text(marked);
    return parsed ? plain_text(*parsed) : std::string(marked);
}

void draw_formulas(Frame& frame, const LessonStep& step, float width) {
    for (std::size_t i = 0; i < step.formulas.size(); ++i) {
        draw_formula(frame, "lesson.formula " + std::to_string(i + 1), step.formulas[i],
                     {TextStyle::Body, width, false});
        ImGui::Dummy({0, em(0.15F)});
    }
}

/// Texts in boxes with an edge of their own, as the notes are: amber.
void draw_note_box(Frame& frame, const std::string& id, const LessonText& note, float width) {
    const float padding = em(0.75F), edge = std::round(em(0.22F));
    const RichTextStyle style{TextStyle::Small, width - 2 * padding - edge, 0};
    const RichText laid_out = lay_out_rich_text(frame, note, style);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float height = std::round(laid_out.height + 1.4F * padding);
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    draw_list->AddRectFilled(corner, {corner.x + width, corner.y + height},
                             mix(frame.theme.background, frame.theme.warning, 0.1F), em(0.3F));
    draw_list->AddRectFilled(corner, {corner.x + edge, corner.y + height}, frame.theme.warning,
                             em(0.3F), ImDrawFlags_RoundCornersLeft);
    draw_rich_text(frame, id, laid_out, {corner.x + edge + padding, corner.y + 0.7F * padding},
                   style);
    ImGui::SetCursorScreenPos(corner);
    ImGui::Dummy({width, height});
}

void draw_try(Frame& frame, const std::string& id, const LessonText& text_to_try, float width) {
    LessonText whole = text_to_try;
    TextRun lead;
    lead.text = std::string(text("lesson.try")) + " ";
    lead.bold = true;
    whole.insert(whole.begin(), lead);
    draw_rich_text(frame, id, whole, {TextStyle::Body, width, 0});
}

void draw_texts(Frame& frame, const char* id, const std::vector<LessonText>& texts, float width,
                void (*draw)(Frame&, const std::string&, const LessonText&, float)) {
    for (std::size_t i = 0; i < texts.size(); ++i)
        draw(frame, id + std::to_string(i + 1), texts[i], width);
}

void draw_paragraph_text(Frame& frame, const std::string& id, const LessonText& paragraph,
                         float width) {
    draw_rich_text(frame, id, paragraph, {TextStyle::Body, width, 0});
}

/// Whether the texts still speak of what is there.
bool is_changed(const Frame& frame, const LessonStep& step) {
    const Experiment& now = *frame.snapshot.experiment;
    const Experiment& then = step.experiment;
    return !(now.network == then.network) || now.data.set != then.data.set ||
           !(now.loss == then.loss);
}

void draw_way_back(Frame& frame, float width) {
    draw_paragraph(frame, "lesson.changed", text("lesson.changed"), width, TextStyle::Small);
    LessonState& state = frame.widget_state.lessons;
    if (button(frame, "lesson.again", text("button.lesson.again"))) ask_for_step(state, state.step);
}

void draw_step(Frame& frame, const LessonStep& step, float width) {
    LessonState& state = frame.widget_state.lessons;
    if (is_changed(frame, step)) draw_way_back(frame, width);
    LessonText title = step.title;
    TextRun number;
    number.text = std::to_string(state.step + 1) + " · ";
    title.insert(title.begin(), number);
    draw_rich_text(frame, "lesson.heading", title, {TextStyle::Strong, width, 0});
    draw_texts(frame, "lesson.text ", step.paragraphs, width, draw_paragraph_text);
    draw_formulas(frame, step, width);
    if (!step.table.rows.empty()) draw_lesson_table(frame, "lesson.table", step.table, width);
    draw_texts(frame, "lesson.note ", step.notes, width, draw_note_box);
    draw_texts(frame, "lesson.try ", step.tries, width, draw_try);
    if (state.step == 0 && !state.lesson->credit.empty())
        draw_paragraph(frame, "lesson.credit", state.lesson->credit, width, TextStyle::SmallDim);
}

/// What the button that goes on says, with the name of where to if `named`.
std::string next_label(const LessonState& state, bool named) {
    if (state.step == last_step(state))
        return std::string(
            text(next_lesson(state) ? "button.lesson.next_lesson" : "button.lesson.finish"));
    const LessonStep& next = state.lesson->steps[static_cast<std::size_t>(state.step) + 1];
    if (!named || next.label.empty()) return std::string(text("button.lesson.next"));
    return fill(text("button.lesson.next_to"), {plain_label(next.label)});
}

void draw_buttons(Frame& frame, const Rect& area) {
    LessonState& state = frame.widget_state.lessons;
    const LessonButton previous{"lesson.previous",
                                std::string(text("button.lesson.previous")),
                                {},
                                text("tip.lesson.previous"),
                                state.step > 0};
    const LessonButton exercise{"lesson.exercise",
                                std::string(text("button.lesson.exercise")),
                                {},
                                text("tip.lesson.exercise"),
                                true};
    const LessonButton next{"lesson.next", next_label(state, true), next_label(state, false),
                            text("tip.lesson.next"), true};
    switch (draw_lesson_buttons(frame, area, previous, &exercise, next)) {
    case 0:
        return ask_for_step(state, state.step - 1);
    case 1:
        state.request = LessonRequest{LessonRequest::Kind::Exercise, {}, fresh_exercise_seed()};
        return;
    case 2:
        return go_on(state);
    default:
        return;
    }
}

} // namespace

void draw_lesson_panel(Frame& frame, Rect area) {
    LessonState& state = frame.widget_state.lessons;
    if (state.exercise.exercise) return draw_exercise_panel(frame, area);
    const LessonStep* step = open_step(state);
    if (!step) return;
    const LessonFrame parts = lay_out_lesson_frame(frame, area);
    const std::int32_t count = last_step(state) + 1;
    if (draw_lesson_header(
            frame, parts.header, state.lesson->title,
            fill(text("lesson.count"), {std::to_string(state.step + 1), std::to_string(count)}),
            {"lesson.leave", {}, {}, text("button.lesson.leave"), true}))
        state.request = LessonRequest{LessonRequest::Kind::Leave, {}};
    for (std::int32_t i = 0; i < count; ++i) {
        const LessonText& title = state.lesson->steps[static_cast<std::size_t>(i)].title;
        const LessonBarPart part{
            "lesson.step " + std::to_string(i + 1),
            fill(text("lesson.step"), {std::to_string(i + 1), plain_text(title)}), i == state.step,
            i < state.step};
        if (draw_progress_part(frame, parts.bar, i, count, part)) ask_for_step(state, i);
    }
    if (!(state.folded && is_lesson_sheet(area))) {
        draw_step(frame, *step, begin_lesson_body(frame, parts.body));
        end_lesson_body();
    }
    draw_buttons(frame, parts.buttons);
}

void take_lesson_keys(Frame& frame) {
    LessonState& state = frame.widget_state.lessons;
    const ImGuiIO& io = ImGui::GetIO();
    if (!state.lesson || state.exercise.exercise || io.WantTextInput || io.KeyCtrl || io.KeyAlt ||
        io.KeySuper)
        return;
    if (ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) return;
    if (ImGui::IsKeyPressed(ImGuiKey_LeftBracket) && state.step > 0)
        ask_for_step(state, state.step - 1);
    if (ImGui::IsKeyPressed(ImGuiKey_RightBracket)) go_on(state);
}

void draw_term_popup(Frame& frame) {
    constexpr const char* k_popup = "term";
    LessonState& state = frame.widget_state.lessons;
    if (std::exchange(state.term_asked, false) && !ImGui::IsPopupOpen(k_popup))
        ImGui::OpenPopup(k_popup);
    if (!ImGui::IsPopupOpen(k_popup)) return;
    const GlossaryTerm* term = find_term(state.book, state.term);
    const float padding = em(0.8F);
    const float width = std::min(em(22), ImGui::GetIO().DisplaySize.x - em(2.5F));
    const RichTextStyle style{TextStyle::Body, width, 0};
    LessonText unknown(1);
    unknown[0].text = text("glossary.unknown");
    const RichText meaning = lay_out_rich_text(frame, term ? term->meaning : unknown, style);
    const float height = meaning.height + em(1.7F) + 2 * padding;
    ImGui::SetNextWindowPos(popup_corner(state.term_anchor, {width + 2 * padding, height}));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {padding, padding});
    if (ImGui::BeginPopup(k_popup, ImGuiWindowFlags_NoMove)) {
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, em(0.35F)});
        draw_text(frame, "term.title", term ? term->term : state.term, TextStyle::Strong, width);
        const ImVec2 corner = ImGui::GetCursorScreenPos();
        draw_rich_text(frame, "term.meaning", meaning, corner, style);
        ImGui::SetCursorScreenPos(corner);
        ImGui::Dummy({width, meaning.height});
        ImGui::PopStyleVar();
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
}

} // namespace backprop::shell
