#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace backprop::shell {

/// One text that people read, in UTF-8. Keys are paths: "button.run", "help.training.batch".
struct TextRow {
    std::string_view key;
    std::string_view english;
};

/// Every text of the program, in no particular order. The one place to translate.
std::span<const TextRow> texts();

/// The text with this key; the key itself when there is none (a test looks for such keys).
std::string_view text(std::string_view key);

/// The text with this key, or `fallback` when there is none. For names that the engine knows as
/// well: text_or("activation.tanh", choice.name). The table has them all (a test looks).
std::string_view text_or(std::string_view key, std::string_view fallback);

/// `pattern` with {0}, {1}, ... replaced by `arguments`. A number without an argument stays.
std::string fill(std::string_view pattern, std::initializer_list<std::string_view> arguments);

} // namespace backprop::shell
