#pragma once

#include <cstdint>

namespace backprop::test {

/// How many allocations this program has made with `new`.
std::int64_t allocations();

} // namespace backprop::test
