#include <ATen/Parallel.h>
#include <ATen/ops/conv2d.h>
#include <gtest/gtest.h>

#include <unseen/depthwise_conv.hpp>

namespace unseen::test {
namespace {

using Tensors = std::vector<torch::Tensor>;

/// The output, then its gradients by each input, for one random gradient of the output.
template <class Convolve>
Tensors output_and_gradients(const Tensors& inputs, torch::ScalarType type, const Convolve& convolve) {
  Tensors leaves;
  for (const auto& input : inputs) leaves.push_back(input.to(type).detach().clone().requires_grad_());
  const auto out = convolve(leaves[0], leaves[1], leaves.size() > 2 ? leaves[2] : torch::Tensor{});
  torch::manual_seed(5);
  const auto out_gradient = torch::randn(out.sizes()).to(type);
  Tensors all{out.detach()};
  for (const auto& each : torch::autograd::grad({out}, leaves, {out_gradient})) all.push_back(each);
  return all;
}

struct Layer {
  std::int64_t channels, side, kernel, stride;
};

// The reference is torch's own in float64, where the product takes no form of its own.
TEST(DepthwiseConvolution, HasTheValuesAndGradientsOfTorchs) {
  for (const auto& [channels, side, kernel, stride] :
       {Layer{8, 3, 7, 1}, Layer{40, 9, 7, 1}, Layer{48, 7, 5, 2}, Layer{56, 8, 5, 2}, Layer{104, 4, 5, 1},
        Layer{16, 3, 7, 2}, Layer{16, 2, 7, 2}, Layer{16, 1, 5, 1}, Layer{12, 9, 5, 1}, Layer{24, 9, 3, 1}}) {
    SCOPED_TRACE(testing::Message() << channels << " channels, side " << side << ", kernel " << kernel
                                    << ", stride " << stride);
    torch::manual_seed(4);
    const auto x = torch::randn({3, channels, side, side + 1}).contiguous(torch::MemoryFormat::ChannelsLast);
    const auto weight = torch::randn({channels, 1, kernel, kernel});
    for (const auto& inputs : {Tensors{x, weight}, Tensors{x, weight, torch::randn({channels})}}) {
      const auto found = output_and_gradients(inputs, torch::kFloat, [&](auto a, auto b, auto c) {
        return depthwise_conv2d(a, b, c, stride, kernel / 2);
      });
      const auto wanted = output_and_gradients(inputs, torch::kDouble, [&](auto a, auto b, auto c) {
        return at::conv2d(a, b, c, {stride, stride}, {kernel / 2, kernel / 2}, {1, 1}, channels);
      });
      for (std::size_t i = 0; i < found.size(); ++i) {
        const auto error = (found[i] - wanted[i]).abs().max() / wanted[i].abs().max();
        EXPECT_LE(error.item<double>(), 2e-6) << (i == 0 ? "output" : "gradient") << " " << i;
      }
    }
  }
}

// Of the squared norm of the gradients by picture and weights, as a rule that differentiates them twice
// needs.
TEST(DepthwiseConvolution, HasTorchsSecondDerivatives) {
  const auto second = [](torch::ScalarType type, const auto& convolve) {
    torch::manual_seed(4);
    const auto x =
        torch::randn({2, 16, 9, 9}).to(type).contiguous(torch::MemoryFormat::ChannelsLast).requires_grad_();
    const auto weight = torch::randn({16, 1, 7, 7}).to(type).requires_grad_();
    const auto first =
        torch::autograd::grad({convolve(x, weight).pow(3).sum()}, {x, weight}, {}, std::nullopt, true);
    const auto norm = first[0].pow(2).sum() + first[1].pow(2).sum();
    return torch::autograd::grad({norm}, {x, weight});
  };
  const auto found = second(torch::kFloat, [](auto x, auto w) { return depthwise_conv2d(x, w, {}, 1, 3); });
  const auto wanted =
      second(torch::kDouble, [](auto x, auto w) { return at::conv2d(x, w, {}, 1, 3, 1, 16); });
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_LE(((found[i] - wanted[i]).abs().max() / wanted[i].abs().max()).item<double>(), 1e-5);
  }
}

TEST(DepthwiseConvolution, GivesTheSameBitsWhateverTheNumberOfThreads) {
  torch::manual_seed(4);
  const auto x = torch::randn({2, 80, 14, 14}).contiguous(torch::MemoryFormat::ChannelsLast);
  const auto weight = torch::randn({80, 1, 7, 7});
  const auto gradient = [&](int threads) {
    at::set_num_threads(threads);
    return output_and_gradients({x, weight}, torch::kFloat,
                                [](auto a, auto b, auto c) { return depthwise_conv2d(a, b, c, 1, 3); })[2];
  };
  const auto before = at::get_num_threads();
  const auto one = gradient(1);
  const auto three = gradient(3);
  at::set_num_threads(before);
  EXPECT_TRUE(torch::equal(one, three));
}

}  // namespace
}  // namespace unseen::test
