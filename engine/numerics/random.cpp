#include "engine/numerics/random.hpp"

#include "engine/numerics/elementary.hpp"

#include <cmath>
#include <utility>

namespace backprop {
namespace {

constexpr std::uint64_t rotate_left(std::uint64_t word, int count) {
    return (word << count) | (word >> (64 - count));
}

struct Product {
    std::uint64_t high, low;
};

/// 64 x 64 -> 128 bits by halves, for targets without a 128-bit integer.
constexpr Product multiply(std::uint64_t a, std::uint64_t b) {
    constexpr std::uint64_t k_low_half = 0xffffffff;
    const std::uint64_t low_low = (a & k_low_half) * (b & k_low_half);
    const std::uint64_t high_low = (a >> 32) * (b & k_low_half) + (low_low >> 32);
    const std::uint64_t low_high = (a & k_low_half) * (b >> 32) + (high_low & k_low_half);
    return {(a >> 32) * (b >> 32) + (high_low >> 32) + (low_high >> 32),
            (low_high << 32) | (low_low & k_low_half)};
}

} // namespace

std::uint64_t split_mix_64(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

Random make_random(std::uint64_t seed, RandomStream stream) {
    std::uint64_t start = 0;
    for (std::uint32_t i = 0; i <= static_cast<std::uint32_t>(stream); ++i) {
        start = split_mix_64(seed);
    }
    Random random;
    for (std::uint64_t& word : random.state) {
        word = split_mix_64(start);
    }
    return random;
}

std::uint64_t next_u64(Random& random) {
    std::uint64_t* s = random.state;
    const std::uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    const std::uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

double uniform01(Random& random) {
    return static_cast<double>(next_u64(random) >> 11) * 0x1p-53;
}

double uniform(Random& random, double low, double high) {
    return low + (high - low) * uniform01(random);
}

double normal(Random& random) {
    constexpr double k_two_pi = 0x1.921fb54442d18p+2;
    const double radius = std::sqrt(-2.0 * math::log(1.0 - uniform01(random))); // log(0) cannot be
    const double angle = k_two_pi * uniform01(random);
    return radius * math::cos(angle);
}

std::uint64_t uniform_below(Random& random, std::uint64_t n) {
    if (n == 0) return 0;
    Product product = multiply(next_u64(random), n);
    if (product.low < n) {
        const std::uint64_t rejected = (0 - n) % n; // 2^64 mod n: with these, some results are too
        while (product.low < rejected) {            // frequent
            product = multiply(next_u64(random), n);
        }
    }
    return product.high;
}

void shuffle(Random& random, std::span<std::int32_t> items) {
    for (std::size_t i = items.size(); i > 1; --i) {
        const auto j = static_cast<std::size_t>(uniform_below(random, i));
        std::swap(items[i - 1], items[j]);
    }
}

} // namespace backprop
