#pragma once

#include "shell/widgets.hpp"

#include <span>
#include <string>
#include <string_view>

namespace backprop::shell {

/// One column of a table of numbers.
struct TableColumn {
    std::string title;
    float width = 0;   ///< font units; 0: what is left over, shared by all such columns
    bool right = true; ///< text at the right edge
    ImU32 color = 0;   ///< of the title; 0: dim
};

/// The places of a table's columns. Rows scroll below a title line that stays.
struct Table {
    std::string id;
    std::vector<float> left, width; ///< a column each, ImGui units, relative to the table
    std::span<const TableColumn> columns;
    float row_height = 0;
    float inner_width = 0;
};

/// The height of a table of so many rows that does not scroll.
float table_height(const Frame& frame, int rows);

/// Draws the titles and opens the scrolling part inside `area`. Always call end_table.
Table begin_table(Frame& frame, std::string_view id, const Rect& area,
                  std::span<const TableColumn> columns);
void end_table();

/// What a person did with a row.
struct RowAction {
    bool hovered = false; ///< by the pointer or the keyboard's cursor
    bool pressed = false;
};

/// Begins a row at the ImGui cursor; `marked` shades it. Cells are drawn on it next. Registered
/// under `id`, role "row", value "true" when marked.
RowAction begin_row(Frame& frame, const Table& table, std::string_view id, bool marked);

/// Text in a cell of the row begun last, cut with an ellipsis where it is too long. Registered
/// under `id`, role "cell".
void draw_cell(Frame& frame, const Table& table, std::size_t column, std::string_view id,
               std::string_view text, ImU32 color, TextStyle style = TextStyle::SmallMono);

/// True when a text fits its column without being cut.
bool cell_fits(const Frame& frame, const Table& table, std::size_t column, std::string_view text,
               TextStyle style = TextStyle::SmallMono);

} // namespace backprop::shell
