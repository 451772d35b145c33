#include "block.hpp"

#include <cmath>

#include <unseen/drop_path.hpp>

namespace unseen::efficientnet {
namespace {

constexpr double kSqueeze = 0.25;  // of the block's input channels

}  // namespace

Block::Block(const BlockShape& shape, const Style& style, double drop_rate)
    : shape_{shape}, style_{style}, drop_rate_{drop_rate} {
  const auto wide = shape.in * shape.expansion;
  const auto widens = shape.expansion > 1;
  if (widens) {
    expand_ = add("conv_pw", shape.in, wide, 1, 1, 1);
    expand_norm_ = add_norm("bn1", wide);
  }
  depthwise_ = add("conv_dw", wide, wide, shape.kernel, shape.stride, wide);
  depthwise_norm_ = add_norm(widens ? "bn2" : "bn1", wide);
  if (!style.lite) {
    const auto reduced = std::llround(kSqueeze * static_cast<double>(shape.in));
    se_ = register_module("se", std::make_shared<SqueezeExcite>(wide, reduced));
  }
  project_ = add(widens ? "conv_pwl" : "conv_pw", wide, shape.out, 1, 1, 1);
  project_norm_ = add_norm(widens ? "bn3" : "bn2", shape.out);
}

torch::Tensor Block::forward(const torch::Tensor& x) {
  auto y = x;
  if (expand_) y = activate(expand_->forward(y, *expand_norm_), style_);
  y = activate(depthwise_->forward(y, *depthwise_norm_), style_);
  if (se_) y = se_->forward(y);
  y = project_->forward(y, *project_norm_);
  if (shape_.stride != 1 || shape_.in != shape_.out) return y;
  return drop_path(y, drop_rate_, is_training()) + x;
}

std::shared_ptr<Convolution> Block::add(const std::string& name, std::int64_t in, std::int64_t out,
                                        std::int64_t kernel, std::int64_t stride, std::int64_t groups) {
  return register_module(name,
                         std::make_shared<Convolution>(in, out, kernel, stride, groups, style_.same_padding));
}

std::shared_ptr<BatchNorm2d> Block::add_norm(const std::string& name, std::int64_t channels) {
  return register_module(name, std::make_shared<BatchNorm2d>(channels, style_.eps));
}

}  // namespace unseen::efficientnet
