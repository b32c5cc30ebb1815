#include "shell/texts/tables.hpp"

namespace backprop::shell {

namespace {

constexpr TextRow k_texts[] = {
    {"tab.chain-rule", "Chain rule"},
};

} // namespace

std::span<const TextRow> chain_rule_texts() {
    return k_texts;
}

} // namespace backprop::shell
