#include "shell/texts.hpp"

#include "shell/texts/tables.hpp"

#include <unordered_map>
#include <vector>

namespace backprop::shell {

namespace {

/// The tables by subject, shell/texts/*.cpp.
constexpr std::span<const TextRow> (*k_tables[])() = {
    bar_texts,   note_texts,   step_texts,        field_texts,       help_texts,
    name_texts,  dialog_texts, drawing_texts,     chain_rule_texts,  matrix_texts,
    check_texts, flow_texts,   error_curve_texts, conventions_texts, lesson_texts,
};

const std::vector<TextRow>& all_texts() {
    static const std::vector<TextRow> rows = [] {
        std::vector<TextRow> joined;
        for (const auto table : k_tables)
            joined.insert(joined.end(), table().begin(), table().end());
        return joined;
    }();
    return rows;
}

/// The texts by key, made at the first look-up.
const std::unordered_map<std::string_view, std::string_view>& index() {
    static const auto map = [] {
        std::unordered_map<std::string_view, std::string_view> rows;
        for (const TextRow& row : all_texts())
            rows.emplace(row.key, row.english);
        return rows;
    }();
    return map;
}

} // namespace

std::span<const TextRow> texts() {
    return all_texts();
}

std::string_view text(std::string_view key) {
    return text_or(key, key);
}

std::string_view text_or(std::string_view key, std::string_view fallback) {
    const auto found = index().find(key);
    return found == index().end() ? fallback : found->second;
}

std::string fill(std::string_view pattern, std::initializer_list<std::string_view> arguments) {
    std::string filled;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool is_slot = i + 2 < pattern.size() && pattern[i] == '{' && pattern[i + 2] == '}';
        const std::size_t slot = is_slot ? static_cast<std::size_t>(pattern[i + 1] - '0') : 10;
        if (slot < arguments.size()) {
            filled += arguments.begin()[slot];
            i += 2;
        } else {
            filled += pattern[i];
        }
    }
    return filled;
}

} // namespace backprop::shell
