#pragma once

#include "engine/experiment/experiment.hpp"

#include <string>
#include <string_view>

/// What writing and reading links share.
namespace backprop {

inline constexpr std::string_view k_link_version = "v1";

/// The keys of what is not one scalar field; those are in fields.hpp.
inline constexpr std::string_view k_link_own_keys[] = {
    "name", "set",     "net", "drop",   "in",   "frozen", "changes", "cols",  "train",
    "test", "weights", "at",  "random", "best", "powers", "params",  "slots",
};

/// The key of a choice without the signs that an address would escape: "x1*x2" is "x1x2".
inline std::string link_key(std::string_view key) {
    std::string text;
    for (const char c : key)
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') text += c;
    return text;
}

/// What a link says nothing about: the defaults of the text form, with this data set.
inline Experiment default_experiment(DataSet set) {
    Experiment experiment;
    experiment.data.set = set;
    experiment.data.task = data_set_row(set).task;
    return experiment;
}

} // namespace backprop
