#pragma once

#include <cstdint>
#include <string_view>

namespace backprop {

/// Reading of short names, "weight 2: 1 to 3", from their front.

/// Moves past `prefix`, if the text begins with it.
inline bool skip_prefix(std::string_view& text, std::string_view prefix) {
    if (text.substr(0, prefix.size()) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// Moves past a whole number of at most six digits; false when it is less than `minimum`.
inline bool take_number(std::string_view& text, std::int32_t minimum, std::int32_t& number) {
    std::size_t digits = 0;
    number = 0;
    for (; digits < text.size() && digits < 6 && text[digits] >= '0' && text[digits] <= '9';
         ++digits)
        number = number * 10 + (text[digits] - '0');
    text.remove_prefix(digits);
    return digits > 0 && number >= minimum;
}

} // namespace backprop
