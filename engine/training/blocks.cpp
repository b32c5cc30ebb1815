#include "engine/training/blocks.hpp"

#include "engine/network/kernels.hpp"

#include <algorithm>

namespace backprop {

/// Copies the columns of `from` that the block's positions name.
template <class Real>
static void gather(const Matrix<double>& from, std::span<const std::int32_t> order,
                   std::int32_t first, Matrix<Real>& to) {
    for (std::int32_t row = 0; row < to.rows; ++row) {
        const double* source = from.row_data(row);
        Real* target = to.row_data(row);
        for (std::int32_t i = 0; i < to.columns; ++i) {
            const std::int32_t position = first + i;
            const std::int32_t column = order.empty() ? position : order[std::size_t(position)];
            target[i] = static_cast<Real>(source[column]);
        }
    }
    repeat_last_column(to);
}

template <class Real>
void arrange_blocks(const Matrix<double>& inputs, const Matrix<double>& targets,
                    std::span<const std::int32_t> order, std::int32_t batch,
                    std::vector<Block<Real>>& blocks) {
    std::size_t count = 0;
    for (std::int32_t first = 0; first < inputs.columns;) {
        const std::int32_t batch_end = std::min(inputs.columns, (first / batch + 1) * batch);
        const std::int32_t columns = std::min(k_block_columns, batch_end - first);
        if (count == blocks.size()) blocks.emplace_back();
        Block<Real>& block = blocks[count++];
        block.first = first;
        block.batch_end = batch_end;
        if (block.columns != columns || block.inputs.rows != inputs.rows ||
            block.targets.rows != targets.rows) {
            block.columns = columns;
            block.inputs.resize(inputs.rows, columns);
            block.targets.resize(targets.rows, columns);
        }
        gather(inputs, order, first, block.inputs);
        gather(targets, order, first, block.targets);
        first += columns;
    }
    blocks.resize(count);
}

template void arrange_blocks(const Matrix<double>&, const Matrix<double>&,
                             std::span<const std::int32_t>, std::int32_t,
                             std::vector<Block<float>>&);
template void arrange_blocks(const Matrix<double>&, const Matrix<double>&,
                             std::span<const std::int32_t>, std::int32_t,
                             std::vector<Block<double>>&);

} // namespace backprop
