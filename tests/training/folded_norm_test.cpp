// In evaluation a normalisation goes into the convolution before it, and is never stale.

#include <ATen/ops/conv2d.h>
#include <gtest/gtest.h>

#include <unseen/batch_norm.hpp>

namespace unseen::test {
namespace {

struct Layer {
  std::shared_ptr<BatchNorm2d> norm = std::make_shared<BatchNorm2d>(5);
  torch::Tensor weight = torch::randn({5, 3, 3, 3}, torch::kDouble).requires_grad_();
  torch::Tensor x = torch::randn({2, 3, 6, 6}, torch::kDouble);

  Layer() {
    norm->to(torch::kDouble);
    const torch::NoGradGuard no_grad;
    norm->weight.uniform_(0.5, 1.5);
    norm->bias.normal_();
    norm->running_mean.normal_();
    norm->running_var.uniform_(0.5, 1.5);
  }
  torch::Tensor plain() { return norm->forward(at::conv2d(x, weight)); }
  torch::Tensor after() {
    return norm->forward_after([this](auto& with, auto& bias) { return at::conv2d(x, with, bias); }, weight);
  }
};

TEST(FoldedNorm, GivesTheSameNumbersInEvaluation) {
  torch::manual_seed(1);
  Layer layer;
  layer.norm->eval();
  const torch::NoGradGuard no_grad;
  EXPECT_TRUE(torch::allclose(layer.after(), layer.plain(), 1e-12, 1e-12));
  EXPECT_FALSE(torch::equal(layer.after(), layer.plain())) << "nothing was folded";
}

TEST(FoldedNorm, IsMadeAnewWhenAWeightOrAStatisticChanges) {
  torch::manual_seed(1);
  Layer layer;
  layer.norm->eval();
  const torch::NoGradGuard no_grad;
  layer.after();
  for (auto* changed : {&layer.weight, &layer.norm->weight, &layer.norm->bias, &layer.norm->running_mean,
                        &layer.norm->running_var}) {
    changed->add_(0.5);
    EXPECT_TRUE(torch::allclose(layer.after(), layer.plain(), 1e-12, 1e-12));
  }
  layer.weight.set_data(torch::randn({5, 3, 3, 3}, torch::kDouble));
  EXPECT_TRUE(torch::allclose(layer.after(), layer.plain(), 1e-12, 1e-12));
}

TEST(FoldedNorm, LeavesTrainingAndGradientsAlone) {
  torch::manual_seed(1);
  Layer layer;
  layer.norm->eval();
  EXPECT_TRUE(torch::equal(layer.after(), layer.plain()));
  EXPECT_TRUE(torch::autograd::grad({layer.after().sum()}, {layer.weight})[0].defined());
  layer.norm->train();
  const torch::NoGradGuard no_grad;
  EXPECT_TRUE(torch::equal(layer.after(), layer.plain()));
}

}  // namespace
}  // namespace unseen::test
