#pragma once

#include "engine/experiment/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace backprop {

struct JsonMember;

/// 1-based; 0 for a value that was not read from a text.
struct JsonPosition {
    int line = 0;
    int column = 0;
};

/// A JSON value that remembers where it stood in its text.
struct Json {
    enum class Kind : std::uint8_t { Null, Boolean, Number, String, Array, Object };

    Kind kind = Kind::Null;
    bool boolean = false;
    double number = 0.0;
    std::string string;
    std::vector<Json> array;             ///< the items of an array, or, in
    std::vector<double> numbers;         ///< an array of numbers only, the numbers, and where
    std::vector<JsonPosition> positions; ///< each stood: a tenth of the memory
    std::vector<JsonMember> object;      ///< in the order of the text
    int line = 0;                        ///< as in JsonPosition
    int column = 0;

    std::size_t item_count() const { return array.size() + numbers.size(); }
    /// A copy of an array's item, however it is held.
    Json item_at(std::size_t index) const;

    /// The member of an object, or null.
    const Json* find(std::string_view key) const;
    Json* find(std::string_view key);
};

/// One member of an object.
struct JsonMember {
    std::string key;
    Json value;
};

Json json_number(double value);
Json json_string(std::string_view value);

/// "an object", "a number", ...: for messages.
std::string_view kind_name(Json::Kind kind);

/// Gives every item of an array a Json of its own, so that items can be pointed at and replaced.
void hold_items_apart(Json& array);

/// Limits of one JSON text.
inline constexpr std::size_t k_max_json_depth = 64;
inline constexpr std::size_t k_max_json_members = 64; ///< of one object
inline constexpr std::size_t k_max_json_values = 500'000;
inline constexpr std::size_t k_max_json_numbers = 10'000'000; ///< in arrays of numbers only

/// Reads one JSON text (RFC 8259) within the limits above. Refuses, with line and column, malformed
/// text, a key that an object has twice, and numbers beyond the range of double.
Result<Json> parse_json(std::string_view text);

/// Appends `text` as a JSON string, with its quotes.
void append_json_string(std::string& out, std::string_view text);

/// One line, numbers as `number_text` writes them.
std::string to_text(const Json& value);

} // namespace backprop
