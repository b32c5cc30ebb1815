// How live values are written, and compared with what is printed elsewhere.

#include "engine/experiment/lesson_value.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace backprop {

namespace {

/// printf's "-" becomes the typographic minus.
std::string with_minus(std::string text) {
    if (text[0] == '-') text.replace(0, 1, "−");
    return text;
}

std::string print(const char* format, int digits, double value) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, format, digits, value);
    return buffer;
}

} // namespace

std::string value_text(const std::optional<double>& value, std::int32_t digits) {
    if (!value) return "—";
    const double size = std::fabs(*value);
    if (size == 0.0) return "0";
    if (size == std::floor(size) && size < 1e7) return with_minus(print("%.*f", 0, *value));
    if (size < 1e-4 || size >= 1e7) return with_minus(print("%.*e", digits - 1, *value));
    // The exponent after rounding: two digits of 0.9999 are 1.0.
    const std::string rounded = print("%.*e", digits - 1, size);
    int decimals = digits - 1 - std::atoi(rounded.c_str() + rounded.find('e') + 1);
    if (decimals < 0) decimals = 0;
    // "0.3" rather than "0.300000" where the number is no more than that.
    for (int fewer = 1; fewer < decimals; ++fewer)
        if (std::fabs(std::strtod(print("%.*f", fewer, *value).c_str(), nullptr) - *value) <=
            1e-13 * size)
            decimals = fewer;
    return with_minus(print("%.*f", decimals, *value));
}

std::optional<bool> agrees(const std::optional<double>& value, std::string_view printed) {
    std::string plain(printed);
    const std::size_t minus = plain.find("−");
    if (minus != std::string::npos) plain.replace(minus, std::string_view("−").size(), "-");
    char* end = nullptr;
    const double wanted = std::strtod(plain.c_str(), &end);
    const bool is_number = !plain.empty() && *end == '\0' &&
                           plain.find_first_not_of("0123456789.-e") == std::string::npos;
    if (!value || !is_number) return std::nullopt;
    const std::size_t exponent = std::min(plain.find('e'), plain.size());
    const std::size_t point = std::min(plain.find('.'), exponent);
    const int decimals = exponent > point ? static_cast<int>(exponent - point) - 1 : 0;
    const char* const format = exponent < plain.size() ? "%.*e" : "%.*f";
    return std::strtod(print(format, decimals, *value).c_str(), nullptr) == wanted;
}

} // namespace backprop
