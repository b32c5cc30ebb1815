// Reads the texts and formulas of lessons.

#include "engine/experiment/lesson_reader.hpp"
#include "engine/experiment/lesson_value.hpp"

namespace backprop {

Problem read_string(const Json& json, const std::string& path, std::string& text,
                    std::size_t most_bytes) {
    if (json.kind != Json::Kind::String) return wrong_kind(json, path, Json::Kind::String);
    if (json.string.size() > most_bytes)
        return error_at(json, path, "has more than " + std::to_string(most_bytes) + " bytes");
    text = json.string;
    return std::nullopt;
}

/// Refuses braces of a formula that are left open.
static Problem check_formula(const Json& json, const std::string& path, std::string_view markup) {
    int open = 0;
    for (const char c : markup) {
        open += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (open < 0) break;
    }
    if (open != 0) return error_at(json, path, "has a formula whose braces do not match");
    return std::nullopt;
}

Problem read_formula(const Json& json, const std::string& path, std::string& markup) {
    if (Problem problem = read_string(json, path, markup)) return problem;
    return check_formula(json, path, markup);
}

Problem check_value_path(const Json& json, const std::string& path, std::string_view value) {
    if (is_value_path(value)) return std::nullopt;
    return error_at(json, path, "has \"" + std::string(value) + "\", which is no live value");
}

Problem read_marked(const Json& json, const std::string& path, LessonText& text) {
    std::string marked;
    if (Problem problem = read_string(json, path, marked)) return problem;
    Result<LessonText> read = parse_lesson_text(marked);
    if (!read) return error_at(json, path, read.error.message);
    text = std::move(*read);
    for (const TextRun& run : text) {
        Problem problem;
        if (run.kind == RunKind::Formula) problem = check_formula(json, path, run.text);
        if (run.kind == RunKind::Value) problem = check_value_path(json, path, run.target);
        if (problem) return problem;
    }
    return std::nullopt;
}

Problem unknown_lesson_field(const Json& json, const std::string& path, std::string_view known) {
    return error_at(json, path, "is not a field of a lesson; here are " + std::string(known));
}

} // namespace backprop
