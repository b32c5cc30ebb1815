#include "shell/drawing/matrix_equation.hpp"

#include "shell/drawing/formula.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace backprop::shell {

namespace {

constexpr float k_label = 1.25F; ///< the line of a matrix's letter, above it
constexpr float k_shape = 1.1F;  ///< of its shape, below it
constexpr float k_gap = 0.35F;   ///< between the pieces of an equation
constexpr float k_line_gap = 0.5F;
constexpr int k_least_digits = 2;
constexpr std::int32_t k_small_rows = 8; ///< the page scrolls sooner than so small a grid
constexpr std::int32_t k_least_rows = 3;
constexpr std::int32_t k_least_columns = 2, k_most_columns = 10;

enum class PieceKind : std::uint8_t { Text, Grid, Open, Close };

/// What stands side by side in an equation.
struct Piece {
    PieceKind kind = PieceKind::Text;
    std::int32_t term = -1;
    bool square = false;    ///< Open, Close: of a transposition
    bool operation = false; ///< Text: a line may break before it
    Formula text;
    float width = 0;
    ImVec2 place{};   ///< of its left end on its line's middle, relative to the corner
    float height = 0; ///< of the grids on its line
};

struct Pieces {
    Frame& frame;
    const EquationView& view;
    std::vector<Piece> list;

