#pragma once

namespace backprop::test {

/// Whether the sanitizers make what takes seconds take minutes: then tests do a part of it.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool k_slow = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool k_slow = true;
#else
inline constexpr bool k_slow = false;
#endif
#else
inline constexpr bool k_slow = false;
#endif

} // namespace backprop::test
