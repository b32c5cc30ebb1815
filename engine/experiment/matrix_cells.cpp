#include "engine/experiment/matrix_form.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace backprop {

namespace {

struct SumAndSize {
    double sum;
    double size;
};

std::int32_t columns_of(const MatrixEquation& equation, std::int32_t node);

std::int32_t rows_of(const MatrixEquation& equation, std::int32_t node) {
    const MatrixNode& at = equation.nodes[static_cast<std::size_t>(node)];
    if (at.operation == MatrixOperation::Term)
        return equation.terms[static_cast<std::size_t>(at.term)].grid.rows;
    if (at.over_rows) return 1;
    return at.operation == MatrixOperation::Transposed ? columns_of(equation, at.left)
                                                       : rows_of(equation, at.left);
}

std::int32_t columns_of(const MatrixEquation& equation, std::int32_t node) {
    const MatrixNode& at = equation.nodes[static_cast<std::size_t>(node)];
    if (at.operation == MatrixOperation::Term)
        return equation.terms[static_cast<std::size_t>(at.term)].grid.columns;
    if (at.operation == MatrixOperation::Transposed) return rows_of(equation, at.left);
    return columns_of(equation, at.operation == MatrixOperation::Product ? at.right : at.left);
}

/// NaN where a function is in the way.
SumAndSize evaluate(const MatrixEquation& equation, std::int32_t node, std::int32_t row,
                    std::int32_t column) {
    const MatrixNode& at = equation.nodes[static_cast<std::size_t>(node)];
    const auto child = [&](std::int32_t which) { return evaluate(equation, which, row, column); };
    switch (at.operation) {
    case MatrixOperation::Term: {
        const double value = equation.terms[static_cast<std::size_t>(at.term)].grid.at(row, column);
        return {value, std::fabs(value)};
    }
    case MatrixOperation::Product: {
        SumAndSize total{0.0, 0.0};
        for (std::int32_t i = 0; i < columns_of(equation, at.left); ++i) {
            const SumAndSize left = evaluate(equation, at.left, row, i);
            const SumAndSize right = evaluate(equation, at.right, i, column);
            total.sum += left.sum * right.sum;
            total.size += left.size * right.size;
        }
        return total;
    }
    case MatrixOperation::Elementwise: {
        const SumAndSize left = child(at.left), right = child(at.right);
        return {left.sum * right.sum, left.size * right.size};
    }
    case MatrixOperation::Sum:
    case MatrixOperation::Difference: {
        const SumAndSize left = child(at.left), right = child(at.right);
        const double sign = at.operation == MatrixOperation::Sum ? 1.0 : -1.0;
        return {left.sum + sign * right.sum, left.size + right.size};
    }
    case MatrixOperation::Transposed:
        return evaluate(equation, at.left, column, row);
    case MatrixOperation::Function:
        if (at.factor != 0.0) {
            const SumAndSize inner = child(at.left);
            return {at.factor * inner.sum, std::fabs(at.factor) * inner.size};
        }
        break;
    case MatrixOperation::Pair:
        break;
    }
    constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
    return {k_nan, k_nan};
}

/// Marks the cells of every leaf below `node` that its cell is made of; −1: all rows or columns.
void mark(const MatrixEquation& equation, std::int32_t node, std::int32_t row, std::int32_t column,
          std::vector<MatrixCells>& cells) {
    const MatrixNode& at = equation.nodes[static_cast<std::size_t>(node)];
    switch (at.operation) {
    case MatrixOperation::Term: {
        const NumberGrid& grid = equation.terms[static_cast<std::size_t>(at.term)].grid;
        // A bias is the same for every example, a shared one for every unit.
        cells[static_cast<std::size_t>(at.term)] = {grid.rows == 1 ? 0 : row,
                                                    grid.columns == 1 ? 0 : column, false};
        return;
    }
    case MatrixOperation::Product:
        mark(equation, at.left, row, -1, cells);
        mark(equation, at.right, -1, column, cells);
        return;
    case MatrixOperation::Transposed:
        mark(equation, at.left, column, row, cells);
        return;
    default:
        mark(equation, at.left, at.over_rows ? -1 : row, column, cells);
        if (at.right >= 0) mark(equation, at.right, row, column, cells);
    }
}

std::int64_t terms_below(const MatrixEquation& equation, std::int32_t node) {
    const MatrixNode& at = equation.nodes[static_cast<std::size_t>(node)];
    if (at.operation == MatrixOperation::Term) return 1;
    const std::int64_t both =
        terms_below(equation, at.left) + (at.right >= 0 ? terms_below(equation, at.right) : 0);
    return at.operation == MatrixOperation::Product ? both * columns_of(equation, at.left) : both;
}

/// How tightly the parts of a right side hold together.
int rank(MatrixOperation operation) {
    switch (operation) {
    case MatrixOperation::Pair:
        return 0;
    case MatrixOperation::Sum:
    case MatrixOperation::Difference:
        return 1;
    case MatrixOperation::Product:
    case MatrixOperation::Elementwise:
        return 2;
    default:
        return 3;
    }
}

} // namespace

