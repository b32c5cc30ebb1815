#pragma once

#include <cstdint>

namespace backprop::test {

/// How many times this program has asked for memory so far.
std::int64_t allocations();

/// Bytes that it has asked for and not given back, and the most that these ever were since the last
/// call of forget_most_bytes_held.
std::int64_t bytes_held();
std::int64_t most_bytes_held();
void forget_most_bytes_held();

} // namespace backprop::test
