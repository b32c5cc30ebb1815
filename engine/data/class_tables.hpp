#pragma once

#include <cstdint>

namespace backprop {

// The numbers of two real tables, as they are stored. dataset.hpp makes rows of them.

/// Fisher's irises: rows of four lengths in tenths of a centimetre; 50 rows a species, in the
/// order setosa, versicolor, virginica.
inline constexpr std::int32_t k_iris_rows = 150;
inline constexpr std::int32_t k_iris_inputs = 4;
extern const unsigned char k_iris[k_iris_rows * k_iris_inputs];

/// Alpaydin and Kaynak's handwritten digits: how many rows each digit has, and every row's
/// first pixel, then every row's second pixel, ...: '0'..'9', 'A'..'G' for 0..16. Pixels run along
/// the lines of the picture, from its top left corner.
inline constexpr std::int32_t k_digit_rows = 1797;
inline constexpr std::int32_t k_digit_inputs = 64;
extern const std::int32_t k_digit_counts[10];
extern const char k_digit_pixels[k_digit_rows * k_digit_inputs + 1];

} // namespace backprop
