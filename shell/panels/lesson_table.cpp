#include "shell/panels/lesson_table.hpp"

#include "engine/experiment/lesson_value.hpp"
#include "engine/experiment/number_text.hpp"
#include "shell/drawing/rich_text.hpp"
#include "shell/lessons/lesson_control.hpp"
#include "shell/texts.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace backprop::shell {

namespace {

constexpr float k_column_gap = 0.7F; ///< font units
constexpr float k_row_padding = 0.22F;

/// Where the columns end, from the table's left edge; 0 wide where nothing is in one.
struct Columns {
    float width = 0; ///< of the table
    float label = 0; ///< room of the labels
    float printed_end = 0;
};

std::optional<double> number_of(const Frame& frame, const LessonRow& row) {
    return row.value.empty() ? std::nullopt : lesson_number(frame.widget_state.lessons, row.value);
}

TextStyle value_style(const LessonRow& row) {
    return row.is_total ? TextStyle::Strong : TextStyle::SmallMono;
}

Columns measure_columns(const Frame& frame, const LessonTable& table, float width) {
    float printed = 0, here = 0;
    if (!table.printed.empty()) {
        printed = measure(frame.fonts, TextStyle::SmallDim, table.printed).x;
        here = measure(frame.fonts, TextStyle::SmallDim, text("lesson.here")).x;
    }
    for (const LessonRow& row : table.rows) {
        if (!row.printed.empty())
            printed = std::max(printed,
                               lay_out_formula(frame.fonts, row.printed, {TextStyle::Small}).width);
        if (row.value.empty()) continue;
        const std::optional<double> number = number_of(frame, row);
        here = std::max(here,
                        measure(frame.fonts, value_style(row), value_text(number, row.digits)).x);
        if (const auto same = agrees(number, row.printed))
            here = std::max(here, measure(frame.fonts, TextStyle::Small,
                                          text(*same ? "lesson.agrees" : "lesson.differs"))
                                      .x);
    }
    const float gap = em(k_column_gap);
    Columns columns;
    columns.width = width;
    columns.printed_end = width - (here > 0 ? here + gap : 0);
    columns.label = columns.printed_end - (printed > 0 ? printed + gap : 0);
    if (here > 0 && printed <= 0) columns.label = columns.printed_end;
    return columns;
}

void draw_line(const Frame& frame, ImVec2 from, float width, bool strong) {
    ImGui::GetWindowDrawList()->AddLine(from, {from.x + width, from.y},
                                        strong ? frame.theme.border : frame.theme.divider);
}

/// Title and headings; the height that they take.
float draw_heading(Frame& frame, const std::string& id, const LessonTable& table,
                   const Columns& columns, ImVec2 corner) {
    if (table.title.empty() && table.printed.empty()) return 0;
    const RichTextStyle style{TextStyle::SmallDim, columns.label, 0};
    const RichText title = lay_out_rich_text(frame, table.title, style);
    const float height = std::max(title.height, em(1.1F)) + em(k_row_padding);
    if (!table.title.empty()) draw_rich_text(frame, id + ".title", title, corner, style);
    if (!table.printed.empty()) {
        ImDrawList* draw_list = ImGui::GetWindowDrawList();
        text_at(frame, draw_list, id + ".printed", table.printed,
                {corner.x + columns.printed_end, corner.y + em(0.05F)}, TextStyle::SmallDim,
                frame.theme.text_dim, {1, 0});
        text_at(frame, draw_list, id + ".here", text("lesson.here"),
                {corner.x + columns.width, corner.y + em(0.05F)}, TextStyle::SmallDim,
                frame.theme.text_dim, {1, 0});
    }
    return height;
}

void draw_printed(Frame& frame, const std::string& id, const LessonRow& row, float right,
                  float baseline) {
    const Formula formula = lay_out_formula(frame.fonts, row.printed, {TextStyle::Small});
    draw_formula(frame, ImGui::GetWindowDrawList(), id, formula,
                 {right - formula.width, baseline - formula.baseline}, {frame.theme.text_dim});
}

/// The live number, its right end at `right`; role "text", value = the number.
void draw_value(Frame& frame, const std::string& id, const LessonRow& row, float right,
                float baseline) {
    const std::optional<double> number = number_of(frame, row);
    const std::string shown = value_text(number, row.digits);
    const TextStyle style = value_style(row);
    const ImVec2 size = measure(frame.fonts, style, shown);
    ImFont* face = font_of(frame.fonts, style);
    const ImFontBaked* baked = face->GetFontBaked(size_of(style));
    const float ascent = baked->Ascent * size_of(style) / baked->Size;
    const Rect rect{right - size.x, baseline - ascent, size.x, size.y};
    ImGui::GetWindowDrawList()->AddText(face, size_of(style), {rect.x, std::round(rect.y)},
                                        frame.theme.text_strong, shown.c_str());
    WidgetRecord record;
    record.id = id;
    record.label = plain_text(row.label);
    record.role = "text";
    record.number = number;
    record.text = shown;
    record.rect = rect;
    add_record(frame.registry, std::move(record));
}

/// "✓ as printed" or "≠ as printed" below the number; the height that it takes.
float draw_agreement(Frame& frame, const std::string& id, const LessonRow& row, float right,
                     float top) {
    const std::optional<bool> same = agrees(number_of(frame, row), row.printed);
    if (!same) return 0;
    const std::string_view told = text(*same ? "lesson.agrees" : "lesson.differs");
    text_at(frame, ImGui::GetWindowDrawList(), id + ".agrees", told, {right, top}, TextStyle::Small,
            *same ? frame.theme.ok : frame.theme.warning, {1, 0});
    return em(1.15F);
}

float draw_row(Frame& frame, const std::string& id, const LessonRow& row, const Columns& columns,
               ImVec2 corner) {
    RichTextStyle style{row.is_total ? TextStyle::Strong : TextStyle::Small, columns.label, 0};
    if (row.factor > 0) style.color = factor_color(frame.theme, row.factor);
    const RichText label = lay_out_rich_text(frame, row.label, style);
    const float top = corner.y + em(k_row_padding);
    const float baseline = top + label.lines.front().baseline;
    draw_rich_text(frame, id, label, {corner.x, top}, style);
    if (row.factor > 0)
        draw_factor_mark(ImGui::GetWindowDrawList(),
                         {corner.x, top, label.width, label.height - em(0.12F)}, row.factor,
                         style.color);
    if (!row.printed.empty())
        draw_printed(frame, id + ".printed", row, corner.x + columns.printed_end, baseline);
    float height = label.height;
    if (!row.value.empty()) {
        const float right = corner.x + columns.width;
        draw_value(frame, id + ".value", row, right, baseline);
        const float below = label.lines.front().bottom;
        height = std::max(height, below + draw_agreement(frame, id, row, right, top + below));
    }
    if (!row.note.empty()) {
        const RichTextStyle note_style{TextStyle::SmallDim, columns.width, 0};
        const RichText note = lay_out_rich_text(frame, row.note, note_style);
        draw_rich_text(frame, id + ".note", note, {corner.x, top + height}, note_style);
        height += note.height;
    }
    return height + 2 * em(k_row_padding);
}

} // namespace

void draw_lesson_table(Frame& frame, std::string_view id, const LessonTable& table, float width) {
    const std::string name(id);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const Columns columns = measure_columns(frame, table, width);
    float y = corner.y + draw_heading(frame, name, table, columns, corner);
    draw_line(frame, {corner.x, y}, width, true);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const std::string row_id = name + ".row " + std::to_string(i + 1);
        y += draw_row(frame, row_id, table.rows[i], columns, {corner.x, y});
        draw_line(frame, {corner.x, y}, width, false);
    }
    ImGui::SetCursorScreenPos(corner);
    ImGui::Dummy({width, y - corner.y});
}

} // namespace backprop::shell
