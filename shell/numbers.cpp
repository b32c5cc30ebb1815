#include "shell/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace backprop::shell {

namespace {

constexpr std::string_view k_minus = "−";

/// printf's "-" becomes the typographic minus; "-0.00" loses it.
std::string with_minus(std::string printed) {
    if (printed.empty() || printed[0] != '-') return printed;
    const bool is_zero = printed.find_first_of("123456789") == std::string::npos;
    return is_zero ? printed.substr(1) : std::string(k_minus) + printed.substr(1);
}

std::string print(const char* format, int digits, double value) {
    char buffer[400];
    std::snprintf(buffer, sizeof buffer, format, digits, value);
    return buffer;
}

/// Whether the one comma in `typed` is a decimal one: "0,03", "2,5". "1,000" is a thousand.
bool has_decimal_comma(std::string_view typed) {
    const std::size_t comma = typed.find(',');
    if (comma == std::string_view::npos || typed.find('.') != std::string_view::npos) return false;
    std::string_view whole = typed.substr(0, comma);
    whole.remove_prefix(std::min(whole.find_first_not_of(" +-−"), whole.size()));
    const std::string_view after = typed.substr(comma + 1);
    if (after.find(',') != std::string_view::npos) return false;
    const std::size_t digits = std::min(after.find_first_not_of("0123456789"), after.size());
    return digits > 0 && (digits != 3 || whole == "0");
}

bool replace_prefix(std::string_view& text, std::string_view prefix) {
    if (text.substr(0, prefix.size()) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
}

} // namespace

std::string format_fixed(double value, int digits) {
    if (!std::isfinite(value)) return "–";
    return with_minus(print("%.*f", digits, value));
}

std::string format_significant(double value, int digits) {
    if (!std::isfinite(value)) return "–";
    const double size = std::fabs(value);
    if (size == 0) return "0";
    if (size < 1e-4 || size >= 1e7) {
        // A digit less makes room for the third digit of an exponent.
        const bool long_exponent = size < 1e-99 || size >= 1e100;
        return with_minus(print("%.*e", digits - (long_exponent && digits > 1 ? 2 : 1), value));
    }
    // The exponent after rounding: two digits of 0.9999 are 1.0.
    const std::string rounded = print("%.*e", digits - 1, size);
    const int exponent = std::atoi(rounded.c_str() + rounded.find('e') + 1);
    const int decimals = digits - 1 - exponent;
    return with_minus(print("%.*f", decimals < 0 ? 0 : decimals, value));
}

std::string format_multiple(double value, double step, double largest) {
    if (!std::isfinite(value) || !(step > 0) || !(largest >= step)) return "–";
    const auto place = [](double size) { // of its first digit
        return static_cast<int>(std::floor(std::log10(size) + 1e-9));
    };
    const bool has_exponent = largest >= 1e6 || largest < 1e-4;
    if (!has_exponent) return format_fixed(value, std::clamp(-place(step), 0, 15));
    if (std::fabs(value) < step / 2) return "0";
    return with_minus(print("%.*e", std::clamp(place(largest) - place(step), 0, 15), value));
}

std::string format_signed(double value, int digits) {
    const std::string printed = format_fixed(value, digits);
    return std::isfinite(value) && value > 0 ? "+" + printed : printed;
}

std::string format_integer(std::int64_t value) {
    const std::string digits = std::to_string(value < 0 ? -value : value);
    std::string grouped = value < 0 ? std::string(k_minus) : std::string();
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
        grouped += digits[i];
    }
    return grouped;
}

std::string format_percent(double share) {
    if (!std::isfinite(share)) return "–";
    const double percent = std::round(share * 1000.0) / 10.0;
    return format_fixed(percent, percent == std::round(percent) ? 0 : 1) + " %";
}

std::string format_short(double value) {
    if (!std::isfinite(value)) return "–";
    if (std::fabs(value) >= 1e15) return format_significant(value, 4);
    for (int decimals = 0; decimals <= 8; ++decimals) {
        const std::string printed = print("%.*f", decimals, value);
        if (std::strtod(printed.c_str(), nullptr) == value) return with_minus(printed);
    }
    return format_significant(value, 4);
}

std::string format_rate(double value) {
    if (!std::isfinite(value)) return "–";
    if (value >= 999.5e6) return format_significant(value / 1e9, 2) + " G";
    if (value >= 999.5e3) return format_significant(value / 1e6, 2) + " M";
    if (value >= 999.5) return format_significant(value / 1e3, 2) + " k";
    return format_fixed(value, 0);
}

std::optional<double> parse_number(std::string_view typed) {
    std::string plain;
    if (has_decimal_comma(typed)) {
        plain = typed;
        plain[typed.find(',')] = '.';
        return parse_number(plain);
    }
    bool digit_before = false;
    while (!typed.empty()) {
        if (replace_prefix(typed, k_minus)) {
            plain += '-';
            digit_before = false;
            continue;
        }
        const char c = typed.front();
        typed.remove_prefix(1);
        const bool digit_follows = !typed.empty() && typed.front() >= '0' && typed.front() <= '9';
        const bool groups = (c == ',' || c == ' ') && digit_before && digit_follows;
        if (groups && typed.find_first_not_of("0123456789") < 3) return std::nullopt;
        if (groups && typed.size() < 3) return std::nullopt;
        if (!groups) plain += c;
        digit_before = c >= '0' && c <= '9';
    }
    const std::size_t first = plain.find_first_not_of(' ');
    if (first == std::string::npos) return std::nullopt;
    std::size_t last = plain.find_last_not_of(" %");
    if (last == std::string::npos) return std::nullopt;
    plain = plain.substr(first, last - first + 1);
    // strtod also reads "inf", "nan" and hexadecimal numbers, which nobody types here.
    if (plain.find_first_not_of("0123456789+-.eE") != std::string::npos) return std::nullopt;
    char* end = nullptr;
    const double value = std::strtod(plain.c_str(), &end);
    if (end == plain.c_str() || *end != '\0' || !std::isfinite(value)) return std::nullopt;
    return value;
}

} // namespace backprop::shell