    void text(std::string_view markup, bool operation = false) {
        if (markup.empty()) return;
        Piece piece;
        piece.operation = operation;
        piece.text = lay_out_formula(frame.fonts, markup);
        piece.width = piece.text.width;
        list.push_back(std::move(piece));
    }
    void bracket(PieceKind kind, bool square) {
        Piece piece;
        piece.kind = kind;
        piece.square = square;
        piece.width = em(square && kind == PieceKind::Close ? 0.85F : 0.35F);
        list.push_back(std::move(piece));
    }
    void grid(std::int32_t term) {
        Piece piece;
        piece.kind = PieceKind::Grid;
        piece.term = term;
        list.push_back(std::move(piece));
    }
    void child(std::int32_t node, std::int32_t which) {
        const bool parentheses = needs_parentheses(*view.equation, node, which);
        if (parentheses) bracket(PieceKind::Open, false);
        side(which);
        if (parentheses) bracket(PieceKind::Close, false);
    }
    void side(std::int32_t node) {
        const MatrixNode& at = view.equation->nodes[static_cast<std::size_t>(node)];
        if (at.operation == MatrixOperation::Term) {
            grid(at.term);
        } else if (at.operation == MatrixOperation::Transposed) {
            bracket(PieceKind::Open, true);
            side(at.left);
            bracket(PieceKind::Close, true);
        } else if (at.operation == MatrixOperation::Function) {
            text(at.name);
            if (!is_bare(*view.equation, at)) bracket(PieceKind::Open, false);
            side(at.left);
            if (!is_bare(*view.equation, at)) bracket(PieceKind::Close, false);
            text(at.behind);
        } else {
            child(node, at.left);
            const std::string_view sign = operation_sign(at.operation);
            const std::size_t first = sign.find_first_not_of(' ');
            text(sign.substr(first, sign.find_last_not_of(' ') + 1 - first), true);
            child(node, at.right);
        }
    }
};

MatrixGrid make_grid(const EquationView& view, std::int32_t term, int digits, float most_height,
                     float row) {
    const auto index = static_cast<std::size_t>(term);
    MatrixGrid grid;
    grid.id = view.id + "/" + term_id(view.equation->terms[index]);
    grid.numbers = view.equation->terms[index].grid;
    grid.scale = view.scales[index];
    grid.known = view.known[index];
    grid.digits = digits;
    grid.most_columns = k_most_columns;
    const auto fitting = static_cast<std::int32_t>(std::floor(most_height / row));
    const std::int32_t least = grid.numbers.rows <= k_small_rows ? k_small_rows : k_least_rows;
    grid.most_rows = std::max(least, fitting);
    return grid;
}

std::string shape_text(const NumberGrid& numbers) {
    return std::to_string(numbers.rows) + " × " + std::to_string(numbers.columns);
}

/// An equation laid out for so many digits.
struct EquationLayout {
    std::vector<Piece> pieces;
    std::vector<MatrixGrid> grids; ///< one a term
    float height = 0;
    int lines = 0;
    int hidden = 0; ///< grids of few columns that scroll all the same
};

float grid_piece_width(const Frame& frame, const EquationView& view, const MatrixGrid& grid,
                       std::int32_t term) {
    const MatrixTerm& shown = view.equation->terms[static_cast<std::size_t>(term)];
    const float letter = lay_out_formula(frame.fonts, shown.letter, {TextStyle::Small}).width;
    const float shape = measure(frame.fonts, TextStyle::SmallDim, shape_text(shown.grid)).x;
    return std::max({grid_size(frame, grid).x, letter, shape});
}

/// Puts the pieces into lines; those that belong to one operation stay together.
void place_pieces(EquationLayout& layout, float width) {
    std::vector<Piece>& pieces = layout.pieces;
    const float gap = em(k_gap);
    std::size_t line_begin = 0;
    float x = 0, y = 0;
    const auto end_line = [&](std::size_t end) {
        float height = 0;
        for (std::size_t i = line_begin; i < end; ++i)
            if (pieces[i].kind == PieceKind::Grid) height = std::max(height, pieces[i].height);
        for (std::size_t i = line_begin; i < end; ++i) {
            pieces[i].place.y = y + em(k_label) + height / 2;
            if (pieces[i].kind != PieceKind::Grid) pieces[i].height = height;
        }
        y += em(k_label + k_shape + k_line_gap) + height;
        line_begin = end;
        ++layout.lines;
    };
    for (std::size_t i = 0; i < pieces.size();) {
        std::size_t end = i + 1;
        float chunk = pieces[i].width;
        for (; end < pieces.size() && !pieces[end].operation; ++end)
            chunk += gap + pieces[end].width;
        if (i > line_begin && x + chunk > width) {
            end_line(i);
            x = em(1.5F);
        }
        for (; i < end; ++i) {
            pieces[i].place.x = x;
            x += pieces[i].width + gap;
        }
    }
    end_line(pieces.size());
    layout.height = y;
}

EquationLayout lay_out_equation(Frame& frame, const EquationView& view, const Rect& room,
                                int digits, std::int32_t most_columns = k_most_columns) {
    EquationLayout layout;
    const float bar = ImGui::GetStyle().ScrollbarSize + 2;
    const float most_height = room.height - em(k_label + k_shape) - bar;
    const float row = std::round(em(1.4F));
    for (std::size_t term = 0; term < view.equation->terms.size(); ++term)
        layout.grids.push_back(
            make_grid(view, static_cast<std::int32_t>(term), digits, most_height, row));
    Pieces pieces{frame, view, {}};
    pieces.grid(0);
    pieces.text("=", true);
    pieces.side(view.equation->root);
    layout.pieces = std::move(pieces.list);
    for (Piece& piece : layout.pieces) {
        if (piece.kind != PieceKind::Grid) continue;
        MatrixGrid& grid = layout.grids[static_cast<std::size_t>(piece.term)];
        // A grid alone must fit beside its operation.
        const float most = (room.width - em(4)) / cell_size(frame, grid).x;
        grid.most_columns = std::clamp(static_cast<std::int32_t>(most), 1, most_columns);
        const std::int32_t columns = grid.numbers.columns;
        if (columns > grid.most_columns && columns <= k_most_columns) ++layout.hidden;
        piece.width = grid_piece_width(frame, view, grid, piece.term);
        piece.height = grid_size(frame, grid).y;
    }
    place_pieces(layout, room.width);
    return layout;
}

bool has_wide_grid(const EquationView& view) {
    return std::any_of(view.equation->terms.begin(), view.equation->terms.end(),
                       [](const MatrixTerm& term) { return term.grid.columns > k_most_columns; });
}

/// Fewer digits where that saves lines or lets a grid show all its columns, then fewer columns of
/// grids that scroll anyway.
EquationLayout fitting_layout(Frame& frame, const EquationView& view, const Rect& room) {
    EquationLayout best = lay_out_equation(frame, view, room, frame.view.digits);
    const auto take = [&](EquationLayout&& other) {
        if (other.lines + other.hidden < best.lines + best.hidden) best = std::move(other);
    };
    for (int digits = frame.view.digits - 1;
         digits >= k_least_digits && best.lines + best.hidden > 1; --digits)
        take(lay_out_equation(frame, view, room, digits));
    if (!has_wide_grid(view)) return best;
    for (std::int32_t columns = k_most_columns - 1; columns >= k_least_columns && best.lines > 1;
         --columns)
        take(lay_out_equation(frame, view, room, k_least_digits, columns));
    return best;
}

void draw_tall_bracket(const Frame& frame, const Piece& piece, ImVec2 corner) {
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const ImU32 color = frame.theme.text_dim;
    const float half = piece.height / 2 + em(0.25F), thickness = em(0.1F);
    const float y = corner.y + piece.place.y;
    const bool open = piece.kind == PieceKind::Open;
    const float width = em(0.3F);
    const float left = corner.x + piece.place.x, right = left + width;
    const float spine = open ? left : right, tip = open ? right : left;
    if (piece.square) {
        const ImVec2 points[4] = {
            {tip, y - half}, {spine, y - half}, {spine, y + half}, {tip, y + half}};
        draw_list->AddPolyline(points, 4, color, 0, thickness);
    } else {
        draw_list->AddBezierCubic({tip, y - half}, {spine, y - half * 0.5F},
                                  {spine, y + half * 0.5F}, {tip, y + half}, color, thickness);
    }
    if (!piece.square || open) return;
    draw_list->AddText(frame.fonts.sans, size_of(TextStyle::Small),
                       {right + em(0.12F), y - half - em(0.3F)}, color, "T");
}

/// The letter above and the shape below a grid, both in its middle.
void draw_labels(Frame& frame, const EquationView& view, const MatrixGrid& grid, const Piece& piece,
                 const Rect& rect) {
    ImDrawList* draw_list = ImGui::GetWindowDrawList();
    const MatrixTerm& term = view.equation->terms[static_cast<std::size_t>(piece.term)];
    const float middle = rect.x + rect.width / 2;
    Formula letter = lay_out_formula(frame.fonts, term.letter, {TextStyle::Small});
    const Formula formula = lay_out_formula(frame.fonts, term.formula, {TextStyle::SmallDim});
    const float both = letter.width + em(0.5F) + formula.width;
    const bool has_formula =
        !term.formula.empty() && both <= rect.width && formula.height < em(k_label + 0.2F);
    const float x = std::round(middle - (has_formula ? both : letter.width) / 2);
    const float y = rect.y - em(k_label);
    draw_formula(frame, draw_list, grid.id + " letter", letter, {x, y}, {frame.theme.text});
    if (has_formula)
        draw_formula(frame, draw_list, grid.id + " formula", formula,
                     {x + letter.width + em(0.5F), y}, {frame.theme.text_dim});
    text_at(frame, draw_list, grid.id + " shape", shape_text(term.grid),
            {middle, rect.y + rect.height + em(0.15F)}, TextStyle::SmallDim, frame.theme.text_dim,
            {0.5F, 0});
}

} // namespace

