#include "shell/drawing/part_names.hpp"

#include "shell/texts.hpp"

#include <algorithm>
#include <array>

namespace backprop::shell {

namespace {

constexpr std::array<std::string_view, 10> k_raised{"⁰", "¹", "²", "³", "⁴",
                                                    "⁵", "⁶", "⁷", "⁸", "⁹"};
constexpr std::array<std::string_view, 10> k_lowered{"₀", "₁", "₂", "₃", "₄",
                                                     "₅", "₆", "₇", "₈", "₉"};

/// Only raised numbers may be negative: exponents.
std::string with_digits(std::string_view decimal, const std::array<std::string_view, 10>& digits) {
    std::string result;
    for (const char digit : decimal)
        result += digit == '-' ? "⁻" : digits[static_cast<std::size_t>(digit - '0')];
    return result;
}

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

std::string number(std::int32_t index) {
    return std::to_string(index + 1);
}

std::string lowered_index(std::int32_t index) {
    return index < 9 ? subscript(index + 1) : " " + number(index);
}

} // namespace

std::string superscript(std::int64_t value) {
    return with_digits(std::to_string(value), k_raised);
}

std::string subscript(std::int64_t value) {
    return with_digits(std::to_string(value), k_lowered);
}

std::string part_id(const Selection& part, BiasMode bias) {
    const std::string layer = std::to_string(part.layer);
    switch (part.kind) {
    case SelectionKind::Unit:
        return "unit " + layer + "." + number(part.to);
    case SelectionKind::Weight:
        return "weight " + layer + ": " + number(part.from) + " to " + number(part.to);
    case SelectionKind::Bias:
        return bias == BiasMode::Shared ? "bias " + layer : "bias " + layer + "." + number(part.to);
    case SelectionKind::None:
        break;
    }
    return {};
}

Selection part_with_id(std::string_view id) {
    constexpr struct {
        std::string_view word;
        SelectionKind kind;
    } k_kinds[] = {{"unit ", SelectionKind::Unit},
                   {"weight ", SelectionKind::Weight},
                   {"bias ", SelectionKind::Bias}};
    for (const auto& kind : k_kinds) {
        if (id.substr(0, kind.word.size()) != kind.word) continue;
        std::int32_t numbers[3] = {0, 0, 0};
        std::size_t count = 0;
        bool in_number = false;
        for (const char letter : id.substr(kind.word.size())) {
            if (is_digit(letter) && !in_number && count < 3) ++count;
            in_number = is_digit(letter);
            if (in_number && numbers[count - 1] < 100'000)
                numbers[count - 1] = 10 * numbers[count - 1] + (letter - '0');
        }
        Selection part{kind.kind, numbers[0], std::max(numbers[1] - 1, 0), 0};
        if (kind.kind == SelectionKind::Weight)
            part = {kind.kind, numbers[0], numbers[2] - 1, numbers[1] - 1};
        // Another text with the same numbers is not an id.
        const bool shared = kind.kind == SelectionKind::Bias && count == 1;
        const BiasMode bias = shared ? BiasMode::Shared : BiasMode::PerUnit;
        return part_id(part, bias) == id ? part : Selection{};
    }
    return {};
}

std::string part_symbol(const Selection& part, BiasMode bias) {
    const std::string layer = superscript(part.layer);
    switch (part.kind) {
    case SelectionKind::Unit:
        return "a" + layer + lowered_index(part.to);
    case SelectionKind::Weight:
        if (part.to < 9 && part.from < 9)
            return "w" + layer + subscript(part.to + 1) + subscript(part.from + 1);
        return "w" + layer + " " + number(part.to) + "," + number(part.from);
    case SelectionKind::Bias:
        return bias == BiasMode::Shared ? "b" + layer : "b" + layer + lowered_index(part.to);
    case SelectionKind::None:
        break;
    }
    return {};
}

Letters letters_of(const Frame& frame) {
    const Experiment& experiment = *frame.snapshot.experiment;
    const Notation notation = frame.view.notation.value_or(natural_notation(experiment.data.set));
    return letters_for(notation, experiment.network);
}

std::string z_name(const Frame& frame, std::int32_t layer, std::int32_t unit) {
    const Letters letters = letters_of(frame);
    if (letters.notation != Notation::General) return plain_text(z_letter(letters, layer, unit));
    return "z" + part_symbol({SelectionKind::Unit, layer, unit, 0}, letters.bias).substr(1);
}

std::string part_letter(const Frame& frame, const Selection& part) {
    const Letters letters = letters_of(frame);
    if (letters.notation == Notation::General) return part_symbol(part, letters.bias);
    if (part.kind == SelectionKind::Unit)
        return plain_text(activation_letter(letters, part.layer, part.to));
    const bool is_bias = part.kind == SelectionKind::Bias;
    return plain_text(parameter_letter(letters, {part.layer, is_bias, part.to, part.from}));
}

std::string pretty_name(std::string_view name) {
    std::size_t letters = name.size();
    while (letters > 0 && is_digit(name[letters - 1]))
        --letters;
    // Only short names are variables; "column 12" is a name.
    if (letters == 0 || letters > 2 || name.size() - letters > 2) return std::string(name);
    return std::string(name.substr(0, letters)) + with_digits(name.substr(letters), k_lowered);
}

std::string class_label(const std::vector<std::string>& names, std::size_t index) {
    const std::string& name = names[index];
    const std::size_t sign = name.find('=');
    if (sign == std::string::npos || sign + 1 == name.size() || names.size() < 2) return name;
    const std::string prefix = name.substr(0, sign + 1);
    const bool common = std::all_of(names.begin(), names.end(), [&](const std::string& other) {
        return other.compare(0, prefix.size(), prefix) == 0;
    });
    return common ? name.substr(sign + 1) : name;
}

std::string unit_name(const Frame& frame, std::int32_t layer, std::int32_t unit) {
    const auto index = static_cast<std::size_t>(unit);
    const auto last = static_cast<std::int32_t>(frame.snapshot.experiment->network.layers.size());
    const Dataset& data = *frame.snapshot.prepared;
    if (layer == 0 && index < data.input_names.size() && !data.input_names[index].empty())
        return pretty_name(data.input_names[index]);
    if (layer == last && index < data.output_names.size() && !data.output_names[index].empty())
        return pretty_name(class_label(data.output_names, index));
    const Selection part{SelectionKind::Unit, layer, unit, 0};
    return part_letter(frame, part);
}

std::string column_name(const Frame& frame, std::int32_t column) {
    const auto index = static_cast<std::size_t>(column);
    const std::vector<std::string>& names = frame.snapshot.data->input_names;
    if (index < names.size() && !names[index].empty()) return pretty_name(names[index]);
    return unit_name(frame, 0, column);
}

std::string layer_name(const Experiment& experiment, std::int32_t layer) {
    const auto last = static_cast<std::int32_t>(experiment.network.layers.size());
    if (layer == 0) return std::string(text("layer.inputs"));
    if (layer == last) return std::string(text("layer.output"));
    return fill(text("layer.hidden"), {std::to_string(layer)});
}

} // namespace backprop::shell
