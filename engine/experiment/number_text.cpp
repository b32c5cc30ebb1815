#include "engine/experiment/number_text.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace backprop {

/// The text with a point where the program's locale put another sign.
static std::string with_point(const char* text) {
    std::string plain;
    bool foreign = false;
    for (; *text != '\0'; ++text) {
        const bool own = std::strchr("+-0123456789e", *text) != nullptr;
        if (own) plain += *text;
        if (!own && !foreign) plain += '.';
        foreign = !own;
    }
    return plain;
}

std::string number_text(double value) {
    if (!std::isfinite(value)) return "null";
    if (value == 0.0) return std::signbit(value) ? "-0.0" : "0"; // "-0" is an integer to readers
    char text[40];
    for (int digits = 15; digits <= 17; ++digits) {
        std::snprintf(text, sizeof text, "%.*g", digits, value);
        if (std::strtod(text, nullptr) == value) break;
    }
    return with_point(text);
}

} // namespace backprop
