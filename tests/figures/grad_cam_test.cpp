#include "figures/grad_cam.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace unseen {
namespace {

/// One convolution, an activation in place, global average pooling and a linear layer.
class Pooled final : public Backbone {
 public:
  void build(std::int64_t classes) override {
    convolution_ = register_module("conv", torch::nn::Conv2d(torch::nn::Conv2dOptions(3, 6, 3).padding(1)));
    fc_ = register_module("fc", torch::nn::Linear(6, classes));
    add_segment("stem", [this](const torch::Tensor& x) { return convolution_->forward(x); });
    add_segment("act", [](const torch::Tensor& x) { return x.relu(); });
    add_segment("pool", [](const torch::Tensor& x) { return x.mean({2, 3}); });
    add_segment("head", [this](const torch::Tensor& x) { return fc_->forward(x); });
  }
  InputSpec input() const override { return {8, {0, 0, 0}, {1, 1, 1}}; }
  std::vector<std::string> shallow_segments() const override { return {"stem"}; }
  std::string cam_segment() const override { return "act"; }
  std::string classifier() const override { return "fc"; }

  torch::Tensor weights(std::int64_t target) const { return fc_->weight[target]; }
  bool has_gradient() const { return fc_->weight.grad().defined(); }

 private:
  torch::nn::Conv2d convolution_{nullptr};
  torch::nn::Linear fc_{nullptr};
};

TEST(GradCam, IsItsClosedFormForPooledLinearNetworks) {
  torch::manual_seed(3);
  Pooled model;
  model.build(2);
  model.eval();
  const auto images = torch::rand({2, 3, 8, 8});
  for (const std::int64_t target : {0, 1}) {
    const auto maps = model.forward(images, 0, 2);
    // The gradient of the logit at a place is the class' weight over the number of places.
    const auto expected = (maps * (model.weights(target) / 64).reshape({1, 6, 1, 1})).sum(1).relu();
    EXPECT_LT((grad_cam(model, maps, target) - expected).abs().max().item<double>(), 1e-6);
  }
}

TEST(GradCam, LeavesTheNetworkWithoutGradients) {
  Pooled model;
  model.build(2);
  model.eval();
  grad_cam(model, model.forward(torch::rand({1, 3, 8, 8}), 0, segments_to_cam(model)), 1);
  EXPECT_FALSE(model.has_gradient());
}

TEST(GradCam, LiesOverItsPicture) {
  const cv::Mat grey(16, 16, CV_8UC3, cv::Scalar::all(100));
  const auto map = torch::tensor({{0.0F, 0.0F}, {0.0F, 2.0F}});
  const auto picture = over_picture(map, grey);
  EXPECT_EQ(picture.size(), grey.size());
  const auto cold = picture.at<cv::Vec3b>(0, 0), hot = picture.at<cv::Vec3b>(15, 15);
  EXPECT_GT(hot[1], cold[1] + 50) << "viridis ends in yellow";
}

}  // namespace
}  // namespace unseen
