#pragma once

#include <torch/types.h>

#include <vector>

namespace [[gnu::visibility("default")]] unseen {

/// Added to a norm before it divides, as davda54/sam does, so that a zero gradient gives a zero step.
inline constexpr double kNormEps = 1e-12;

/// The 2-norm over all tensors together, 0-dimensional float64: summed in fp64 from each tensor's own norm.
torch::Tensor joint_norm(const std::vector<torch::Tensor>& tensors);

/// radius * g / (||g|| + 1e-12) for each tensor g, with the joint norm; detached.
std::vector<torch::Tensor> scaled_to(const std::vector<torch::Tensor>& tensors, double radius);

/// a * x + b * y, tensor by tensor.
std::vector<torch::Tensor> mixed(double a, const std::vector<torch::Tensor>& x, double b,
                                 const std::vector<torch::Tensor>& y);

/// Cosine of the angle between two gradients, 0-dimensional float64; 0 where one of them is zero.
torch::Tensor cosine(const std::vector<torch::Tensor>& x, const std::vector<torch::Tensor>& y);

/// While it lives, the parameters stand moved by the offsets; at the end they are copied back, bit for bit.
class Shift {
 public:
  Shift(std::vector<torch::Tensor> parameters, const std::vector<torch::Tensor>& offsets);
  ~Shift();
  Shift(const Shift&) = delete;
  Shift& operator=(const Shift&) = delete;

 private:
  std::vector<torch::Tensor> parameters_;
  std::vector<torch::Tensor> saved_;
};

}  // namespace unseen
