#pragma once

#include <array>
#include <string>
#include <vector>

#include <unseen/input_spec.hpp>

namespace unseen::convnext {

struct Variant {
  std::string name;
  std::array<std::int64_t, 4> depths;
  std::int64_t width;            ///< channels of the first stage; each later one has twice as many
  bool convolutional_mlp;        ///< timm's small variants keep the MLP's weights as 1x1 convolutions
  std::vector<WeightTags> tags;  ///< timm's, its default first
};

const std::vector<Variant>& variants();

}  // namespace unseen::convnext
