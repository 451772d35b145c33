#pragma once

#include <torch/types.h>

#include <functional>
#include <vector>

#include "app/door/prepared_set.hpp"

namespace unseen {

/// The pictures of a test as a run's network takes them.
std::unique_ptr<PreparedSet> test_set(const ResolvedTest& test, const CellConfig& config, std::int64_t side,
                                      const Placement& where, const StopRequest& stop);

/// Hands over all pictures of a set in batches, (N, side, side, 3) uint8 with a label each.
void each_batch(
    const PreparedSet& set, std::int64_t side, std::int64_t batch_size,
    const std::function<void(const torch::Tensor& pixels, const std::vector<std::int64_t>& labels)>& take);

}  // namespace unseen