bool needs_parentheses(const MatrixEquation& equation, std::int32_t node, std::int32_t child) {
    const MatrixOperation outer = equation.nodes[static_cast<std::size_t>(node)].operation;
    const MatrixOperation inner = equation.nodes[static_cast<std::size_t>(child)].operation;
    if (outer == MatrixOperation::Function || outer == MatrixOperation::Transposed) return false;
    return rank(inner) < rank(outer) || (rank(inner) == 2 && rank(outer) == 2 && inner != outer);
}

ShapeOfSide shape_of_side(const MatrixEquation& equation, std::int32_t node) {
    return {rows_of(equation, node), columns_of(equation, node)};
}

std::int64_t terms_of_cell(const MatrixEquation& equation) {
    return terms_below(equation, equation.root);
}

CellCheck check_cell(const MatrixEquation& equation, std::int32_t row, std::int32_t column) {
    const SumAndSize worked = evaluate(equation, equation.root, row, column);
    CellCheck check;
    check.shown = equation.result().grid.at(row, column);
    // Not for functions, and not for numbers that are not finite.
    check.possible = worked.sum - worked.sum == 0.0 && check.shown - check.shown == 0.0;
    check.sum = worked.sum;
    check.size = worked.size;
    return check;
}

std::vector<MatrixCells> cells_behind(const MatrixEquation& equation, std::int32_t row,
                                      std::int32_t column) {
    std::vector<MatrixCells> cells(equation.terms.size());
    cells[0] = {row, column, false};
    mark(equation, equation.root, row, column, cells);
    return cells;
}

std::vector<MatrixCells> cells_made_of(const MatrixEquation& equation, std::int32_t term,
                                       std::int32_t row, std::int32_t column) {
    // A probe whose row and column are told apart shows which way this term is read.
    constexpr std::int32_t k_row = 1 << 20, k_column = 1 << 21;
    std::vector<MatrixCells> probe(equation.terms.size());
    mark(equation, equation.root, k_row, k_column, probe);
    std::vector<MatrixCells> cells(equation.terms.size());
    cells[static_cast<std::size_t>(term)] = {row, column, false};
    if (term == 0) return cells;
    const MatrixCells& read = probe[static_cast<std::size_t>(term)];
    cells[0].none = false;
    for (const auto& [which, place] : {std::pair{read.row, row}, std::pair{read.column, column}}) {
        if (which == k_row) cells[0].row = place;
        if (which == k_column) cells[0].column = place;
    }
    return cells;
}

bool is_bare(const MatrixEquation& equation, const MatrixNode& function) {
    const MatrixNode& of = equation.nodes[static_cast<std::size_t>(function.left)];
    const bool multiple = function.factor != 0.0 && of.operation == MatrixOperation::Term;
    return function.behind.empty() && (function.name.empty() || multiple);
}

std::string_view operation_sign(MatrixOperation operation) {
    switch (operation) {
    case MatrixOperation::Product:
        return " · ";
    case MatrixOperation::Elementwise:
        return " ⊙ ";
    case MatrixOperation::Sum:
        return " + ";
    case MatrixOperation::Difference:
        return " − ";
    case MatrixOperation::Pair:
        return ", ";
    default:
        return {};
    }
}

static std::string part_markup(const MatrixEquation& equation, std::int32_t node,
                               std::int32_t child) {
    const std::string markup = side_markup(equation, child);
    return needs_parentheses(equation, node, child) ? "(" + markup + ")" : markup;
}

std::string side_markup(const MatrixEquation& equation, std::int32_t node) {
    const MatrixNode& at = equation.nodes[static_cast<std::size_t>(node)];
    const auto left = [&] { return part_markup(equation, node, at.left); };
    const auto right = [&] { return part_markup(equation, node, at.right); };
    switch (at.operation) {
    case MatrixOperation::Term:
        return equation.terms[static_cast<std::size_t>(at.term)].letter;
    case MatrixOperation::Product:
        return left() + "·" + right();
    case MatrixOperation::Transposed:
        return "[" + left() + "]^T";
    case MatrixOperation::Function:
        if (is_bare(equation, at)) return at.name + left();
        return at.name + "(" + left() + ")" + at.behind;
    default:
        return left() + std::string(operation_sign(at.operation)) + right();
    }
}

std::string equation_markup(const MatrixEquation& equation) {
    return equation.result().letter + " = " + side_markup(equation, equation.root);
}

} // namespace backprop
