#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace backprop {

/// Where a vector of numbers begins in memory: at a multiple of this many bytes, the widest vector
/// of today's machines. Loads that cross such a border take twice as long.
inline constexpr std::size_t k_alignment = 64;

template <class T>
struct AlignedAllocator {
    using value_type = T;

    AlignedAllocator() = default;
    template <class Other>
    AlignedAllocator(const AlignedAllocator<Other>&) {}

    T* allocate(std::size_t count) {
        return static_cast<T*>(::operator new (count * sizeof(T), std::align_val_t{k_alignment}));
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
