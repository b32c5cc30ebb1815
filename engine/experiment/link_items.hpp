#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/experiment/link_text.hpp"
#include "engine/experiment/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A link in parts, and what reading them shares.
namespace backprop {

/// What was wrong, if anything was.
using Problem = std::optional<Error>;

struct LinkItem {
    std::string_view key;
    std::string_view value;
};

/// The items of a link, each key once.
struct LinkItems {
    std::vector<LinkItem> items;

    const LinkItem* find(std::string_view key) const;
};

Error link_error(std::string message);

/// A part of a hostile text as it may be shown.
std::string shown(std::string_view text);

/// "lr" must be WANTED, not "fast".
Error bad_value(const LinkItem& item, std::string_view wanted);

/// The text with %7E and the like, which some programs write for ~, as the signs they stand for.
std::string unescaped(std::string_view text);

/// Cuts a link into its items. `text` must outlive them.
Problem read_items(std::string_view text, LinkItems& link);

Problem read_number_list(const LinkItem& item, std::vector<double>& numbers);

/// Numbers in rows of `width`.
Problem read_rows(const LinkItem& item, std::size_t width, std::vector<std::vector<double>>& rows);

/// Given start numbers, for a network whose shape has been read.
Problem read_link_start(const LinkItems& link, Experiment& experiment);

/// Frozen parameters and changes in mid-run.
Problem read_link_changes(const LinkItems& link, TrainingSpec& training);

/// Where a saved run stood.
Problem read_link_state(const LinkItems& link, Experiment& experiment);

} // namespace backprop
