#pragma once

#include <torch/types.h>

#include <vector>

namespace unseen {

/// Inner products of x and y, of which each call brings a part. One pass over memory for all of them, by a
/// kernel of our own where the tensors lie alike on a CPU; no wait for a GPU.
class PairSums {
 public:
  /// y becomes a * x + b * y; the sums are of x and the new y.
  void mix(double a, const torch::Tensor& x, double b, torch::Tensor& y);

  /// x is the way from one tensor to another.
  void add_way(const torch::Tensor& from, const torch::Tensor& to, const torch::Tensor& y);

  /// A part of x alone.
  void add(const torch::Tensor& x);

  torch::Tensor norm_x() const;  ///< 0-dimensional float64, as the next
  torch::Tensor cosine() const;  ///< of the angle between x and y; 0 where one of them is zero

 private:
  torch::Tensor total() const;

  std::vector<torch::Tensor> parts_;  ///< <x, x>, <x, y>, <y, y>
};

}  // namespace unseen
