#pragma once

#include <torch/types.h>

#include <filesystem>
#include <vector>

#include "weights/tensor_table.hpp"

namespace unseen {

/// What a network of the cascade says of its windows. `face` are logits of face against no face, `shift` the
/// corrections of the box (left, top, right, bottom, in box sides), `points` those of the last network: five
/// x, then five y.
struct MtcnnOutput {
  torch::Tensor face, shift, points;
};

/// A convolution and what its output goes through.
struct MtcnnLayer {
  torch::Tensor weight, bias, slope;  ///< `slope` of the PReLU; undefined where there is none
  std::int64_t pool = 0;              ///< side of the max pooling behind it, of stride 2; 0: none
};

/// One of the three networks of MTCNN (Zhang et al., IEEE SPL 2016) with the weights and names of
/// facenet-pytorch. Pixels enter as 0 to 255: the first layer has the normalisation folded in, and the fully
/// connected ones are convolutions over all that is left of the picture.
class MtcnnNetwork {
 public:
  /// `convolutions`: of the part before the fully connected layers, the kernels of the poolings behind them
  /// (0: none); `dense`: the side of the picture that the first fully connected layer sees, 0 without one.
  /// InputError where a tensor is missing or has another shape.
  MtcnnNetwork(const std::filesystem::path& file, std::vector<std::int64_t> pools, std::int64_t dense,
               torch::Device device);

  /// (N, 3, H, W) on any device; outputs on the CPU, contiguous: face (N, h, w), shift (N, 4, h, w),
  /// points (N, 10, h, w).
  MtcnnOutput operator()(const torch::Tensor& pictures) const;

 private:
  torch::Tensor heads(torch::Tensor x) const;

  std::vector<MtcnnLayer> layers_;
  MtcnnLayer heads_;  ///< all of them as one
  torch::Device device_;
};

}  // namespace unseen
