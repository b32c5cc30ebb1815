// Reads lessons from JSON (docs/lessons.md).

#include "engine/experiment/lesson_reader.hpp"

namespace backprop {

namespace {

/// Letters, digits and hyphens: it stands in links.
Problem read_key(const Json& json, const std::string& path, std::string& key) {
    if (Problem problem = read_string(json, path, key, k_max_lesson_key_bytes)) return problem;
    const std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
    if (key.empty() || key.find_first_not_of(allowed) != std::string::npos)
        return error_at(json, path, "must be small letters, digits and hyphens");
    return std::nullopt;
}

Problem read_version(const Json& json, const std::string& path) {
    std::int32_t version = 0;
    const Json* found = json.find("version");
    if (!found) return error_at(json, path + "version", "is required");
    return read_integer(*found, path + "version", k_lesson_version, k_lesson_version, version);
}

Problem read_lesson(const Json& json, const std::string& path, Lesson& lesson) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    const std::string prefix = path.empty() ? "" : path + ".";
    if (Problem problem = read_version(json, prefix)) return problem;
    for (const char* required : {"lesson", "title", "steps"})
        if (!json.find(required)) return error_at(json, prefix + required, "is required");
    for (const auto& [key, value] : json.object) {
        const std::string place = prefix + key;
        Problem problem;
        if (key == "lesson")
            problem = read_key(value, place, lesson.key);
        else if (key == "title")
            problem = read_string(value, place, lesson.title);
        else if (key == "summary")
            problem = read_string(value, place, lesson.summary);
        else if (key == "credit")
            problem = read_string(value, place, lesson.credit);
        else if (key == "notation")
            problem = read_enum(value, place, k_notations, lesson.notation.emplace());
        else if (key == "steps")
            problem = read_steps(value, place, lesson.steps);
        else if (key != "version")
            problem = unknown_lesson_field(
                value, place, "version, lesson, title, summary, credit, notation, steps");
        if (problem) return problem;
    }
    return std::nullopt;
}

Problem read_term(const Json& json, const std::string& path, GlossaryTerm& term) {
    if (json.kind != Json::Kind::Object) return wrong_kind(json, path, Json::Kind::Object);
    for (const auto& [key, value] : json.object) {
        const std::string place = path + "." + key;
        Problem problem;
        if (key == "term")
            problem = read_string(value, place, term.term);
        else if (key == "meaning")
            problem = read_marked(value, place, term.meaning);
        else
            problem = unknown_lesson_field(value, place, "term, meaning");
        if (problem) return problem;
    }
    return std::nullopt;
}

constexpr std::size_t k_max_terms = 1000;

Result<Json> parse_limited(std::string_view text) {
    if (text.size() > k_max_lesson_bytes)
        return Error{"", "the text has " + std::to_string(text.size()) +
                             " bytes; a lesson has at "
                             "most " +
                             std::to_string(k_max_lesson_bytes)};
    return parse_json(text);
}

} // namespace

bool is_lesson(std::string_view text) {
    // A large text is an experiment, whose reader tells its limits.
    if (text.size() > k_max_lesson_bytes || text.find("\"lesson\"") == std::string_view::npos)
        return false;
    const Result<Json> json = parse_json(text);
    return json && json->kind == Json::Kind::Object && json->find("lesson");
}

Result<Lesson> parse_lesson(std::string_view text) {
    const Result<Json> json = parse_limited(text);
    if (!json) return json.error;
    Lesson lesson;
    if (Problem problem = read_lesson(*json, "", lesson)) return *problem;
    return lesson;
}

Result<LessonBook> parse_lesson_book(std::string_view text) {
    const Result<Json> json = parse_limited(text);
    if (!json) return json.error;
    if (json->kind != Json::Kind::Array) return wrong_kind(*json, "", Json::Kind::Array);
    LessonBook book;
    for (std::size_t i = 0; i < json->array.size(); ++i) {
        const Json& part = json->array[i];
        const Json* glossary = part.find("glossary");
        const Problem problem = glossary
                                  ? read_list(*glossary, item("", i) + ".glossary", book.glossary,
                                              read_term, k_max_terms)
                                  : read_lesson(part, item("", i), book.lessons.emplace_back());
        if (problem) return *problem;
    }
    return book;
}

} // namespace backprop
