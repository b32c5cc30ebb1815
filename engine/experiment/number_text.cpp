#include "engine/experiment/number_text.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace backprop {

std::string number_text(double value) {
    if (!std::isfinite(value)) return "null";
    if (value == 0.0) return std::signbit(value) ? "-0.0" : "0"; // "-0" is an integer to readers
    char text[40];
    for (int digits = 15; digits <= 17; ++digits) {
        std::snprintf(text, sizeof text, "%.*g", digits, value);
        if (std::strtod(text, nullptr) == value) break;
    }
    return text;
}

} // namespace backprop
