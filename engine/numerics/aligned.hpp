#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

namespace backprop {

/// Where a vector of numbers begins in memory: at a multiple of this many bytes, the widest vector
/// of today's machines. Loads that cross such a border take twice as long.
inline constexpr std::size_t k_alignment = 64;

/// Allocates at such borders; ends the program where there is no memory, as every allocation does.
template <class T>
struct AlignedAllocator {
    using value_type = T;

    AlignedAllocator() = default;
    template <class Other>
    AlignedAllocator(const AlignedAllocator<Other>&) {}

    T* allocate(std::size_t count) {
        void* memory = ::operator new (count * sizeof(T), std::align_val_t{k_alignment});
        // Emscripten's aligned one returns null without exceptions, where its plain one aborts.
        if (memory == nullptr) std::abort();
        return static_cast<T*>(memory);
    }
    void deallocate(T* numbers, std::size_t) {
        ::operator delete (numbers, std::align_val_t{k_alignment});
    }
    template <class Other>
    bool operator==(const AlignedAllocator<Other>&) const {
        return true;
    }
};

/// A std::vector whose first number is aligned.
template <class Real>
using AlignedVector = std::vector<Real, AlignedAllocator<Real>>;

} // namespace backprop
