#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The words of a link: everything in letters, digits and - . _ ~, which no address has to escape.
namespace backprop {

/// Between the items of a link, between an item's key and value, and within lists.
inline constexpr char k_link_item = '~';
inline constexpr char k_link_key = '.';
inline constexpr char k_link_list = '_';

/// The parts of `text` between the separators; one empty part for an empty text.
std::vector<std::string_view> link_parts(std::string_view text, char separator);

/// The shortest decimal that reads back to the same bits: "0.1", "1e-5", "-0".
std::string link_number(double value);
/// A decimal number as link_number writes it. None for anything else, or beyond double.
std::optional<double> parse_link_number(std::string_view text);

/// A whole number from 0 to 2^53.
std::optional<std::int64_t> parse_link_integer(std::string_view text);

/// Letters and digits as they are, "." for a blank, any other byte as "-" and two hex digits.
std::string link_words(std::string_view text);
std::optional<std::string> parse_link_words(std::string_view text);

/// RFC 4648's base64url without padding.
std::string base64url(std::span<const std::uint8_t> bytes);
std::optional<std::vector<std::uint8_t>> parse_base64url(std::string_view text);

/// Numbers to the bit: the shortest of decimals between "_", "x" and the base64url of 8 bytes
/// each, or "y" and that of 4 where float32 holds them all (little-endian IEEE 754).
std::string link_numbers(const std::vector<double>& numbers);
std::optional<std::vector<double>> parse_link_numbers(std::string_view text);

} // namespace backprop
