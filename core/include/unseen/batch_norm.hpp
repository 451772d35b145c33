#pragma once

#include <torch/nn/module.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace [[gnu::visibility("default")]] unseen {

/// Batch normalisation of (N, C, H, W) with timm's names (weight, bias, running_mean, running_var,
/// num_batches_tracked). While a BatchStatisticsHold lives, it normalises by the batch's statistics in
/// training mode as ever, but leaves the running ones alone.
class BatchNorm2d : public torch::nn::Module {
 public:
  explicit BatchNorm2d(std::int64_t channels, double eps = 1e-5, double momentum = 0.1);
  ~BatchNorm2d() override;

  torch::Tensor forward(const torch::Tensor& x);

  /// A convolution of some picture with the weights (C, ...) and a bias (C) or none.
  using Convolve = std::function<torch::Tensor(const torch::Tensor& weight, const torch::Tensor& bias)>;

  /// forward(convolve(weight, none)); in evaluation without autograd one convolution, whose weights and bias
  /// hold the normalisation. They are kept until a weight or a statistic changes.
  torch::Tensor forward_after(const Convolve& convolve, const torch::Tensor& weight);

  torch::Tensor weight, bias, running_mean, running_var, num_batches_tracked;

 private:
  friend class BatchStatisticsHold;

  /// What of a convolution's weights and this normalisation's tensors tells whether they have changed.
  std::vector<std::int64_t> state_of(const torch::Tensor& conv_weight) const;

  struct Folded {
    std::vector<std::int64_t> state;
    torch::Tensor weight, bias;
  };

  double eps_;
  double momentum_;
  int holds_ = 0;
  Folded folded_;
};

/// While it lives, no running statistics of the model change (a rule updates them in the clean pass only, as
/// the JAX authors' SAM and GNP do). Modules other than unseen::BatchNorm2d that keep running statistics,
/// torch's own BatchNorm included, get theirs restored bit for bit at the end.
class BatchStatisticsHold {
 public:
  explicit BatchStatisticsHold(torch::nn::Module& model);
  ~BatchStatisticsHold();
  BatchStatisticsHold(const BatchStatisticsHold&) = delete;
  BatchStatisticsHold& operator=(const BatchStatisticsHold&) = delete;

 private:
  struct Saved {
    torch::Tensor buffer, value;
  };
  std::vector<std::shared_ptr<BatchNorm2d>> held_;
  std::vector<Saved> saved_;
};

}  // namespace unseen
