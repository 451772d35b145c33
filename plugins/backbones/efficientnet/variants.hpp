#pragma once

#include <string>
#include <vector>

#include <unseen/input_spec.hpp>

namespace unseen::efficientnet {

/// A row of table 1 of Tan and Le, ICML 2019, at width and depth 1.
struct Stage {
  std::int64_t kernel, stride;
  std::int64_t expansion;  ///< 1: a depthwise separable block, without the widening convolution
  std::int64_t channels, repeats;
};

/// What TensorFlow's weights and PyTorch's differ in, and the Lite networks from both.
struct Style {
  bool same_padding;  ///< TensorFlow's SAME in strided convolutions: the odd pixel goes right and below
  double eps;         ///< of batch normalisation
  bool lite;          ///< ReLU6 and no squeeze-and-excitation, stem and head of fixed width
};

struct Variant {
  std::string name;
  double width, depth;  ///< multipliers of channels and repeats
  Style style;
  std::vector<WeightTags> tags;  ///< timm's, its default first
};

const std::vector<Variant>& variants();

/// The seven stages at a variant's width and depth.
std::vector<Stage> stages(const Variant& variant);

/// Channels of the stem and of the last convolution.
std::int64_t stem_channels(const Variant& variant);
std::int64_t head_channels(const Variant& variant);

}  // namespace unseen::efficientnet
