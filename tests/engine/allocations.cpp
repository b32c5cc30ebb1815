// Every allocation of this program passes here, so that a test can count those of a call. A file of
// its own: where these functions are inlined, g++ no longer knows them as a pair.

#include "tests/engine/allocations.hpp"

#include <cstdlib>
#include <new>

static std::int64_t count = 0;

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    ++count;
    return std::malloc(size > 0 ? size : 1);
}
void* operator new(std::size_t size) {
    if (void* memory = operator new(size, std::nothrow)) return memory;
    std::abort();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

std::int64_t backprop::test::allocations() {
    return count;
}
