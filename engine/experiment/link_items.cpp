#include "engine/experiment/link_items.hpp"

#include "engine/experiment/fields.hpp"
#include "engine/experiment/link_keys.hpp"

namespace backprop {

const LinkItem* LinkItems::find(std::string_view key) const {
    for (const LinkItem& item : items)
        if (item.key == key) return &item;
    return nullptr;
}

Error link_error(std::string message) {
    return {"link", std::move(message)};
}

std::string shown(std::string_view text) {
    constexpr std::size_t k_longest = 40;
    std::string words;
    for (const char c : text.substr(0, k_longest))
        words += c >= ' ' && c <= '~' ? c : '?';
    return "\"" + words + (text.size() > k_longest ? "...\"" : "\"");
}

Error bad_value(const LinkItem& item, std::string_view wanted) {
    return link_error(shown(item.key) + " must be " + std::string(wanted) + ", not " +
                      shown(item.value));
}

std::string unescaped(std::string_view text) {
    const auto digit = [](char c) {
        if (c >= 'a') c = static_cast<char>(c - ('a' - 'A'));
        return std::string_view("0123456789ABCDEF").find(c);
    };
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) < 16 &&
                            digit(text[i + 2]) < 16;
        plain +=
            escape ? static_cast<char>(digit(text[i + 1]) << 4U | digit(text[i + 2])) : text[i];
        if (escape) i += 2;
    }
    return plain;
}

static bool is_known(std::string_view key) {
    for (const std::string_view own : k_link_own_keys)
        if (own == key) return true;
    for (const Field& field : fields())
        if (field.link == key) return true;
    return false;
}

Problem read_items(std::string_view text, LinkItems& link) {
    const std::string version = std::string(k_link_version) + k_link_item;
    if (text.substr(0, version.size()) != version)
        return link_error("must begin with " + shown(version) +
                          ", the version that this program reads");
    for (const std::string_view part : link_parts(text.substr(version.size()), k_link_item)) {
        const std::size_t end = part.find(k_link_key);
        if (end == std::string_view::npos)
            return link_error(shown(part) + " is not a part of a link; a part is key.value");
        const LinkItem item{part.substr(0, end), part.substr(end + 1)};
        if (!is_known(item.key)) return link_error(shown(item.key) + " is not a key of a link");
        if (link.find(item.key)) return link_error(shown(item.key) + " appears twice");
        link.items.push_back(item);
    }
    return std::nullopt;
}

Problem read_number_list(const LinkItem& item, std::vector<double>& numbers) {
    std::optional<std::vector<double>> list = parse_link_numbers(item.value);
    if (!list) return bad_value(item, "numbers");
    numbers = std::move(*list);
    return std::nullopt;
}

Problem read_rows(const LinkItem& item, std::size_t width, std::vector<std::vector<double>>& rows) {
    std::vector<double> numbers;
    if (Problem problem = read_number_list(item, numbers)) return problem;
    if (width == 0 || numbers.size() % width != 0)
        return link_error(shown(item.key) + " must have rows of " + std::to_string(width) +
                          " numbers, one a column");
    for (std::size_t at = 0; at < numbers.size(); at += width)
        rows.emplace_back(numbers.begin() + std::ptrdiff_t(at),
                          numbers.begin() + std::ptrdiff_t(at + width));
    return std::nullopt;
}

} // namespace backprop
