#pragma once

#include "shell/drawing/matrix_equation.hpp"
#include "shell/frame.hpp"

#include <string>

namespace backprop::shell {

/// How a result compares with the right side worked out anew.
enum class MatrixCheck : std::uint8_t {
    None, ///< nothing to compare: a function, numbers not reached or not all shown
    Equal,
    Different,
};

/// What the panel says about the cell pointed at, or about the equation.
struct MatrixSentence {
    std::string text;
    MatrixCheck check = MatrixCheck::None;
    std::string check_text;
};

/// `complete`: the pass shows all examples of the batch.
MatrixSentence cell_sentence(const Frame& frame, const EquationView& view, const EquationCell& at,
                             bool complete);
MatrixSentence equation_sentence(const Frame& frame, const EquationView& view, bool complete);

/// "W_ih[2,3]", "∂E/∂W_ho[2]", "b_ho".
std::string cell_name(const MatrixTerm& term, GridCell cell);

} // namespace backprop::shell
