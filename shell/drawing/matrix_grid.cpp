#include "shell/drawing/matrix_grid.hpp"

#include "shell/numbers.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

constexpr float k_row_height = 1.4F;
constexpr float k_cell_padding = 0.28F;
constexpr float k_bracket = 0.35F;      ///< between a bracket and the cells
constexpr std::int64_t k_sample = 4096; ///< numbers of a grid that decide about its look
constexpr double k_strongest = 0.62;    ///< of the colour: numbers stay readable on it

/// "2.1e-3" for 0.0021, as short as it can be.
std::string short_exponent(double value, int digits) {
    std::string shown = format_significant(value, digits);
    const std::size_t e = shown.find('e');
    if (e == std::string::npos) return shown;
    std::size_t first = e + 1;
    if (first < shown.size() && (shown[first] == '-' || shown[first] == '+')) ++first;
    while (first + 1 < shown.size() && shown[first] == '0')
        shown.erase(first, 1);
    return shown;
}

int length_of(const std::string& shown) {
    return static_cast<int>(std::count_if(shown.begin(), shown.end(), [](char sign) {
        return (static_cast<unsigned char>(sign) & 0xC0) != 0x80;
    }));
}

int signs_in_cell(const MatrixGrid& grid) {
    if (!grid.known) return std::max(3, grid.digits + 2);
    const GridScale& scale = grid.scale;
    const int digits = scale.exact ? 0 : grid.digits;
    const double sign = scale.negative ? -1.0 : 1.0;
    return std::max(length_of(matrix_cell_text(sign * scale.largest, digits)),
                    length_of(matrix_cell_text(sign * scale.smallest, digits)));
}

bool scrolls_down(const MatrixGrid& grid) {
    return grid.numbers.rows > grid.most_rows;
}
bool scrolls_across(const MatrixGrid& grid) {
    return grid.numbers.columns > grid.most_columns;
}

/// The room of a scroll bar, on whole pixels so that one does not call for the other.
float scroll_bar() {
    return std::ceil(ImGui::GetStyle().ScrollbarSize) + 1;
}

/// Where the cells are: a window of their own where they scroll.
struct Cells {
    ImVec2 corner; ///< of cell (0, 0), maybe out of sight
    ImVec2 cell;
    Rect visible;
};

struct Span {
    std::int32_t first, end;
};
Span visible_span(float corner, float size, float from, float length, std::int32_t count) {
    const auto first = static_cast<std::int32_t>(std::floor((from - corner) / size));
    const auto end = static_cast<std::int32_t>(std::ceil((from + length - corner) / size));
    return {std::clamp(first, 0, count), std::clamp(end, 0, count)};
}

void draw_cell(Frame& frame, const MatrixGrid& grid, const Cells& cells, std::int32_t row,
               std::int32_t column) {
    const Theme& theme = frame.theme;
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImVec2 low{cells.corner.x + cells.cell.x * static_cast<float>(column),
                     cells.corner.y + cells.cell.y * static_cast<float>(row)};
    const ImVec2 high{low.x + cells.cell.x, low.y + cells.cell.y};
    const double value = grid.known ? grid.numbers.at(row, column) : 0.0;
    const double share = grid.scale.largest > 0 ? value / grid.scale.largest : 0.0;
    draw_list->AddRectFilled(low, high, sign_color(theme, k_strongest * share));
    const std::string shown =
        grid.known ? matrix_cell_text(value, grid.scale.exact ? 0 : grid.digits) : "—";
    const ImVec2 size = measure(frame.fonts, TextStyle::SmallMono, shown);
    draw_list->AddText(
        font_of(frame.fonts, TextStyle::SmallMono), size_of(TextStyle::SmallMono),
        {grid.known ? high.x - em(k_cell_padding) - size.x : (low.x + high.x - size.x) / 2,
         (low.y + high.y - size.y) / 2},
        grid.known ? theme.text_strong : theme.text_dim, shown.c_str());
    WidgetRecord record;
    record.id = grid.id + " " + std::to_string(row + 1) + "," + std::to_string(column + 1);
    record.label = record.id;
    record.role = "cell";
    if (grid.known) record.number = value;
    record.text = shown;
    record.rect = {low.x, low.y, cells.cell.x, cells.cell.y};
    add_record(frame.registry, std::move(record));
}

/// A frame around cells of one row or column, or of all.
void outline(const MatrixGrid& grid, const Cells& cells, const MatrixCells& which, ImU32 color,
             float width) {
    if (which.none || color == 0) return;
    const std::int32_t row = std::max(which.row, 0), column = std::max(which.column, 0);
    const std::int32_t rows = which.row < 0 ? grid.numbers.rows : 1;
    const std::int32_t columns = which.column < 0 ? grid.numbers.columns : 1;
    if (row >= grid.numbers.rows || column >= grid.numbers.columns) return;
    const ImVec2 low{cells.corner.x + cells.cell.x * static_cast<float>(column),
                     cells.corner.y + cells.cell.y * static_cast<float>(row)};
    // Far beyond the visible part a line would only cost precision.
    const Rect& seen = cells.visible;
    const float right = low.x + cells.cell.x * static_cast<float>(columns);
    const float bottom = low.y + cells.cell.y * static_cast<float>(rows);
    const float beyond = em(2);
    ImGui::GetWindowDrawList()->AddRect(
        {std::max(low.x, seen.x - beyond), std::max(low.y, seen.y - beyond)},
        {std::min(right, seen.x + seen.width + beyond),
         std::min(bottom, seen.y + seen.height + beyond)},
        color, em(0.1F), 0, width);
}

