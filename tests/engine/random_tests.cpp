// Random numbers: the published algorithms' own figures, the streams, and golden values that were
// computed independently (arbitrary-precision Python) from the definitions in random.hpp.

#include "engine/numerics/random.hpp"
#include "engine/numerics/state_hash.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

using namespace backprop;

namespace {

constexpr RandomStream k_streams[] = {RandomStream::Start,   RandomStream::Data,
                                      RandomStream::Noise,   RandomStream::Split,
                                      RandomStream::Shuffle, RandomStream::Dropout};

} // namespace

TEST_CASE("SplitMix64 gives the published numbers", "[random]") {
    std::uint64_t state = 1234567;
    for (const std::uint64_t expected :
         {0x599ed017fb08fc85ULL, 0x2c73f08458540fa5ULL, 0x883ebce5a3f27c77ULL,
          0x3fbef740e9177b3fULL, 0xe3b8346708cb5ecdULL}) {
        CHECK(split_mix_64(state) == expected);
    }
}

TEST_CASE("xoshiro256** gives the published numbers", "[random]") {
    Random random{{1, 2, 3, 4}};
    for (const std::uint64_t expected :
         {11520ULL, 0ULL, 1509978240ULL, 1215971899390074240ULL, 1216172134540287360ULL,
          607988272756665600ULL, 16172922978634559625ULL, 8476171486693032832ULL,
          10595114339597558777ULL, 2904607092377533576ULL}) {
        CHECK(next_u64(random) == expected);
    }
}

TEST_CASE("each purpose has its own stream", "[random]") {
    const std::uint64_t first_of_seed_42[] = {0x19e479e2aaa77bfb, 0xe57bb14f3a75feed,
                                              0xa91f2f70ae1060d3, 0xde9ff54476a1fdcb,
                                              0x639fead32a7030fb, 0xfa7a110f7d5bf475};
    std::set<std::uint64_t> seen;
    for (const RandomStream stream : k_streams) {
        Random random = make_random(42, stream);
        CHECK(random.state[0] != 0);
        CHECK(next_u64(random) == first_of_seed_42[static_cast<std::size_t>(stream)]);
        for (const std::uint64_t seed : {0ULL, 1ULL, 2ULL, 42ULL, ~0ULL}) {
            Random other = make_random(seed, stream);
            for (int i = 0; i < 100; ++i) {
                seen.insert(next_u64(other));
            }
        }
    }
    CHECK(seen.size() == 6 * 5 * 100);
}

TEST_CASE("the state is all there is", "[random]") {
    Random random = make_random(3, RandomStream::Noise);
    (void)normal(random);
    Random copy = random;
    for (int i = 0; i < 10; ++i) {
        CHECK(normal(random) == normal(copy));
    }
}

TEST_CASE("uniform01 gives the golden values and stays in [0, 1)", "[random]") {
    Random random = make_random(7, RandomStream::Data);
    for (const double expected :
         {0.27491803087160327, 0.2741418572264597, 0.8302226329750187, 0.5318440222022383}) {
        CHECK(uniform01(random) == expected);
    }
    constexpr int k_count = 200000;
    double sum = 0, least = 1, largest = 0;
    int not_multiples = 0;
    for (int i = 0; i < k_count; ++i) {
        const double u = uniform01(random);
        least = std::min(least, u);
        largest = std::max(largest, u);
        sum += u;
        if (u * 0x1p53 != std::floor(u * 0x1p53)) ++not_multiples;
    }
    CHECK(least >= 0);
    CHECK(largest < 1);
    CHECK(least < 1e-4);
    CHECK(largest > 1 - 1e-4);
    CHECK(not_multiples == 0);
    CHECK(std::fabs(sum / k_count - 0.5) < 5 * std::sqrt(1.0 / 12 / k_count));
    Random ends{{0, 0, 0, 0}}; // xoshiro's one fixed point: its draws are all zero
    CHECK(uniform01(ends) == 0.0);
}

TEST_CASE("uniform stays within its bounds", "[random]") {
    Random random = make_random(7, RandomStream::Start);
    Random same = random;
    for (int i = 0; i < 10000; ++i) {
        const double value = uniform(random, -0.5, 0.25);
        CHECK((value >= -0.5 && value < 0.25));
        CHECK(value == -0.5 + 0.75 * uniform01(same));
    }
}

