#pragma once

#include "engine/experiment/experiment_reader.hpp"
#include "engine/experiment/lesson.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What the readers of lessons and of their steps share.
namespace backprop {

Problem read_string(const Json& json, const std::string& path, std::string& text,
                    std::size_t most_bytes = k_max_lesson_text_bytes);

/// A text with marks (parse_lesson_text) whose formulas and live values are right.
Problem read_marked(const Json& json, const std::string& path, LessonText& text);

/// Markup (markup.hpp) whose braces match.
Problem read_formula(const Json& json, const std::string& path, std::string& markup);

/// Refuses what is_value_path refuses.
Problem check_value_path(const Json& json, const std::string& path, std::string_view value);

/// "is not a field of a lesson; here are ...".
Problem unknown_lesson_field(const Json& json, const std::string& path, std::string_view known);

/// A list, each item read by `read_item`.
template <class Item>
Problem read_list(const Json& json, const std::string& path, std::vector<Item>& items,
                  Problem (*read_item)(const Json&, const std::string&, Item&),
                  std::size_t at_most = k_max_lesson_items) {
    if (json.kind != Json::Kind::Array) return wrong_kind(json, path, Json::Kind::Array);
    if (json.item_count() > at_most)
        return error_at(json, path, "has more than " + std::to_string(at_most) + " items");
    items = std::vector<Item>(json.item_count());
    for (std::size_t i = 0; i < items.size(); ++i)
        if (Problem problem = read_item(json.item_at(i), item(path, i), items[i])) return problem;
    return std::nullopt;
}

template <class Enum>
Problem read_enum(const Json& json, const std::string& path, std::span<const Choice> family,
                  Enum& value) {
    int index = 0;
    if (Problem problem = read_choice(json, path, family, index)) return problem;
    value = static_cast<Enum>(index);
    return std::nullopt;
}

/// The steps of a lesson, each checked against its experiment.
Problem read_steps(const Json& json, const std::string& path, std::vector<LessonStep>& steps);

} // namespace backprop