void draw_cells(Frame& frame, const MatrixGrid& grid, const Cells& cells) {
    const Rect& seen = cells.visible;
    const Span rows =
        visible_span(cells.corner.y, cells.cell.y, seen.y, seen.height, grid.numbers.rows);
    const Span columns =
        visible_span(cells.corner.x, cells.cell.x, seen.x, seen.width, grid.numbers.columns);
    for (std::int32_t row = rows.first; row < rows.end; ++row)
        for (std::int32_t column = columns.first; column < columns.end; ++column)
            draw_cell(frame, grid, cells, row, column);
    outline(grid, cells, grid.marked, with_alpha(frame.theme.text_strong, 0.75F), em(0.07F));
    outline(grid, cells, grid.lit, grid.lit_color, em(0.13F));
}

/// One line down with short ends, as brackets of a matrix.
void draw_bracket(ImDrawList* draw_list, float x, float top, float bottom, float end, ImU32 color) {
    draw_list->AddLine({x, top}, {x, bottom}, color, em(0.09F));
    draw_list->AddLine({x, top}, {x + end, top}, color, em(0.09F));
    draw_list->AddLine({x, bottom}, {x + end, bottom}, color, em(0.09F));
}

/// The arrow keys move the cursor while the grid has the keyboard. True when they moved it.
bool move_by_keys(const MatrixGrid& grid, GridCell& cursor) {
    struct KeyStep {
        ImGuiKey key;
        std::int32_t down, right;
    };
    constexpr KeyStep k_steps[] = {{ImGuiKey_LeftArrow, 0, -1},
                                   {ImGuiKey_RightArrow, 0, 1},
                                   {ImGuiKey_UpArrow, -1, 0},
                                   {ImGuiKey_DownArrow, 1, 0}};
    GridCell wanted = cursor.row < 0 ? GridCell{0, 0} : cursor;
    for (const KeyStep& step : k_steps) {
        if (!item_takes_key(step.key)) continue;
        wanted.row += step.down;
        wanted.column += step.right;
    }
    wanted.row = std::clamp(wanted.row, 0, grid.numbers.rows - 1);
    wanted.column = std::clamp(wanted.column, 0, grid.numbers.columns - 1);
    const bool moved = !(wanted == cursor);
    cursor = wanted;
    return moved;
}

void scroll_to(const Cells& cells, GridCell cell) {
    const float x = cells.cell.x * static_cast<float>(cell.column);
    const float y = cells.cell.y * static_cast<float>(cell.row);
    const ImVec2 scroll{ImGui::GetScrollX(), ImGui::GetScrollY()};
    if (x < scroll.x) ImGui::SetScrollX(x);
    if (x + cells.cell.x > scroll.x + cells.visible.width)
        ImGui::SetScrollX(x + cells.cell.x - cells.visible.width);
    if (y < scroll.y) ImGui::SetScrollY(y);
    if (y + cells.cell.y > scroll.y + cells.visible.height)
        ImGui::SetScrollY(y + cells.cell.y - cells.visible.height);
}

void register_grid(Frame& frame, const MatrixGrid& grid, std::string_view label, const Rect& rect) {
    WidgetRecord record;
    record.id = grid.id;
    record.label = label;
    record.role = "table";
    record.value = std::to_string(grid.numbers.rows) + " × " + std::to_string(grid.numbers.columns);
    record.text = record.label + " " + record.value;
    record.rect = rect;
    add_record(frame.registry, std::move(record));
}

/// The one item over the cells that are visible, then the cells. `all`: the size of all of them.
GridAction draw_inside(Frame& frame, const MatrixGrid& grid, const Cells& cells, ImVec2 all,
                       bool scrolls, GridCell& cursor) {
    GridAction action;
    if (scrolls) {
        ImGui::Dummy(all);
        ImGui::SetCursorScreenPos({cells.visible.x, cells.visible.y});
    } else {
        ImGui::SetCursorScreenPos(cells.corner);
    }
    const ImVec2 size = scrolls ? ImVec2{cells.visible.width, cells.visible.height} : all;
    action.pressed = ImGui::InvisibleButton(grid.id.c_str(), size, ImGuiButtonFlags_EnableNav);
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    action.focused = ImGui::IsItemFocused() && context.NavCursorVisible;
    const bool by_pointer = ImGui::IsItemHovered() && !context.NavHighlightItemUnderNav;
    if (by_pointer) {
        const ImVec2 at = ImGui::GetIO().MousePos;
        action.pointed = {
            std::clamp(static_cast<std::int32_t>((at.y - cells.corner.y) / cells.cell.y), 0,
                       grid.numbers.rows - 1),
            std::clamp(static_cast<std::int32_t>((at.x - cells.corner.x) / cells.cell.x), 0,
                       grid.numbers.columns - 1)};
    }
    if (action.focused && move_by_keys(grid, cursor) && scrolls) scroll_to(cells, cursor);
    draw_cells(frame, grid, cells);
    return action;
}

} // namespace

