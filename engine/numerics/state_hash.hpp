#pragma once

#include "engine/numerics/vector.hpp"

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>

namespace backprop {

/// FNV-1a, 64 bits, over little-endian bytes (Fowler, Noll, Vo). Two runs agree to the last bit if
/// their hashes do; printed and compared everywhere as 16 hexadecimal digits.
struct StateHash {
    std::uint64_t value = 0xcbf29ce484222325;
};

/// Adds the 8 (or `bytes`) low bytes of `word`, lowest first.
inline void add(StateHash& hash, std::uint64_t word, int bytes = 8) {
    for (int i = 0; i < bytes; ++i) {
        hash.value = (hash.value ^ ((word >> (8 * i)) & 0xff)) * 0x100000001b3;
    }
}

/// Adds the numbers' bit patterns in order. Every NaN counts as the same one (its bits differ
/// between machines and browsers); -0 and +0 count as different.
template <class Real>
inline void add(StateHash& hash, std::span<const Real> values) {
    static_assert(std::is_floating_point_v<Real>);
    constexpr UnsignedOf<Real> k_quiet_nan =
        sizeof(Real) == 4 ? UnsignedOf<Real>{0x7fc00000} : UnsignedOf<Real>(0x7ff8000000000000);
    for (const Real number : values) {
        const UnsignedOf<Real> bits = number == number ? to_bits<Real>(number) : k_quiet_nan;
        add(hash, std::uint64_t{bits}, static_cast<int>(sizeof(Real)));
    }
}

/// The hash as 16 lower-case hexadecimal digits.
inline std::string to_hex16(StateHash hash) {
    constexpr char k_digits[] = "0123456789abcdef";
    std::string text(16, '0');
    for (int i = 0; i < 16; ++i) {
        text[static_cast<std::size_t>(i)] = k_digits[(hash.value >> (60 - 4 * i)) & 15];
    }
    return text;
}

} // namespace backprop
