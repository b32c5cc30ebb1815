#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace backprop::shell {

enum class DialogKind : std::uint8_t { None, Share, Open, Save, Import, Glossary, Keys, About };

struct ImportState; // import_dialog.cpp

/// The dialog over the panels, if any: what was asked for, and what it holds.
struct DialogState {
    DialogKind wanted = DialogKind::None; ///< to open at the end of this frame
    DialogKind open = DialogKind::None;
    bool weights = false;         ///< share, save: with the exact weights and the state of the run
    std::string told;             ///< what happened last: "copied", or what is wrong
    bool told_is_problem = false; ///< of `told`
    std::array<char, 1024> path{};
    std::string text; ///< to save instead of the experiment; empty: the experiment
    std::shared_ptr<ImportState> import; ///< rows being imported
};

} // namespace backprop::shell
