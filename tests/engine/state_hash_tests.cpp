// The state hash: FNV-1a's published figures, byte order, and the two rules for NaN and -0.

#include "engine/numerics/state_hash.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <vector>

using namespace backprop;

namespace {

template <class Real>
std::string hash_of(const std::vector<Real>& values) {
    StateHash hash;
    add<Real>(hash, values);
    return to_hex16(hash);
}

} // namespace

TEST_CASE("the state hash is FNV-1a, 64 bits", "[hash]") {
    StateHash empty;
    CHECK(to_hex16(empty) == "cbf29ce484222325");
    StateHash a;
    add(a, 0x61, 1);
    CHECK(to_hex16(a) == "af63dc4c8601ec8c");
    StateHash foobar;
    add(foobar, 0x7261626f6f66, 6); // "foobar", first letter lowest
    CHECK(to_hex16(foobar) == "85944171f73967e8");
}

TEST_CASE("numbers are hashed as their little-endian bytes, in order", "[hash]") {
    StateHash words;
    add(words, 0x3ff8000000000000);
    add(words, 0xc004000000000000);
    CHECK(hash_of<double>({1.5, -2.5}) == to_hex16(words));
    StateHash halves;
    add(halves, 0x3fc00000, 4);
    add(halves, 0xc0200000, 4);
    CHECK(hash_of<float>({1.5F, -2.5F}) == to_hex16(halves));
    CHECK(hash_of<double>({1.5, -2.5}) != hash_of<double>({-2.5, 1.5}));
    CHECK(hash_of<double>({}) == "cbf29ce484222325");
    // One bit more in the last place is another hash.
    CHECK(hash_of<double>({0x1.8000000000001p0, -2.5}) != hash_of<double>({1.5, -2.5}));
}

TEST_CASE("every NaN hashes alike, -0 and +0 differ", "[hash]") {
    CHECK(hash_of<double>({from_bits<double>(0x7ff8000000000001)}) ==
          hash_of<double>({from_bits<double>(0xfff8000000000000)}));
    CHECK(hash_of<float>({from_bits<float>(0x7fc00123)}) ==
          hash_of<float>({std::numeric_limits<float>::quiet_NaN()}));
    StateHash canonical;
    add(canonical, 0x7ff8000000000000);
    CHECK(hash_of<double>({from_bits<double>(0xfff8000000000003)}) == to_hex16(canonical));
    CHECK(hash_of<double>({-0.0}) != hash_of<double>({0.0}));
    CHECK(hash_of<float>({-0.0F}) != hash_of<float>({0.0F}));
}