TEST_CASE("normal gives the golden values and the moments of the normal distribution", "[random]") {
    Random random = make_random(7, RandomStream::Noise);
    // Correctly rounded values of sqrt(-2 ln(1 - u)) cos(2 pi v); the functions may differ by 2 ulp
    // each, the exact bits are pinned by the hash below.
    for (const double expected :
         {-0x1.967e4ea9efe5fp+1, -0x1.b08815906fc9dp-1, 0x1.3022e11c0ea58p-1, -0x1.a8a45715fc252p+0,
          -0x1.51adfb5a3fc8dp+0, 0x1.bff1fdc36161fp-2}) {
        CHECK(std::fabs(normal(random) - expected) <= 1e-15 * std::fabs(expected));
    }
    constexpr int k_count = 100000;
    std::vector<double> values(k_count);
    double moments[5] = {};
    for (double& value : values) {
        value = normal(random);
        double power = 1;
        for (double& moment : moments) {
            moment += power / k_count;
            power *= value;
        }
    }
    // Five standard errors: the k-th moment's variance is E x^2k - (E x^k)^2.
    CHECK(std::fabs(moments[1]) < 5 * std::sqrt(1.0 / k_count));
    CHECK(std::fabs(moments[2] - 1) < 5 * std::sqrt(2.0 / k_count));
    CHECK(std::fabs(moments[3]) < 5 * std::sqrt(15.0 / k_count));
    CHECK(std::fabs(moments[4] - 3) < 5 * std::sqrt(96.0 / k_count));
    const auto within_one = std::count_if(values.begin(), values.end(),
                                          [](double value) { return std::fabs(value) < 1; });
    CHECK(std::fabs(static_cast<double>(within_one) / k_count - 0.6826894921) < 0.0075);
    StateHash hash;
    add<double>(hash, values);
    CHECK(to_hex16(hash) == "4ab84e8753d34488");
}

TEST_CASE("uniform_below gives the golden values, below its bound and without bias", "[random]") {
    Random random = make_random(7, RandomStream::Shuffle);
    for (const unsigned expected :
         {7U, 4U, 3U, 7U, 1U, 2U, 1U, 3U, 3U, 7U, 5U, 4U, 2U, 5U, 2U, 0U, 6U, 3U, 9U, 3U}) {
        CHECK(uniform_below(random, 10) == expected);
    }
    // Just above 2^63 every second draw has to be rejected.
    random = make_random(7, RandomStream::Shuffle);
    for (const std::uint64_t expected :
         {6737062074444115278ULL, 4217433485170119509ULL, 1201572302985904310ULL,
          3656928302827771772ULL, 2876206929420202376ULL, 7304880033583225382ULL}) {
        CHECK(uniform_below(random, (1ULL << 63) + 1) == expected);
    }
    Random untouched = random;
    CHECK(uniform_below(random, 0) == 0);
    CHECK(next_u64(random) == next_u64(untouched));
    CHECK(uniform_below(random, 1) == 0);

    constexpr int k_count = 70000;
    int counts[7] = {};
    for (int i = 0; i < k_count; ++i) {
        ++counts[uniform_below(random, 7)];
    }
    for (const int count : counts) {
        CHECK(std::abs(count - k_count / 7) < 500); // more than five standard deviations
    }
}

TEST_CASE("shuffle is a permutation, the golden one, and reaches all", "[random]") {
    std::vector<std::int32_t> items(12);
    std::iota(items.begin(), items.end(), 0);
    Random random = make_random(7, RandomStream::Shuffle);
    shuffle(random, items);
    CHECK(items == std::vector<std::int32_t>{10, 9, 2, 4, 6, 0, 11, 1, 7, 3, 5, 8});

    items.resize(1000);
    std::iota(items.begin(), items.end(), 0);
    shuffle(random, items);
    std::vector<std::int32_t> sorted = items;
    std::sort(sorted.begin(), sorted.end());
    CHECK(sorted != items);
    for (std::int32_t i = 0; i < 1000; ++i) {
        CHECK(sorted[static_cast<std::size_t>(i)] == i);
    }

    int orders[6] = {};
    for (int i = 0; i < 6000; ++i) {
        std::vector<std::int32_t> three = {0, 1, 2};
        shuffle(random, three);
        ++orders[three[0] * 2 + (three[1] > three[2] ? 1 : 0)];
    }
    for (const int count : orders) {
        CHECK(std::abs(count - 1000) < 150); // five standard deviations
    }

    std::vector<std::int32_t> none, one = {5};
    const Random before = random;
    shuffle(random, none);
    shuffle(random, one);
    CHECK(one[0] == 5);
    CHECK(std::equal(before.state, before.state + 4, random.state));
}