std::string term_id(const MatrixTerm& term) {
    constexpr const char* k_names[] = {"A",     "Z",     "W",  "b",  "Y",    "E",
                                       "dA",    "s",     "d",  "dW", "db",   "db each",
                                       "W new", "b new", "gW", "gb", "mask", "1"};
    const std::string name = k_names[static_cast<std::size_t>(term.part)];
    const bool alone = term.part == MatrixPart::Ones || term.part == MatrixPart::Targets ||
                       term.part == MatrixPart::Errors;
    return alone ? name : name + std::to_string(term.layer);
}

Selection part_of_cell(const MatrixTerm& term, GridCell cell) {
    const std::int32_t row = term.transposed ? cell.column : cell.row;
    const std::int32_t column = term.transposed ? cell.row : cell.column;
    switch (term.part) {
    case MatrixPart::Weights:
    case MatrixPart::WeightGradients:
    case MatrixPart::NewWeights:
    case MatrixPart::UpdateGradients:
        return {SelectionKind::Weight, term.layer, row, column};
    case MatrixPart::Biases:
    case MatrixPart::BiasGradients:
    case MatrixPart::NewBiases:
    case MatrixPart::UpdateBiasGradients:
        return {SelectionKind::Bias, term.layer, row, 0};
    case MatrixPart::UnitBiasGradients:
        return {SelectionKind::Bias, term.layer, 0, 0};
    case MatrixPart::Ones:
        return {};
    default:
        return {SelectionKind::Unit, term.layer, row, 0};
    }
}

