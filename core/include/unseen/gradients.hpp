#pragma once

#include <torch/types.h>

#include <string>
#include <vector>

#include <unseen/params.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// Added to a norm before it divides, as davda54/sam does, so that a zero gradient gives a zero step.
inline constexpr double kNormEps = 1e-12;

/// The 2-norm over all tensors, which share a device, together; 0-dimensional float64, on a CPU summed in it
/// too, on a GPU tensor by tensor in their own type.
/// An undefined tensor counts as zero.
torch::Tensor joint_norm(const std::vector<torch::Tensor>& tensors);

/// radius * g / (||g|| + 1e-12) for each tensor g, with the joint norm; detached.
std::vector<torch::Tensor> scaled_to(const std::vector<torch::Tensor>& tensors, double radius);

/// What a rule logs of the clean gradient that it mixes in; 0-dimensional, float64.
struct Mixture {
  torch::Tensor norm_x;
  torch::Tensor cosine;  ///< of the angle between x and the mixture; 0 where one of them is zero
};

/// y becomes a * x + b * y, tensor by tensor and in y's own memory, which nothing else may rest on. An
/// undefined tensor counts as zero, and so do those that a shorter list lacks.
Mixture mix(double a, const std::vector<torch::Tensor>& x, double b, std::vector<torch::Tensor>& y);

/// The same gradients, each in the memory layout of its parameter and in memory of its own. Autograd promises
/// neither: a convolution in channels_last may leave another order, and the two terms of a sum one gradient.
/// What works in place, and the fused CPU optimizers, pair elements by address. Undefined ones stay so.
std::vector<torch::Tensor> laid_out_as(const std::vector<torch::Tensor>& parameters,
                                       std::vector<torch::Tensor> gradients);

/// While it lives, the parameters stand moved by scale * direction; at the end they are what they were, bit
/// for bit: their memory is put aside, not copied back. No graph of before may be run backward meanwhile.
class Shift {
 public:
  Shift(std::vector<torch::Tensor> parameters, const std::vector<torch::Tensor>& direction, double scale);
  ~Shift();
  Shift(const Shift&) = delete;
  Shift& operator=(const Shift&) = delete;

  /// Cosine of the angle between the way that the parameters went and a gradient, 0-dimensional float64.
  torch::Tensor cosine(const std::vector<torch::Tensor>& gradients) const;

 private:
  std::vector<torch::Tensor> parameters_;
  std::vector<torch::Tensor> saved_;
};

/// How far and where to the weights ascend, theta' = theta + r' g / ||g|| (eq. 14's third term):
/// sharpness-aware minimisation (Foret et al., ICLR 2021), or its scale-invariant form (Kwon et al., ICML
/// 2021).
class Ascent {
 public:
  /// Reads the radius under the name `radius`, `adaptive` and `ascent_weight_decay`.
  Ascent(const Params& params, const std::string& radius);

  double radius() const { return radius_; }

  /// The parameters at the end of the ascent from the gradient by them, whose joint_norm() is `norm`.
  Shift shift(const std::vector<torch::Tensor>& parameters, const std::vector<torch::Tensor>& gradients,
              const torch::Tensor& norm) const;

 private:
  double radius_;
  bool adaptive_;
  double weight_decay_;
};

}  // namespace unseen
