#include "shell/drawing/table.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

constexpr float k_cell_padding = 0.3F;

void place_columns(Table& table, float width) {
    float fixed = 0;
    int flexible = 0;
    for (const TableColumn& column : table.columns) {
        fixed += em(column.width);
        flexible += column.width == 0 ? 1 : 0;
    }
    const float rest = std::max(0.0F, width - fixed) / static_cast<float>(std::max(1, flexible));
    float left = 0;
    for (const TableColumn& column : table.columns) {
        table.left.push_back(left);
        table.width.push_back(column.width == 0 ? rest : em(column.width));
        left += table.width.back();
    }
    table.inner_width = width;
}

std::string cut_to(const Frame& frame, TextStyle style, std::string_view text, float width) {
    std::string shown(text);
    if (measure(frame.fonts, style, shown).x <= width) return shown;
    while (!shown.empty() && measure(frame.fonts, style, shown + "…").x > width) {
        while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0xC0) == 0x80)
            shown.pop_back();
        if (!shown.empty()) shown.pop_back();
    }
    return shown + "…";
}

float row_height(const Frame& frame) {
    return std::round(frame.view.coarse_pointer ? em(2.4F) : em(1.5F));
}

float title_height() {
    return std::round(em(1.45F)) + 1;
}

float cell_room(const Table& table, std::size_t column) {
    return table.width[column] - 2 * em(k_cell_padding);
}

float text_x(const Table& table, std::size_t column, float corner, float width) {
    const float left = corner + table.left[column] + em(k_cell_padding);
    if (!table.columns[column].right) return left;
    return corner + table.left[column] + table.width[column] - em(k_cell_padding) - width;
}

} // namespace

float table_height(const Frame& frame, int rows) {
    return title_height() + row_height(frame) * static_cast<float>(rows);
}

bool cell_fits(const Frame& frame, const Table& table, std::size_t column, std::string_view text,
               TextStyle style) {
    return measure(frame.fonts, style, text).x <= cell_room(table, column);
}

Table begin_table(Frame& frame, std::string_view id, const Rect& area,
                  std::span<const TableColumn> columns) {
    Table table;
    table.id = id;
    table.columns = columns;
    table.row_height = row_height(frame);
    place_columns(table, area.width - em(0.8F)); // the scroll bar's room
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string title =
            cut_to(frame, TextStyle::SmallDim, columns[i].title, table.width[i]);
        const float width = measure(frame.fonts, TextStyle::SmallDim, title).x;
        text_at(frame, draw_list, table.id + " title " + std::to_string(i + 1), title,
                {text_x(table, i, area.x, width), area.y}, TextStyle::SmallDim,
                columns[i].color != 0 ? columns[i].color : frame.theme.text_dim);
    }
    const float line = area.y + title_height() - 1;
    draw_list->AddLine({area.x, line}, {area.x + area.width, line}, frame.theme.divider);
    ImGui::SetCursorScreenPos({area.x, line + 1});
    ImGui::BeginChild(table.id.c_str(), {area.width, std::max(1.0F, area.height - title_height())},
                      ImGuiChildFlags_None, ImGuiWindowFlags_NoBackground);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    return table;
}

void end_table() {
    ImGui::PopStyleVar();
    ImGui::EndChild();
}

RowAction begin_row(Frame& frame, const Table& table, std::string_view id, bool marked) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    RowAction action;
    action.pressed = ImGui::InvisibleButton(
        std::string(id).c_str(), {table.inner_width, table.row_height}, ImGuiButtonFlags_EnableNav);
    action.hovered = ImGui::IsItemHovered();
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImVec2 far_corner{corner.x + table.inner_width, corner.y + table.row_height};
    if (marked)
        draw_list->AddRectFilled(corner, far_corner, with_alpha(frame.theme.accent, 0.28F));
    else if (action.hovered)
        draw_list->AddRectFilled(corner, far_corner, frame.theme.control_hover);
    const float line = far_corner.y - 1;
    draw_list->AddLine({corner.x, line}, {far_corner.x, line},
                       with_alpha(frame.theme.divider, 0.7F));
    WidgetRecord record;
    record.id = id;
    record.label = id;
    record.role = "row";
    record.value = marked ? "true" : "false";
    record.rect = {corner.x, corner.y, table.inner_width, table.row_height};
    add_record(frame.registry, std::move(record));
    return action;
}

void draw_cell(Frame& frame, const Table& table, std::size_t column, std::string_view id,
               std::string_view text, ImU32 color, TextStyle style) {
    const ImVec2 corner = ImGui::GetItemRectMin();
    const std::string shown = cut_to(frame, style, text, cell_room(table, column));
    const ImVec2 size = measure(frame.fonts, style, shown);
    const float x = text_x(table, column, corner.x, size.x);
    const float y = corner.y + (table.row_height - size.y) / 2;
    ImGui::GetWindowDrawList()->AddText(font_of(frame.fonts, style), size_of(style), {x, y}, color,
                                        shown.c_str());
    WidgetRecord record;
    record.id = id;
    record.label = table.columns[column].title;
    record.role = "cell";
    record.text = text;
    record.rect = {corner.x + table.left[column], corner.y, table.width[column], table.row_height};
    add_record(frame.registry, std::move(record));
}

} // namespace backprop::shell
