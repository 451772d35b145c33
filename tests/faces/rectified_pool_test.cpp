#include "faces/kernels/rectified_pool.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace unseen {
namespace {

/// The two layers as MTCNN has them.
torch::Tensor plain(const torch::Tensor& x, const torch::Tensor& slopes, int side) {
  return torch::max_pool2d(torch::prelu(x, slopes), side, 2, 0, 1, /*ceil_mode=*/true);
}

TEST(RectifiedPool, GivesTheBitsOfTheTwoLayers) {
  torch::manual_seed(11);
  for (const int side : {2, 3}) {
    for (const auto& [height, width, channels] :
         {std::tuple{2, 2, 1}, {2, 3, 10}, {3, 2, 28}, {22, 22, 28}, {23, 46, 32}, {37, 50, 10}}) {
      const auto x = torch::randn({1, channels, height, width}).contiguous(at::MemoryFormat::ChannelsLast);
      const auto slopes = torch::randn({channels});
      const auto expected = plain(x, slopes, side);
      ASSERT_EQ(pooled_length(height, side), expected.size(2)) << height << " by " << side;
      ASSERT_EQ(pooled_length(width, side), expected.size(3)) << width << " by " << side;
      const auto found = torch::empty_like(expected, at::MemoryFormat::ChannelsLast);
      rectified_pool({x.data_ptr<float>(), height, width, channels}, slopes.data_ptr<float>(), side,
                     found.data_ptr<float>());
      EXPECT_TRUE(found.equal(expected)) << height << " x " << width << " x " << channels << ", " << side;
    }
  }
}

TEST(Rectify, GivesTheBitsOfTheLayer) {
  torch::manual_seed(12);
  for (const auto& [height, width, channels] : {std::tuple{1, 1, 128}, {5, 3, 10}, {37, 50, 32}}) {
    const auto x = torch::randn({2, channels, height, width}).contiguous(at::MemoryFormat::ChannelsLast);
    const auto slopes = torch::randn({channels});
    const auto expected = torch::prelu(x, slopes);
    rectify(x.data_ptr<float>(), 2 * height, width, channels, slopes.data_ptr<float>());
    EXPECT_TRUE(x.equal(expected)) << height << " x " << width << " x " << channels;
  }
}

}  // namespace
}  // namespace unseen
