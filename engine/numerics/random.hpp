#pragma once

#include <cstdint>
#include <span>

namespace backprop {

/// Each purpose draws from a stream of its own, so that, for instance, asking for more noise never
/// changes the start weights. The numbers are part of saved results: append, never renumber.
enum class RandomStream : std::uint32_t {
    Start = 0,   ///< start weights
    Data = 1,    ///< positions of generated examples
    Noise = 2,   ///< noise added to them
    Split = 3,   ///< which examples train and which test
    Shuffle = 4, ///< order of the training examples
    Dropout = 5, ///< which units are left out
    Plane = 6,   ///< random directions in which the loss is looked at
};

/// xoshiro256** 1.0 (Blackman and Vigna, 2018), period 2^256 - 1. The state is all there is:
/// copying it copies the stream.
struct Random {
    std::uint64_t state[4];
};

/// The stream of that purpose for a seed: SplitMix64 started at `seed` yields one number per
/// stream, and SplitMix64 started at the stream's number yields the four words of state.
Random make_random(std::uint64_t seed, RandomStream stream);

/// One step of SplitMix64 (Steele, Lea and Flood, 2014): advances `state`, returns 64 random bits.
std::uint64_t split_mix_64(std::uint64_t& state);

/// 64 random bits.
std::uint64_t next_u64(Random& random);

/// Uniform in [0, 1): a multiple of 2^-53 from the upper 53 bits of one draw.
double uniform01(Random& random);

/// low + (high - low) * uniform01, one draw; in [low, high] (high itself only by rounding).
double uniform(Random& random, double low, double high);

/// Standard normal deviate: Box and Muller's cosine half, two draws each; the sine half is not
/// kept, so that nothing is hidden beside the state.
double normal(Random& random);

/// Unbiased integer in [0, n) for n >= 1 (0 for n = 0, without a draw); multiplies and rejects
/// (Lemire, 2019), one draw but for the rare rejection.
std::uint64_t uniform_below(Random& random, std::uint64_t n);

/// Random permutation in place (Fisher and Yates, from the last element down).
void shuffle(Random& random, std::span<std::int32_t> items);

} // namespace backprop
