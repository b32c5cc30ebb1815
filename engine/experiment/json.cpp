#include "engine/experiment/json.hpp"

#include "engine/experiment/number_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <optional>

namespace backprop {

const Json* Json::find(std::string_view key) const {
    for (const auto& [name, value] : object)
        if (name == key) return &value;
    return nullptr;
}

Json* Json::find(std::string_view key) {
    return const_cast<Json*>(static_cast<const Json*>(this)->find(key));
}

Json Json::item_at(std::size_t index) const {
    if (numbers.empty()) return array[index];
    Json item = json_number(numbers[index]);
    if (index < positions.size()) {
        item.line = positions[index].line;
        item.column = positions[index].column;
    }
    return item;
}

void hold_items_apart(Json& array) {
    for (std::size_t i = 0; i < array.numbers.size(); ++i)
        array.array.push_back(array.item_at(i));
    array.numbers = {};
    array.positions = {};
}

Json json_number(double value) {
    Json json;
    json.kind = Json::Kind::Number;
    json.number = value;
    return json;
}

Json json_string(std::string_view value) {
    Json json;
    json.kind = Json::Kind::String;
    json.string = value;
    return json;
}

std::string_view kind_name(Json::Kind kind) {
    switch (kind) {
    case Json::Kind::Null:
        return "null";
    case Json::Kind::Boolean:
        return "true or false";
    case Json::Kind::Number:
        return "a number";
    case Json::Kind::String:
        return "a string";
    case Json::Kind::Array:
        return "an array";
    case Json::Kind::Object:
        return "an object";
    }
    return "";
}

namespace {

/// An input iterator that tells the parser's events how far the text has been read.
struct CountingIterator {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    const char* at;
    const char** furthest;

    reference operator*() const { return *at; }
    CountingIterator& operator++() {
        ++at;
        *furthest = at;
        return *this;
    }
    CountingIterator operator++(int) {
        CountingIterator before = *this;
        ++*this;
        return before;
    }
    bool operator==(const CountingIterator& other) const { return at == other.at; }
    bool operator!=(const CountingIterator& other) const { return at != other.at; }
};

/// Builds a Json from the parser's events. The parser does not say where a token began: it is the
/// first sign after the token before, blanks and separators skipped.
struct Builder {
    using Parser = nlohmann::json;

    const char* begin;
    const char* token; ///< the text from here on has not been given to a value
    const char* furthest;
    const char* counted;
    int line = 1;
    int column = 1;
    std::size_t value_count = 0;
    std::size_t number_count = 0;
    Json root;
    std::vector<Json*> open;
    std::string member; ///< the key that the next value belongs to
    std::optional<Error> problem;

    /// Positions are asked for in rising order, so the text is counted once. Columns count
    /// characters: the bytes that continue one (10xxxxxx) do not.
    JsonPosition position_of(const char* where) {
        for (; counted < where; ++counted) {
            if (*counted == '\n') {
                ++line;
                column = 1;
            } else if ((static_cast<unsigned char>(*counted) & 0xC0U) != 0x80U) {
                ++column;
            }
        }
        return {line, column};
    }

    /// Skips to the next token, which ends where the parser has read to.
    const char* next_token() {
        while (token < furthest && std::string_view(" \t\r\n,:").find(*token) != std::string::npos)
            ++token;
        return token;
    }

    bool refuse(const char* where, std::string message) {
        const JsonPosition position = position_of(where);
        if (!problem) problem = Error{"", std::move(message), position.line, position.column};
        return false;
    }

    /// Puts a value where the text has it, and returns it; null when there are too many.
    Json* place(Json value) {
        const char* where = next_token();
        if (++value_count > k_max_json_values) {
            refuse(where,
                   "there are more than " + std::to_string(k_max_json_values) + " values here");
            return nullptr;
        }
        const JsonPosition position = position_of(where);
        value.line = position.line;
        value.column = position.column;
        if (open.empty()) {
            root = std::move(value);
            return &root;
        }
        Json& parent = *open.back();
        if (parent.kind == Json::Kind::Array) {
            hold_items_apart(parent);
            parent.array.push_back(std::move(value));
            return &parent.array.back();
        }
        parent.object.push_back({member, std::move(value)});
        return &parent.object.back().value;
    }

    bool scalar(Json value, const char* end) {
        if (!place(std::move(value))) return false;
        token = end;
        return true;
    }