MatrixCells cells_of_part(const MatrixTerm& term, const Selection& part, BiasMode bias) {
    const Selection kind = part_of_cell(term, {0, 0});
    if (part.kind == SelectionKind::None || part.kind != kind.kind || part.layer != term.layer)
        return {};
    MatrixCells cells{part.to, part.kind == SelectionKind::Unit ? -1 : part.from, false};
    if (part.kind == SelectionKind::Bias && bias == BiasMode::Shared)
        cells.row = term.part == MatrixPart::UnitBiasGradients ? -1 : 0;
    if (term.transposed) std::swap(cells.row, cells.column);
    return cells;
}

EquationAction draw_equation(Frame& frame, const EquationView& view, const Rect& room,
                             const EquationCell& lit, EquationCell& cursor) {
    EquationLayout layout = fitting_layout(frame, view, room);
    std::vector<MatrixCells> behind(view.equation->terms.size());
    if (lit.term == 0) behind = cells_behind(*view.equation, lit.cell.row, lit.cell.column);
    if (lit.term > 0)
        behind = cells_made_of(*view.equation, lit.term, lit.cell.row, lit.cell.column);
    const bool forward = direction_of(view.equation->result().when.kind) == Direction::Forward;
    const BiasMode bias = frame.snapshot.experiment->network.bias;
    const View& looked_at = frame.view;
    const Selection& part =
        looked_at.hovered.kind != SelectionKind::None ? looked_at.hovered : looked_at.selection;
    EquationAction action;
    const ImVec2 corner{room.x, room.y};
    int signs = 0;
    for (const Piece& piece : layout.pieces) {
        const ImVec2 place{corner.x + piece.place.x, corner.y + piece.place.y};
        if (piece.kind == PieceKind::Text) {
            draw_formula(frame, ImGui::GetWindowDrawList(),
                         view.id + " sign " + std::to_string(++signs), piece.text,
                         {place.x, place.y - piece.text.height / 2});
            continue;
        }
        if (piece.kind != PieceKind::Grid) {
            draw_tall_bracket(frame, piece, corner);
            continue;
        }
        MatrixGrid& grid = layout.grids[static_cast<std::size_t>(piece.term)];
        const MatrixTerm& term = view.equation->terms[static_cast<std::size_t>(piece.term)];
        grid.lit = behind[static_cast<std::size_t>(piece.term)];
        grid.lit_color = forward ? frame.theme.forward : frame.theme.backward;
        grid.marked = cells_of_part(term, part, bias);
        const ImVec2 size = grid_size(frame, grid);
        const Rect rect{std::round(place.x + (piece.width - size.x) / 2),
                        std::round(place.y - size.y / 2), size.x, size.y};
        draw_labels(frame, view, grid, piece, {place.x, rect.y, piece.width, rect.height});
        GridCell at = cursor.term == piece.term ? cursor.cell : GridCell{};
        const GridAction done =
            draw_matrix_grid(frame, grid, plain_text(term.letter), {rect.x, rect.y}, at);
        if (done.focused) cursor = {piece.term, at};
        if (done.focused) action.pointed = cursor;
        if (done.pointed.row >= 0) action.pointed = {piece.term, done.pointed};
        action.pressed = action.pressed || done.pressed;
    }
    action.height = layout.height;
    return action;
}

} // namespace backprop::shell