std::string matrix_cell_text(double value, int digits) {
    const double size = std::fabs(value);
    if (!std::isfinite(value)) return format_fixed(value, digits);
    if (size == 0 || digits == 0) return format_fixed(value, digits);
    if (size >= 1e5 || size < std::pow(10.0, 1 - digits))
        return short_exponent(value, std::max(2, digits - 2));
    const int whole = size >= 1000 ? 3 : size >= 100 ? 2 : size >= 10 ? 1 : 0;
    return format_fixed(value, std::max(0, digits - whole));
}

GridScale scale_of(const NumberGrid& numbers) {
    GridScale scale;
    scale.exact = true;
    const std::int64_t count = std::int64_t{numbers.rows} * numbers.columns;
    if (numbers.values == nullptr || count == 0) return scale;
    const std::int64_t step = std::max<std::int64_t>(1, count / k_sample);
    for (std::int64_t i = 0; i < count; i += step) {
        const double value = numbers.at(static_cast<std::int32_t>(i / numbers.columns),
                                        static_cast<std::int32_t>(i % numbers.columns));
        const double size = std::fabs(value);
        if (!std::isfinite(size)) continue;
        scale.largest = std::max(scale.largest, size);
        if (size > 0 && (scale.smallest == 0 || size < scale.smallest)) scale.smallest = size;
        scale.negative = scale.negative || value < 0;
        scale.exact = scale.exact && size < 100 && size == std::floor(size);
    }
    return scale;
}

ImVec2 cell_size(const Frame& frame, const MatrixGrid& grid) {
    const float sign = measure(frame.fonts, TextStyle::SmallMono, "0").x;
    return {std::round(sign * static_cast<float>(signs_in_cell(grid)) + 2 * em(k_cell_padding)),
            std::round(em(k_row_height))};
}

ImVec2 grid_size(const Frame& frame, const MatrixGrid& grid) {
    const ImVec2 cell = cell_size(frame, grid);
    const float bar = scroll_bar();
    const auto rows = static_cast<float>(std::min(grid.numbers.rows, grid.most_rows));
    const auto columns = static_cast<float>(std::min(grid.numbers.columns, grid.most_columns));
    return {cell.x * columns + (scrolls_down(grid) ? bar : 0) + 2 * em(k_bracket),
            cell.y * rows + (scrolls_across(grid) ? bar : 0)};
}

GridAction draw_matrix_grid(Frame& frame, const MatrixGrid& grid, std::string_view label,
                            ImVec2 corner, GridCell& cursor) {
    const ImVec2 size = grid_size(frame, grid);
    const float inset = em(k_bracket);
    const Rect inner{corner.x + inset, corner.y, size.x - 2 * inset, size.y};
    Rect cells_area = inner; // without scroll bars
    cells_area.width -= scrolls_down(grid) ? scroll_bar() : 0;
    cells_area.height -= scrolls_across(grid) ? scroll_bar() : 0;
    register_grid(frame, grid, label, cells_area);
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const float gap = std::round(em(0.12F));
    draw_bracket(draw_list, inner.x - gap, inner.y, inner.y + inner.height, gap,
                 frame.theme.text_dim);
    draw_bracket(draw_list, inner.x + inner.width + gap, inner.y, inner.y + inner.height, -gap,
                 frame.theme.text_dim);
    Cells cells{{inner.x, inner.y}, cell_size(frame, grid), cells_area};
    const ImVec2 all{cells.cell.x * static_cast<float>(grid.numbers.columns),
                     cells.cell.y * static_cast<float>(grid.numbers.rows)};
    const bool scrolls = scrolls_down(grid) || scrolls_across(grid);
    if (!scrolls) {
        const ImVec2 low = draw_list->GetClipRectMin(), high = draw_list->GetClipRectMax();
        cells.visible = {low.x, low.y, high.x - low.x, high.y - low.y};
        return draw_inside(frame, grid, cells, all, false, cursor);
    }
    ImGui::SetCursorScreenPos({inner.x, inner.y});
    ImGui::BeginChild((grid.id + " cells").c_str(), {inner.width, inner.height},
                      ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NoBackground);
    cells.corner = ImGui::GetCursorScreenPos();
    const GridAction action = draw_inside(frame, grid, cells, all, true, cursor);
    ImGui::EndChild();
    return action;
}

} // namespace backprop::shell
