#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace backprop {

/// Formulas are written in a small markup that shell/drawing/formula.hpp typesets:
///   _x, _{...}   lowered       ^x, ^{...}   raised       \frac{above}{below}
///   \c{N}{...}   factor number N (from 1) of a product: its own colour and mark
///   \v{N}{...}   the value of factor N, on a tinted chip of the same colour and mark
///   \b{...}      bold
///   \_ \^ \{ \} \& \\   the sign itself
/// Everything else stands for itself, in Unicode. `&` parts the columns of rows that are set
/// below each other. Markup never fails: what does not fit the rules stands for itself, and a
/// brace that is left open ends with the text.
enum class MarkupKind : std::uint8_t { Row, Text, Lowered, Raised, Fraction, Factor, Value, Bold };

/// A piece of markup with what it holds. `text` points into the parsed string.
struct MarkupNode {
    MarkupKind kind = MarkupKind::Row;
    std::int32_t number = 0;          ///< Factor, Value
    std::string_view text;            ///< Text
    std::vector<MarkupNode> children; ///< Fraction: two rows, above and below
};

MarkupNode parse_markup(std::string_view markup);

/// The cells of a row, cut at `&` outside braces.
std::vector<std::string_view> markup_cells(std::string_view markup);

/// Text that stands for itself, whatever signs are in it, as markup.
std::string literal_markup(std::string_view text);

/// One line of it: "∂E/∂w₅ = (o₁ − t₁)". Digits are lowered and raised, names are set behind "_":
/// "W_ho".
std::string plain_text(std::string_view markup);
std::string plain_text(const MarkupNode& node);

} // namespace backprop
