#include <gtest/gtest.h>
#include <torch/types.h>

#include <unseen/drop_path.hpp>

#include "support/models.hpp"
#include "training/training_state.hpp"

namespace unseen::test {
namespace {

TEST(DropPath, ZeroesWholeSamplesAndEnlargesTheOthers) {
  torch::manual_seed(11);
  const auto branch = torch::rand({4000, 2, 1, 1}) + 0.5;
  const auto out = drop_path(branch, 0.25, true);
  std::int64_t dropped = 0;
  for (std::int64_t i = 0; i < branch.size(0); ++i) {
    const auto is_zero = out[i].abs().sum().item<double>() == 0.0;
    dropped += is_zero ? 1 : 0;
    EXPECT_TRUE(is_zero || torch::allclose(out[i], branch[i] / 0.75)) << i;
  }
  EXPECT_NEAR(static_cast<double>(dropped) / 4000, 0.25, 4 * std::sqrt(0.25 * 0.75 / 4000));
}

TEST(DropPath, DoesAndDrawsNothingInEvaluationOrAtRateZero) {
  const auto branch = torch::randn({3, 2, 1, 1});
  const auto before = random_state(torch::kCPU).cpu;
  EXPECT_TRUE(drop_path(branch, 0.5, false).is_same(branch));
  EXPECT_TRUE(drop_path(branch, 0.0, true).is_same(branch));
  EXPECT_TRUE(torch::equal(random_state(torch::kCPU).cpu, before));
}

TEST(DropPath, RatesRiseFromZeroInEqualSteps) {
  DropPathRates rates{Params{"network", parse_json(R"({"drop_path_rate":0.6})")}, 3};
  for (const auto wanted : {0.0, 0.2, 0.4, 0.6}) EXPECT_NEAR(rates.next(), wanted, 1e-15);
  DropPathRates none{Params{"network", {}}, 3};
  for (int i = 0; i < 4; ++i) EXPECT_EQ(none.next(), 0.0);
}

/// The share of pictures that segment `index`, a residual block, leaves as they are in training.
double dropped_share(Backbone& model, std::size_t index, const torch::Tensor& images) {
  const torch::NoGradGuard no_grad;
  const auto x = model.forward(images, 0, index);
  const auto out = model.forward(x, index, index + 1);
  return (out - x).flatten(1).abs().amax(1).eq(0).to(torch::kDouble).mean().item<double>();
}

TEST(DropPath, HasTimmsRateInTheLastBlockOfEachFamily) {
  struct Family {
    const char *plugin, *variant, *last;
    double share;  ///< of drop_path_rate
  };
  constexpr std::int64_t kPictures = 400;
  for (const auto& [plugin, variant, last, share] : {Family{"convnext", "atto", "stages.3.blocks.1", 1.0},
                                                     Family{"efficientnet", "b1", "blocks.6.1", 22.0 / 23}}) {
    torch::manual_seed(5);
    const auto model =
        make_backbone(plugin, R"({"variant":")" + std::string{variant} + R"(","drop_path_rate":0.5})");
    model->build(2);
    model->to(torch::kDouble);  // in which a layer scale of 1e-6 is no rounding error
    const auto images = torch::randn({kPictures, 3, 32, 32}, torch::kDouble);
    const auto rate = dropped_share(*model, model->segment_index(last), images);
    EXPECT_NEAR(rate, 0.5 * share, 4 * std::sqrt(0.25 / kPictures)) << plugin;
  }
}

}  // namespace
}  // namespace unseen::test
