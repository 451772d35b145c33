#include "support/models.hpp"

#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include "planning/plugin_maker.hpp"

namespace unseen::test {
namespace {

class TwoLayers final : public Backbone {
 public:
  void build(std::int64_t classes) override {
    auto conv1 = register_module("conv1", torch::nn::Conv2d{torch::nn::Conv2dOptions(3, 8, 3).padding(1)});
    auto bn1 = register_module("bn1", std::make_shared<BatchNorm2d>(8));
    auto conv2 =
        register_module("conv2", torch::nn::Conv2d{torch::nn::Conv2dOptions(8, 8, 3).stride(2).padding(1)});
    auto fc = register_module("fc", torch::nn::Linear{8, classes});
    add_segment("first", [conv1, bn1](const torch::Tensor& x) mutable {
      return bn1->forward(conv1->forward(x)).relu();
    });
    add_segment("second", [conv2](const torch::Tensor& x) mutable { return conv2->forward(x).relu(); });
    add_segment("pool", [](const torch::Tensor& x) { return x.mean({2, 3}); });
    add_segment("head", [fc](const torch::Tensor& x) mutable { return fc->forward(x); });
  }
  InputSpec input() const override { return {8, {0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}}; }
  std::vector<std::string> shallow_segments() const override { return {"first"}; }
  std::string cam_segment() const override { return "second"; }
  std::string classifier() const override { return "fc"; }
};

}  // namespace

std::shared_ptr<Backbone> make_backbone(const std::string& name, const std::string& params) {
  return make<Backbone>(PluginConfig{name, parse_json(params), {}, {}}).object;
}

std::unique_ptr<Regularizer> make_regularizer(const std::string& name, const std::string& params) {
  return make<Regularizer>(PluginConfig{name, parse_json(params), {}, {}}).object;
}

std::shared_ptr<Backbone> two_layer_network() { return std::make_shared<TwoLayers>(); }

}  // namespace unseen::test