    /// Numbers that begin an array share it as long as nothing else comes.
    bool number(double value) {
        const char* end = number_end();
        const bool compact =
            !open.empty() && open.back()->kind == Json::Kind::Array && open.back()->array.empty();
        if (!compact) return scalar(json_number(value), end);
        const char* where = next_token();
        if (++number_count > k_max_json_numbers)
            return refuse(where, "there are more than " + std::to_string(k_max_json_numbers) +
                                     " numbers here");
        open.back()->numbers.push_back(value);
        open.back()->positions.push_back(position_of(where));
        token = end;
        return true;
    }

    /// A number's last digit is only known by the sign behind it, which has been read too.
    const char* number_end() {
        const char* end = next_token();
        while (end < furthest &&
               std::string_view("+-.0123456789eE").find(*end) != std::string::npos)
            ++end;
        return end;
    }

    bool null() { return scalar(Json{}, furthest); }
    bool boolean(bool value) {
        Json json;
        json.kind = Json::Kind::Boolean;
        json.boolean = value;
        return scalar(std::move(json), furthest);
    }
    bool number_integer(Parser::number_integer_t value) {
        return number(static_cast<double>(value));
    }
    bool number_unsigned(Parser::number_unsigned_t value) {
        return number(static_cast<double>(value));
    }
    bool number_float(Parser::number_float_t value, const std::string&) { return number(value); }
    bool string(std::string& value) { return scalar(json_string(value), furthest); }
    bool binary(Parser::binary_t&) { return false; }

    bool begin_container(Json::Kind kind) {
        if (open.size() >= k_max_json_depth)
            return refuse(next_token(), "must not be nested deeper than 64 levels");
        Json json;
        json.kind = kind;
        Json* placed = place(std::move(json));
        if (!placed) return false;
        open.push_back(placed);
        token = furthest;
        return true;
    }
    bool end_container() {
        open.pop_back();
        token = furthest;
        return true;
    }
    bool start_object(std::size_t) { return begin_container(Json::Kind::Object); }
    bool end_object() { return end_container(); }
    bool start_array(std::size_t) { return begin_container(Json::Kind::Array); }
    bool end_array() { return end_container(); }

    bool key(std::string& name) {
        const char* where = next_token();
        if (open.back()->object.size() >= k_max_json_members)
            return refuse(where, "an object must not have more than 64 members");
        if (open.back()->find(name)) return refuse(where, "the key \"" + name + "\" appears twice");
        member = name;
        token = furthest;
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const Parser::exception& exception) {
        constexpr int k_number_overflow = 406; // nlohmann's number for it
        if (exception.id == k_number_overflow)
            return refuse(next_token(), "this number is too large");
        // The token that does not fit, or the last sign where the text ends too early.
        const char* last = furthest > begin ? furthest - 1 : begin;
        const char* where = std::min(next_token(), last);
        return refuse(where, "this is not valid JSON");
    }
};

} // namespace

Result<Json> parse_json(std::string_view text) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    Builder events{};
    events.begin = events.token = events.furthest = text.data();
    events.counted = text.data();
    const CountingIterator first{text.data(), &events.furthest};
    const CountingIterator last{text.data() + text.size(), &events.furthest};
    const bool complete = nlohmann::json::sax_parse(first, last, &events);
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos && !events.problem)
        events.refuse(text.data() + nul,
                      "this is not valid JSON"); // the parser takes it for the end
    if (events.problem) return *events.problem;
    if (!complete) return Error{"", "is not valid JSON", 1, 1};
    return std::move(events.root);
}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
            out += escape;
        } else {
            out += c;
        }
    }
    out += '"';
}

static void append(std::string& out, const Json& value) {
    switch (value.kind) {
    case Json::Kind::Null:
        out += "null";
        break;
    case Json::Kind::Boolean:
        out += value.boolean ? "true" : "false";
        break;
    case Json::Kind::Number:
        out += number_text(value.number);
        break;
    case Json::Kind::String:
        append_json_string(out, value.string);
        break;
    case Json::Kind::Array:
        out += '[';
        for (std::size_t i = 0; i < value.item_count(); ++i) {
            if (i > 0) out += ", ";
            if (value.numbers.empty())
                append(out, value.array[i]);
            else
                out += number_text(value.numbers[i]);
        }
        out += ']';
        break;
    case Json::Kind::Object:
        out += '{';
        for (std::size_t i = 0; i < value.object.size(); ++i) {
            if (i > 0) out += ", ";
            append_json_string(out, value.object[i].key);
            out += ": ";
            append(out, value.object[i].value);
        }
        out += '}';
        break;
    }
}

std::string to_text(const Json& value) {
    std::string out;
    append(out, value);
    return out;
}

} // namespace backprop
