#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace backprop::shell {

/// Numbers as people read them. The sign is "−" (U+2212); a number that is not finite is "–".

/// `digits` digits after the point: "0.0181", "−1.50".
std::string format_fixed(double value, int digits);

/// `digits` significant digits, with an exponent where the number is very large or small:
/// "0.0300", "12.3", "1.20e-05"; one digit less beside an exponent of three: "1.2e-205".
std::string format_significant(double value, int digits);

/// A multiple of `step` (1, 2 or 5 times a power of ten) on an axis whose numbers have at most the
/// size `largest`: all digits that it has and no more, "0.75", with an exponent where the axis
/// reaches a million or keeps below 0.0001, "1.05e+10". Digits below a 10^15th of `largest` are
/// left out.
std::string format_multiple(double value, double step, double largest);

/// Like format_fixed, with "+" before positive numbers.
std::string format_signed(double value, int digits);

/// Groups of three: "1,000".
std::string format_integer(std::int64_t value);

/// The share 0 to 1 in percent, without needless digits: "50 %", "97.6 %".
std::string format_percent(double share);

/// As few digits as tell the number apart, without an exponent from a millionth to 10^15: "0.03",
/// "10"; four digits beyond: "1.000e+29".
std::string format_short(double value);

/// "950", "1.9 M", "12 k": for speeds.
std::string format_rate(double value);

/// Reads a whole text as a number, as people write it: spaces around it, "1,000" and "1 000" for
/// a thousand, "0,03" and "2,5" with a decimal comma, "−" or "-", "1e-3", a trailing "%" ignored.
/// Empty for anything else and for numbers that are not finite.
std::optional<double> parse_number(std::string_view typed);

} // namespace backprop::shell
