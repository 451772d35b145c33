// A backbone as a user would write it, with torch's own batch normalisation.
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include <unseen/backbone.hpp>

namespace {

namespace nn = torch::nn;

class TinyNet final : public unseen::Backbone {
 public:
  explicit TinyNet(const unseen::Params& params) : width_{params.integer("width", 8, "channels", {1, 512})} {
    input_.side = params.integer("side", 32, "input side in pixels", {8, 1024});
  }

  void build(std::int64_t classes) override {
    auto conv = register_module("conv", nn::Conv2d{nn::Conv2dOptions(3, width_, 5).stride(4).padding(2)});
    auto norm = register_module("norm", nn::BatchNorm2d{width_});
    auto fc = register_module("fc", nn::Linear{width_, classes});
    add_segment("stem",
                [=](const torch::Tensor& x) mutable { return norm->forward(conv->forward(x)).relu(); });
    add_segment("pool", [](const torch::Tensor& x) { return x.mean({2, 3}); });
    add_segment("head", [=](const torch::Tensor& x) mutable { return fc->forward(x); });
  }

  unseen::InputSpec input() const override { return input_; }
  std::vector<std::string> shallow_segments() const override { return {"stem"}; }
  std::string cam_segment() const override { return "stem"; }
  std::string classifier() const override { return "fc"; }

 private:
  std::int64_t width_;
  unseen::InputSpec input_;
};

}  // namespace

UNSEEN_PLUGIN(Backbone, TinyNet, "tiny_net");
