#pragma once

#include <torch/types.h>

#include <functional>
#include <vector>

namespace unseen {

/// A part of a network from its input to its output, which gives the same bits each time it is called.
/// `again`: what the first call left behind (running statistics, random numbers) is not to happen twice.
using RepeatableSegment = std::function<torch::Tensor(const torch::Tensor& x, bool again)>;

/// segment(x), of which only x is kept: the backward pass computes the activations inside again (Chen et al.
/// 2016, arXiv:1604.06174). The gradients by x and by `parameters`, which must hold all that the segment
/// reads, are those of the plain form bit for bit. First derivatives only.
torch::Tensor recomputed(const RepeatableSegment& segment, const torch::Tensor& x,
                         const std::vector<torch::Tensor>& parameters);

}  // namespace unseen
