#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include <unseen/params.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// Stochastic depth (Huang et al., ECCV 2016): in training, each sample's branch (N, ...) is zeroed with
/// probability `rate` and else divided by 1 - rate. Draws from torch's default generator only where rate > 0.
at::Tensor drop_path(const at::Tensor& branch, double rate, bool training);

/// The rates of a network's branches, from 0 at the first in equal steps: the parameter `drop_path_rate`
/// (default 0) is that of branch number `last`, counted from 0.
class DropPathRates {
 public:
  DropPathRates(const Params& params, std::int64_t last);

  /// Of the next branch in the order of the network.
  double next();

 private:
  double rate_;
  std::int64_t last_;
  std::int64_t made_ = 0;
};

}  // namespace unseen
