#pragma once

#include <torch/types.h>

#include <functional>
#include <vector>

#include <unseen/gradients.hpp>

#include "sdk/kernels/pair_sums_kernel.hpp"

namespace unseen {

/// Whether equal indices of tensors of one shape lie at equal addresses; the stride of a dimension of one
/// means nothing.
bool same_layout(const torch::Tensor& a, const torch::Tensor& b);

/// Inner products of x and y, of which each call brings a part, and run() does the work of all: by a kernel
/// of our own that passes over memory once where tensors lie alike on a CPU, in one parallel section, since
/// many are small; without a wait for a GPU. The tensors are lent until then.
class PairSums {
 public:
  /// y becomes a * x + b * y; the sums are of x and the new y.
  void mix(double a, const torch::Tensor& x, double b, torch::Tensor& y);

  /// x is the way from one tensor to another.
  void add_way(const torch::Tensor& from, const torch::Tensor& to, const torch::Tensor& y);

  /// A part of x alone.
  void add(const torch::Tensor& x);

  Mixture run();

 private:
  /// work(first, count) for pieces of `numbers`, as small as a thread's share should be.
  template <class Work>
  void in_tasks(std::int64_t numbers, const Work& work);

  std::vector<std::function<Products()>> tasks_;
  std::vector<torch::Tensor> parts_;  ///< <x, x>, <x, y>, <y, y>
};

}  // namespace unseen
