#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace backprop {

/// One row of a family (activations, errors, start rules, ...). A family is a constexpr array
/// of rows in the order of its enumerators: the row of `Activation::Tanh` is
/// `k_activations[int(Activation::Tanh)]`. Files, links, widgets and tests walk these arrays.
struct Choice {
    std::string_view key;             ///< as written in files: "tanh"
    std::string_view name;            ///< as shown to people
    std::string_view formula;         ///< as shown to people; may be empty
    std::string_view derivative = {}; ///< of the formula, as shown to people; may be empty
};

/// The index of the row with this key.
constexpr std::optional<int> find_choice(std::span<const Choice> family, std::string_view key) {
    for (std::size_t i = 0; i < family.size(); ++i)
        if (family[i].key == key) return static_cast<int>(i);
    return std::nullopt;
}

/// Whether `last`, a family's last enumerator, is its last row.
template <class Enum>
constexpr bool has_row_for(std::span<const Choice> family, Enum last) {
    return family.size() == static_cast<std::size_t>(last) + 1;
}

/// The row of an enumerator.
template <class Enum>
constexpr const Choice& choice_of(std::span<const Choice> family, Enum enumerator) {
    return family[static_cast<std::size_t>(enumerator)];
}

} // namespace backprop
