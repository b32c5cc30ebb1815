#pragma once

#include "engine/experiment/experiment.hpp"
#include "engine/experiment/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

// What the fuzz targets share. A target decodes bytes, does what a user could do with them, and
// ends the program where a promise of the engine's is broken.

namespace backprop::fuzz {

/// Ends the program, with the broken promise on standard error, unless `holds`.
void require(bool holds, std::string_view promise);
void require(const Result<Done>& result, std::string_view promise);

/// The fuzzer's bytes, read from the front; 0 after their end.
struct Bytes {
    const std::uint8_t* next;
    const std::uint8_t* end;

    bool empty() const { return next == end; }
    std::uint8_t byte() { return empty() ? std::uint8_t{0} : *next++; }
    std::uint32_t two() {
        const std::uint32_t high = byte();
        return high * 256 + byte();
    }
    /// 0 to n − 1.
    std::int32_t below(std::int64_t n);
    /// Round, tiny, huge, not finite, −0, or any bits.
    double number();
};

/// Examples × parameters of one pass over all rows: what a session of the experiment costs.
double work_of(const Experiment& experiment);

/// A valid experiment comes back to the bit from its JSON text, and from its link if it has one.
void require_round_trips(const Experiment& experiment);

/// Trains an experiment a little, and looks at it as the page does. Costs about five passes.
void use(const Experiment& experiment);

} // namespace backprop::fuzz
