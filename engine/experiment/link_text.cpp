#include "engine/experiment/link_text.hpp"

#include "engine/experiment/number_text.hpp"

#include <algorithm>
#include <clocale>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>

namespace backprop {

namespace {

constexpr std::string_view k_base64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view k_hex = "0123456789ABCDEF";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// How many digits stand at the front.
std::size_t count_digits(std::string_view text) {
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) -
                                    text.begin());
}

/// -digits[.digits][e[-]digits], nothing else: no "inf", "nan", hexadecimal or blanks.
bool is_decimal(std::string_view text) {
    if (text.substr(0, 1) == "-") text.remove_prefix(1);
    std::size_t digits = count_digits(text);
    if (digits == 0) return false;
    text.remove_prefix(digits);
    if (text.substr(0, 1) == ".") {
        digits = count_digits(text.substr(1));
        if (digits == 0) return false;
        text.remove_prefix(digits + 1);
    }
    if (text.substr(0, 1) == "e") {
        text.remove_prefix(text.substr(0, 2) == "e-" ? 2 : 1);
        digits = count_digits(text);
        if (digits == 0) return false;
        text.remove_prefix(digits);
    }
    return text.empty();
}

/// The bytes of unsigned words, lowest first.
template <class Word, class Number>
std::vector<std::uint8_t> bytes_of(const std::vector<double>& numbers) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(numbers.size() * sizeof(Word));
    for (const double value : numbers) {
        const auto number = static_cast<Number>(value);
        Word word = 0;
        std::memcpy(&word, &number, sizeof word);
        for (std::size_t i = 0; i < sizeof word; ++i)
            bytes.push_back(static_cast<std::uint8_t>(word >> (8 * i) & 0xFFU));
    }
    return bytes;
}

template <class Word, class Number>
std::optional<std::vector<double>> numbers_of(const std::vector<std::uint8_t>& bytes) {
    if (bytes.size() % sizeof(Word) != 0) return std::nullopt;
    std::vector<double> numbers;
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(Word)) {
        Word word = 0;
        for (std::size_t i = 0; i < sizeof word; ++i)
            word |= static_cast<Word>(static_cast<Word>(bytes[at + i]) << (8 * i));
        Number number = 0;
        std::memcpy(&number, &word, sizeof number);
        if (!std::isfinite(number)) return std::nullopt;
        numbers.push_back(static_cast<double>(number));
    }
    return numbers;
}

bool is_single(double value) {
    return std::fabs(value) <= double(std::numeric_limits<float>::max()) &&
           static_cast<double>(static_cast<float>(value)) == value;
}

} // namespace

std::vector<std::string_view> link_parts(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string link_number(double value) {
    if (value == 0.0) return std::signbit(value) ? "-0" : "0";
    std::string text = number_text(value);
    const std::size_t exponent = text.find('e');
    if (exponent == std::string::npos) return text;
    std::size_t digits = exponent + 1;
    if (text[digits] == '+')
        text.erase(digits, 1);
    else
        ++digits;
    while (text[digits] == '0')
        text.erase(digits, 1);
    return text;
}

std::optional<double> parse_link_number(std::string_view text) {
    if (text.size() > 40 || !is_decimal(text)) return std::nullopt;
    std::string local(text); // the C library reads the sign of the program's locale
    if (const std::size_t point = local.find('.'); point != std::string::npos)
        local.replace(point, 1, std::localeconv()->decimal_point);
    const double value = std::strtod(local.c_str(), nullptr);
    if (!std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<std::int64_t> parse_link_integer(std::string_view text) {
    constexpr std::int64_t k_last = 9'007'199'254'740'992;
    if (text.empty() || text.size() > 16 || count_digits(text) != text.size()) return std::nullopt;
    std::int64_t value = 0;
    for (const char c : text)
        value = value * 10 + (c - '0');
    if (value > k_last) return std::nullopt;
    return value;
}

std::string link_words(std::string_view text) {
    std::string words;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_letter(c) || is_digit(c))
            words += c;
        else if (c == ' ')
            words += '.';
        else
            (words += '-') += {k_hex[byte >> 4U], k_hex[byte & 15U]};
    }
    return words;
}

std::optional<std::string> parse_link_words(std::string_view text) {
    std::string words;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_letter(c) || is_digit(c)) {
            words += c;
        } else if (c == '.') {
            words += ' ';
        } else {
            if (c != '-' || i + 2 >= text.size()) return std::nullopt;
            const std::size_t high = k_hex.find(text[i + 1]);
            const std::size_t low = k_hex.find(text[i + 2]);
            if (high == std::string_view::npos || low == std::string_view::npos)
                return std::nullopt;
            words += static_cast<char>(high << 4U | low);
            i += 2;
        }
    }
    return words;
}

std::string base64url(std::span<const std::uint8_t> bytes) {
    std::string text;
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        pending = pending << 8U | byte;
        for (bits += 8; bits >= 6; bits -= 6)
            text += k_base64[pending >> (bits - 6) & 63U];
    }
    if (bits > 0) text += k_base64[pending << (6 - bits) & 63U];
    return text;
}

std::optional<std::vector<std::uint8_t>> parse_base64url(std::string_view text) {
    std::vector<std::uint8_t> bytes;
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const std::size_t digit = k_base64.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        pending = pending << 6U | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<std::uint8_t>(pending >> bits & 0xFFU));
    }
    const bool rest_is_zero = (pending & ((1U << bits) - 1U)) == 0;
    if (bits >= 6 || !rest_is_zero) return std::nullopt;
    return bytes;
}

std::string link_numbers(const std::vector<double>& numbers) {
    std::string decimals;
    for (const double value : numbers) {
        if (!decimals.empty()) decimals += k_link_list;
        decimals += link_number(value);
    }
    std::string best = std::move(decimals);
    const auto offer = [&](std::string text) {
        if (text.size() < best.size()) best = std::move(text);
    };
    if (std::all_of(numbers.begin(), numbers.end(), is_single))
        offer("y" + base64url(bytes_of<std::uint32_t, float>(numbers)));
    offer("x" + base64url(bytes_of<std::uint64_t, double>(numbers)));
    return best;
}

std::optional<std::vector<double>> parse_link_numbers(std::string_view text) {
    if (text.empty()) return std::vector<double>{};
    if (text.front() == 'x' || text.front() == 'y') {
        const std::optional<std::vector<std::uint8_t>> bytes = parse_base64url(text.substr(1));
        if (!bytes) return std::nullopt;
        return text.front() == 'x' ? numbers_of<std::uint64_t, double>(*bytes)
                                   : numbers_of<std::uint32_t, float>(*bytes);
    }
    std::vector<double> numbers;
    for (const std::string_view part : link_parts(text, k_link_list)) {
        const std::optional<double> value = parse_link_number(part);
        if (!value) return std::nullopt;
        numbers.push_back(*value);
    }
    return numbers;
}

} // namespace backprop
