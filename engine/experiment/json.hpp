#pragma once

#include "engine/experiment/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace backprop {

struct JsonMember;

/// A JSON value that remembers where it stood in its text.
struct Json {
    enum class Kind : std::uint8_t { Null, Boolean, Number, String, Array, Object };

    Kind kind = Kind::Null;
    bool boolean = false;
    double number = 0.0;
    std::string string;
    std::vector<Json> array;
    std::vector<JsonMember> object; ///< in the order of the text
    int line = 0;                   ///< 1-based; 0 for a value that was not read from a text
    int column = 0;

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

/// Reads one JSON text (RFC 8259, at most 64 levels deep and 64 members an object). Refuses, with
/// line and column, malformed text, a key that an object has twice, and numbers beyond the range of
/// double.
Result<Json> parse_json(std::string_view text);

/// Appends `text` as a JSON string, with its quotes.
void append_json_string(std::string& out, std::string_view text);

/// One line, numbers as `number_text` writes them.
std::string to_text(const Json& value);

} // namespace backprop
