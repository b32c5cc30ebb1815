#pragma once

#include <cstdint>

namespace backprop {

// The numbers of two real tables, as they are stored. dataset.hpp makes rows of them.

/// Fisher's irises: rows of four lengths in tenths of a centimetre; 50 rows a species, in the
/// order setosa, versicolor, virginica.
inline constexpr std::int32_t k_iris_rows = 150;
inline constexpr std::int32_t k_iris_inputs = 4;
extern const unsigned char k_iris[k_iris_rows * k_iris_inputs];

/// Alpaydin and Kaynak's handwritten digits: how many rows each digit has.
inline constexpr std::int32_t k_digit_rows = 1797;
inline constexpr std::int32_t k_digit_inputs = 64;
inline constexpr std::int32_t k_digit_counts[10] = {178, 182, 177, 183, 181,
                                                    182, 181, 179, 174, 180};

/// k_digit_rows × k_digit_inputs signs: every row's first pixel, then every row's second pixel,
/// ...: '0'..'9', 'A'..'G' for 0..16. Pixels run along the lines of the picture, from its top left
/// corner. digits_table.cpp has them; a program that gets the table otherwise defines this function
/// itself (the linker then leaves digits_table.cpp out) and returns null until the table is there.
const char* digit_pixels();

} // namespace backprop
