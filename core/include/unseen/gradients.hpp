#pragma once

#include <torch/types.h>

#include <string>
#include <vector>

#include <unseen/params.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// Added to a norm before it divides, as davda54/sam does, so that a zero gradient gives a zero step.
inline constexpr double kNormEps = 1e-12;

/// The 2-norm over all tensors together, 0-dimensional float64: summed in fp64 from each tensor's own norm.
/// An undefined tensor counts as zero here and in mixed() and cosine().
torch::Tensor joint_norm(const std::vector<torch::Tensor>& tensors);

/// radius * g / (||g|| + 1e-12) for each tensor g, with the joint norm; detached.
std::vector<torch::Tensor> scaled_to(const std::vector<torch::Tensor>& tensors, double radius);

/// a * x + b * y, tensor by tensor; a * x where y is empty.
std::vector<torch::Tensor> mixed(double a, const std::vector<torch::Tensor>& x, double b,
                                 const std::vector<torch::Tensor>& y);

/// Cosine of the angle between two gradients, 0-dimensional float64; 0 where one of them is zero.
torch::Tensor cosine(const std::vector<torch::Tensor>& x, const std::vector<torch::Tensor>& y);

/// How far and where to the weights ascend, theta' = theta + r' g / ||g|| (eq. 14's third term):
/// sharpness-aware minimisation (Foret et al., ICLR 2021), or its scale-invariant form (Kwon et al., ICML
/// 2021).
class Ascent {
 public:
  /// Reads the radius under the name `radius`, `adaptive` and `ascent_weight_decay`.
  Ascent(const Params& params, const std::string& radius);

  double radius() const { return radius_; }

  /// What to add to each parameter, from the gradient by it; detached.
  std::vector<torch::Tensor> offsets(const std::vector<torch::Tensor>& parameters,
                                     const std::vector<torch::Tensor>& gradients) const;

 private:
  double radius_;
  bool adaptive_;
  double weight_decay_;
};

/// While it lives, the parameters stand moved by the offsets; at the end they are what they were, bit for
/// bit: their memory is put aside, not copied back. No graph of before may be run backward meanwhile.
class Shift {
 public:
  Shift(std::vector<torch::Tensor> parameters, const std::vector<torch::Tensor>& offsets);
  ~Shift();
  Shift(const Shift&) = delete;
  Shift& operator=(const Shift&) = delete;

  /// Cosine of the angle between the way that the parameters went and a gradient, as cosine().
  torch::Tensor cosine(const std::vector<torch::Tensor>& gradients) const;

 private:
  std::vector<torch::Tensor> parameters_;
  std::vector<torch::Tensor> saved_;
};

}  // namespace unseen
