#pragma once

#include "engine/experiment/moment.hpp"
#include "engine/experiment/notation.hpp"
#include "engine/network/layout.hpp"
#include "engine/network/loss.hpp"
#include "engine/network/trace.hpp"
#include "engine/training/training_spec.hpp"
#include "engine/training/update_trace.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace backprop {

/// A rectangle of numbers that lie elsewhere, in any order of rows and columns.
struct NumberGrid {
    const double* values = nullptr;
    std::int32_t rows = 0;
    std::int32_t columns = 0;
    std::int64_t row_step = 0; ///< 0: every row is the same; a bias is read for any example so
    std::int64_t column_step = 0;

    double at(std::int32_t row, std::int32_t column) const {
        return values[row * row_step + column * column_step];
    }
};

/// What a matrix holds.
enum class MatrixPart : std::uint8_t {
    Activations, ///< of layer 0: the inputs
    PreActivations,
    Weights,
    Biases,
    Targets,
    Errors,
    ActivationGradients,
    Slopes,
    Deltas,
    WeightGradients,
    BiasGradients,     ///< as the engine holds them: one a unit, or one in all
    UnitBiasGradients, ///< of a bias that the layer shares: what each unit adds to its gradient
    NewWeights,        ///< after the update
    NewBiases,
    UpdateGradients, ///< of weights: what the optimizer gets, with penalty and clipping
    UpdateBiasGradients,
    Masks,
    Ones,
};

/// A matrix in an equation.
struct MatrixTerm {
    MatrixPart part = MatrixPart::Ones;
    std::int32_t layer = 0;  ///< from 1; 0: inputs, and where there is none
    bool transposed = false; ///< shown with rows and columns exchanged against the engine's
                             ///< units × inputs, units × examples
    std::string letter;      ///< markup: "W_{ih}^T"
    std::string formula;     ///< markup of what it is: "O − Y"; empty: nothing to add
    bool given = false;      ///< known from the start: weights, biases, targets
    Moment when{};           ///< the moment that computes it
    NumberGrid grid;
};

enum class MatrixOperation : std::uint8_t {
    Term,
    Product,     ///< left · right
    Elementwise, ///< left ⊙ right
    Sum,         ///< left + right
    Difference,  ///< left − right
    Transposed,  ///< [left]ᵀ
    Function,    ///< name(left), number by number
    Pair,        ///< left, right: what a function of two gets
};

/// A node of an equation's right side; children are indices into MatrixEquation::nodes.
struct MatrixNode {
    MatrixOperation operation = MatrixOperation::Term;
    std::int32_t left = -1;
    std::int32_t right = -1;
    std::int32_t term = -1;
    std::string name = {};   ///< Function: markup before the parenthesis
    std::string behind = {}; ///< Function: markup after it: "²"
    bool over_rows = false;  ///< Function: of a whole column, as cross-entropy is
    double factor = 0.0;     ///< Function: f(x) = factor · x; 0: it is no multiple
};

/// terms[0] = the right side.
struct MatrixEquation {
    std::vector<MatrixTerm> terms;
    std::vector<MatrixNode> nodes;
    std::int32_t root = -1;

    const MatrixTerm& result() const { return terms.front(); }
};

/// One pass as matrix equations, in the order of its moments. In the letters of article 1 (Houses)
/// W_ih is inputs × units and the gradients are the article's nested products; otherwise W is
/// units × inputs and layers are linked by δ.
struct MatrixForm {
    std::vector<MatrixEquation> equations;
    std::vector<std::vector<double>> unit_sums; ///< behind UnitBiasGradients
};

/// What the equations are made of. They refer to its numbers: those must outlive them.
struct MatrixInput {
    const Letters& letters;
    const NetworkLayout& layout;
    const LossSpec& loss;
    const TrainingSpec& training;
    std::span<const double> parameters; ///< of the pass
    const PassTrace& pass;
    const UpdateTrace* update = nullptr; ///< null: without the equations of the update
};
MatrixForm matrix_form(const MatrixInput& input);

/// " · ", " ⊙ " and the like, between the children of such a node; "" where there is none.
std::string_view operation_sign(MatrixOperation operation);
/// A function that is written without parentheses: 1 · x, α · x.
bool is_bare(const MatrixEquation& equation, const MatrixNode& function);
/// Whether child `child` of node `node` stands in parentheses.
bool needs_parentheses(const MatrixEquation& equation, std::int32_t node, std::int32_t child);

/// Of the matrix that a node of the right side makes.
struct ShapeOfSide {
    std::int32_t rows;
    std::int32_t columns;
};
ShapeOfSide shape_of_side(const MatrixEquation& equation, std::int32_t node);
/// How many numbers one cell of the result is made of.
std::int64_t terms_of_cell(const MatrixEquation& equation);

/// What a node of the right side makes, as markup.
std::string side_markup(const MatrixEquation& equation, std::int32_t node);
/// "Z_1 = W_{ih}^T·X + b_{ih}", as markup.
std::string equation_markup(const MatrixEquation& equation);

/// Rows and columns of a term; −1: all of them.
struct MatrixCells {
    std::int32_t row = -1;
    std::int32_t column = -1;
    bool none = true;
};
/// What cell (row, column) of the result is made of: one entry a term, the result's first. For a
/// cell of another term: the cells of the result that it is in, and nothing else.
std::vector<MatrixCells> cells_behind(const MatrixEquation& equation, std::int32_t row,
                                      std::int32_t column);
std::vector<MatrixCells> cells_made_of(const MatrixEquation& equation, std::int32_t term,
                                       std::int32_t row, std::int32_t column);

/// A cell of the result beside the right side, worked out anew from the numbers shown.
struct CellCheck {
    bool possible = false; ///< the right side is sums and products
    double shown = 0.0;
    double sum = 0.0;
    double size = 0.0; ///< Σ |term|: what rounding is relative to
};
CellCheck check_cell(const MatrixEquation& equation, std::int32_t row, std::int32_t column);

} // namespace backprop
