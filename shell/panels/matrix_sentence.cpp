#include "shell/panels/matrix_sentence.hpp"

#include "shell/drawing/part_values.hpp"
#include "shell/numbers.hpp"
#include "shell/texts.hpp"

#include <algorithm>
#include <cmath>

namespace backprop::shell {

namespace {

/// Sums of more terms are only checked cell by cell.
constexpr std::int64_t k_most_checked_terms = 60'000;

/// Σ row · column may be this far from the engine's sum, relative to the size of its terms: the
/// order of a sum decides about its last digits.
double tolerance(const Frame& frame) {
    return frame.snapshot.experiment->precision == Precision::Float32 ? 1e-4 : 1e-12;
}

bool agrees(const Frame& frame, const CellCheck& check) {
    return std::fabs(check.sum - check.shown) <= tolerance(frame) * check.size;
}

bool is_backward(const MatrixTerm& term) {
    return direction_of(term.when.kind) == Direction::Backward;
}

bool all_known(const EquationView& view) {
    return std::find(view.known.begin(), view.known.end(), false) == view.known.end();
}

/// Gradients are sums over the examples of the batch: those of a part are not the engine's.
bool can_check(const EquationView& view, bool complete) {
    return all_known(view) &&
           (complete || view.equation->result().when.kind != MomentKind::Gradients);
}

std::string_view engine_text(const EquationView& view, std::string_view key) {
    const bool gradient = is_backward(view.equation->result());
    return text(std::string(key) + (gradient ? ".gradient" : ".value"));
}

void tell_check(const Frame& frame, const EquationView& view, const CellCheck& check,
                MatrixSentence& sentence) {
    const bool equal = agrees(frame, check);
    sentence.check = equal ? MatrixCheck::Equal : MatrixCheck::Different;
    sentence.check_text = equal ? std::string(engine_text(view, "matrix.equal"))
                                : fill(text("matrix.different"),
                                       {format_significant(std::fabs(check.sum - check.shown), 2)});
}

std::string side_text(const MatrixEquation& equation, std::int32_t node) {
    return plain_text(side_markup(equation, node));
}

std::string of_number(std::string_view key, std::int32_t index) {
    return fill(text(key), {std::to_string(index + 1)});
}

/// The row or the column of a product's side, or the side itself where there is only one.
std::string slice(const MatrixEquation& equation, std::int32_t node, bool row, std::int32_t index) {
    const ShapeOfSide shape = shape_of_side(equation, node);
    const std::string side = side_text(equation, node);
    if ((row ? shape.rows : shape.columns) == 1)
        return fill(text(row ? "matrix.the_row" : "matrix.the_column"), {side});
    return fill(text(row ? "matrix.row" : "matrix.column"), {std::to_string(index + 1), side});
}

/// "∂E/∂W_ho[2] is row 2 of h₁ times the column [∂E/∂O ⊙ ∂O/∂Z₂]ᵀ."
std::string made_of(const MatrixEquation& equation, GridCell cell, const std::string& name) {
    const MatrixNode* root = &equation.nodes[static_cast<std::size_t>(equation.root)];
    std::string plus;
    if (root->operation == MatrixOperation::Sum) {
        plus = fill(text("matrix.plus"), {side_text(equation, root->right)});
        root = &equation.nodes[static_cast<std::size_t>(root->left)];
    }
    if (root->operation != MatrixOperation::Product)
        return fill(text("matrix.each"), {name, side_text(equation, equation.root)});
    return fill(text("matrix.product"), {name, slice(equation, root->left, true, cell.row),
                                         slice(equation, root->right, false, cell.column), plus});
}

/// What a cell of a matrix belongs to: "unit 2, example 3".
std::string where(const Frame& frame, const MatrixTerm& term, GridCell cell) {
    const std::int32_t row = term.transposed ? cell.column : cell.row;
    const std::int32_t column = term.transposed ? cell.row : cell.column;
    switch (term.part) {
    case MatrixPart::Ones:
        return {};
    case MatrixPart::Weights:
    case MatrixPart::WeightGradients:
    case MatrixPart::NewWeights:
    case MatrixPart::UpdateGradients:
        return fill(text(term.layer == 1 ? "matrix.from_input" : "matrix.from_unit"),
                    {std::to_string(column + 1), std::to_string(row + 1)});
    case MatrixPart::Biases:
    case MatrixPart::BiasGradients:
    case MatrixPart::NewBiases:
    case MatrixPart::UpdateBiasGradients:
        if (frame.snapshot.experiment->network.bias == BiasMode::Shared)
            return std::string(text("matrix.shared"));
        return of_number("matrix.unit", row);
    case MatrixPart::UnitBiasGradients:
        return of_number("matrix.unit", row);
    default:
        break;
    }
    const bool input = term.part == MatrixPart::Activations && term.layer == 0;
    const auto index = static_cast<std::size_t>(column);
    const std::int32_t example =
        index < frame.model.batch_rows.size() ? frame.model.batch_rows[index] : column;
    return of_number(input ? "matrix.input" : "matrix.unit", row) + ", " +
           of_number("matrix.example", example);
}

} // namespace

std::string cell_name(const MatrixTerm& term, GridCell cell) {
    std::string name = plain_text(term.letter);
    if (name.find(' ') != std::string::npos) name = "(" + name + ")";
    const bool one_row = term.grid.rows == 1, one_column = term.grid.columns == 1;
    if (one_row && one_column) return name;
    name += "[";
    if (!one_row) name += std::to_string(cell.row + 1);
    if (!one_row && !one_column) name += ",";
    if (!one_column) name += std::to_string(cell.column + 1);
    return name + "]";
}

MatrixSentence cell_sentence(const Frame& frame, const EquationView& view, const EquationCell& at,
                             bool complete) {
    const auto index = static_cast<std::size_t>(at.term);
    const MatrixTerm& term = view.equation->terms[index];
    const std::string name = cell_name(term, at.cell);
    MatrixSentence sentence;
    const std::string place = where(frame, term, at.cell);
    const std::string value =
        view.known[index]
            ? name + " = " + format_digits(frame.view, term.grid.at(at.cell.row, at.cell.column))
            : fill(text("matrix.not_yet"), {name});
    sentence.text = value + (place.empty() ? "" : " (" + place + ")") + ". ";
    if (at.term != 0) return sentence;
    sentence.text += made_of(*view.equation, at.cell, name);
    if (!can_check(view, complete)) return sentence;
    const CellCheck check = check_cell(*view.equation, at.cell.row, at.cell.column);
    if (check.possible) tell_check(frame, view, check, sentence);
    return sentence;
}

MatrixSentence equation_sentence(const Frame& frame, const EquationView& view, bool complete) {
    MatrixSentence sentence;
    sentence.text = text(frame.view.coarse_pointer ? "matrix.hint.touch" : "matrix.hint");
    const NumberGrid& grid = view.equation->result().grid;
    const std::int64_t cells = std::int64_t{grid.rows} * grid.columns;
    if (cells == 0 || !can_check(view, complete) ||
        cells * terms_of_cell(*view.equation) > k_most_checked_terms)
        return sentence;
    CellCheck worst;
    for (std::int32_t row = 0; row < grid.rows; ++row)
        for (std::int32_t column = 0; column < grid.columns; ++column) {
            const CellCheck check = check_cell(*view.equation, row, column);
            if (!check.possible) return sentence;
            if (worst.possible && agrees(frame, check)) continue;
            worst = check;
        }
    tell_check(frame, view, worst, sentence);
    if (sentence.check == MatrixCheck::Equal && cells > 1)
        sentence.check_text = fill(engine_text(view, "matrix.all_equal"), {format_integer(cells)});
    return sentence;
}

} // namespace backprop::shell
