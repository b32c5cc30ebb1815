#pragma once

#include "engine/numerics/matrix.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace backprop {

/// Up to k_block_columns examples, in the precision of training.
template <class Real>
struct Block {
    std::int32_t first;     ///< position of its first example in the order of training
    std::int32_t columns;   ///< examples in it
    std::int32_t batch_end; ///< position behind its batch
    Matrix<Real> inputs;    ///< inputs × columns
    Matrix<Real> targets;   ///< outputs × columns
};

/// Cuts `inputs` and `targets` (one example per column) into batches of `batch` examples, and each
/// batch into blocks, so that a batch is contiguous in memory. Column n of the data that `order`
/// names n-th comes n-th; an empty `order` keeps the order of the data. Reuses the memory of
/// `blocks` when the cut is the same.
template <class Real>
void arrange_blocks(const Matrix<double>& inputs, const Matrix<double>& targets,
                    std::span<const std::int32_t> order, std::int32_t batch,
                    std::vector<Block<Real>>& blocks);

} // namespace backprop
