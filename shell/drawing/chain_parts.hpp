#pragma once

#include "shell/drawing/cache.hpp"
#include "shell/drawing/chain_subject.hpp"
#include "shell/drawing/formula.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

// What the lines of a chain rule (chain_lines.hpp) are put together from.

namespace backprop::shell {

/// A factor that stands for a part of the picture.
struct LinkedFactor {
    std::int32_t number;
    Selection part;
};

std::vector<LinkedFactor> links_of(const Frame& frame, const ChainPath& path);

/// Draws aligned rows at the ImGui cursor; their factors and the picture light each other.
DrawnFormula draw_linked(Frame& frame, DrawingCache& cache, std::string_view id,
                         const Formula& formula, std::span<const LinkedFactor> links);

/// A factor's value on a chip.
std::string factor_chip(const Frame& frame, std::int32_t number, const Factor& factor);

/// The factors' values on chips, parted by "&·&".
std::string values_of(const Frame& frame, const ChainPath& path);

/// Whether ∂E/∂w of the subject's layer is computed.
bool is_product_known(const Frame& frame, const ChainSubject& subject);

/// "∂E/∂w₅ = " before a row.
std::string gradient_cells(const ChainSubject& subject);

/// A sum of products to be compared with what the engine says; `size` is the sum of their sizes.
struct Comparison {
    double value;
    double size;
};

/// "✓ equals the engine's gradient", or what it is: beside `row` where there is room up to `right`,
/// otherwise below.
void draw_verdict(Frame& frame, const ChainSubject& subject, const Comparison& comparison,
                  const Rect& row, float right);

/// "∂E/∂w = LINE" (markup), and the verdict where `comparison` has a size.
void draw_sum(Frame& frame, const ChainSubject& subject, const std::string& line,
              const Comparison* comparison, float width);

/// The chain rule of the subject for one example of its trace.
ChainRule rule_of(const ChainSubject& subject, std::int32_t example, std::int32_t most_paths);

/// Quiet text that can be pressed.
bool fold_button(Frame& frame, std::string_view id, std::string_view label);

} // namespace backprop::shell
