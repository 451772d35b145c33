#include "training/normalisation.hpp"

#include <gtest/gtest.h>

#include "support/cuda.hpp"
#include "training/kernels/normalise.hpp"

namespace unseen {
namespace {

torch::Tensor pixels() {
  torch::manual_seed(6);
  return torch::randint(0, 256, {3, 5, 5, 3}, torch::kByte);
}

TEST(Normalisation, IsTheFormulaWrittenOut) {
  const InputSpec input;
  const auto mean =
      torch::tensor({input.mean[0], input.mean[1], input.mean[2]}, torch::kDouble).reshape({1, 3, 1, 1});
  const auto std =
      torch::tensor({input.std[0], input.std[1], input.std[2]}, torch::kDouble).reshape({1, 3, 1, 1});
  const auto wanted = (pixels().permute({0, 3, 1, 2}).to(torch::kDouble) / 255 - mean) / std;
  for (const auto channels_last : {false, true}) {
    const auto found = normalised(pixels(), input, channels_last);
    EXPECT_LT((found.to(torch::kDouble) - wanted).abs().max().item<double>(), 1e-6);
    EXPECT_TRUE(found.is_contiguous(channels_last ? torch::MemoryFormat::ChannelsLast
                                                  : torch::MemoryFormat::Contiguous));
  }
}

TEST(Normalisation, IsTheSameFromTheKernel) {
  const auto device = test::cuda_device();
  if (!device) GTEST_SKIP() << "needs a CUDA device";
  if (!has_normalise_kernel()) GTEST_SKIP() << "needs a build with CUDA kernels";
  for (const auto channels_last : {false, true}) {
    const auto on_device = pixels().to(*device);
    const auto found = normalised(on_device, {}, channels_last);
    EXPECT_TRUE(torch::allclose(found, normalised_by_torch(on_device, {}, channels_last), 0, 1e-6));
  }
}

}  // namespace
}  // namespace unseen
