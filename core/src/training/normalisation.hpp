#pragma once

#include <torch/types.h>

#include <unseen/backbone.hpp>

namespace unseen {

/// uint8 (N, side, side, 3) on any device -> float (N, 3, side, side), (x / 255 - mean) / std, in
/// channels_last or contiguous layout. On CUDA one kernel of ours where the build has it, LibTorch's form
/// otherwise.
torch::Tensor normalised(const torch::Tensor& pixels, const InputSpec& input, bool channels_last);

/// LibTorch's form, on any device: the reference of the kernel.
torch::Tensor normalised_by_torch(const torch::Tensor& pixels, const InputSpec& input, bool channels_last);

}  // namespace unseen
