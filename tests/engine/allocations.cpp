// Every allocation of this program passes here, so that a test can count those of a call, and the
// memory that it holds. A file of its own: where these functions are inlined, g++ no longer knows
// them as a pair.

#include "tests/engine/allocations.hpp"

#include <cstdlib>
#include <malloc.h>
#include <new>

static std::int64_t count = 0;
static std::int64_t held = 0;
static std::int64_t most_held = 0;

static void* counted(void* memory) {
    ++count;
    held += static_cast<std::int64_t>(malloc_usable_size(memory));
    most_held = held > most_held ? held : most_held;
    return memory;
}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return counted(std::malloc(size > 0 ? size : 1));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    const auto unit = static_cast<std::size_t>(alignment);
    if (void* memory = std::aligned_alloc(unit, (size + unit - 1) / unit * unit))
        return counted(memory);
    std::abort();
}
void* operator new(std::size_t size) {
    if (void* memory = operator new(size, std::nothrow)) return memory;
    std::abort();
}
void operator delete(void* memory) noexcept {
    held -= static_cast<std::int64_t>(malloc_usable_size(memory));
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    operator delete(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    operator delete(memory);
}

std::int64_t backprop::test::allocations() {
    return count;
}

std::int64_t backprop::test::bytes_held() {
    return held;
}

std::int64_t backprop::test::most_bytes_held() {
    return most_held;
}

void backprop::test::forget_most_bytes_held() {
    most_held = held;
}
