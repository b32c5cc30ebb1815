#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace backprop {

/// Where a headless run reads and writes. Lines come without their line end.
struct HeadlessIo {
    std::function<bool(const std::string& path, std::string& text)> read_file;
    std::function<bool(std::string_view line)> print; ///< false when it cannot be written
    std::function<void(std::string_view line)> print_error;
};

/// `FILE.json [--epochs N] [--every N] [--gradients] [--check-gradients]`: trains the experiment
/// and prints one JSON object a line (docs/experiment.md). Returns the exit status: 0, or 2 after
/// printing what was wrong.
int run_headless(std::span<const std::string> arguments, const HeadlessIo& io);

} // namespace backprop
