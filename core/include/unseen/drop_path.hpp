#pragma once

#include <ATen/core/Tensor.h>

namespace [[gnu::visibility("default")]] unseen {

/// Stochastic depth (Huang et al., ECCV 2016): in training, each sample's branch (N, ...) is zeroed with
/// probability `rate` and else divided by 1 - rate. Draws from torch's default generator only where rate > 0.
at::Tensor drop_path(const at::Tensor& branch, double rate, bool training);

}  // namespace unseen
