#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"section.lesson", "LESSON"},
};

} // namespace

std::span<const TextRow> lesson_texts() {
    return k_texts;
}

} // namespace backprop::shell
