#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <unseen/params.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// What a backbone wants to see: a square of side x side pixels, (pixel / 255 - mean) / std for each of R, G,
/// B.
struct InputSpec {
  std::int64_t side = 224;
  std::array<double, 3> mean{0.485, 0.456, 0.406};  ///< ImageNet's
  std::array<double, 3> std{0.229, 0.224, 0.225};
};

/// Pixels in [-1, 1]: mean = std = 0.5, as Inception and AdvProp weights want them.
InputSpec half_input(std::int64_t side);

/// Published weights of one variant that were trained on one kind of input, by timm's tags ("ap_in1k").
struct WeightTags {
  InputSpec input;
  std::vector<std::string> tags;
};

/// Reads `tag` (default: the first), then `side`, `mean` and `std`, which the tag fills in. InputError
/// for a tag that this variant does not have.
InputSpec read_input(const Params& params, const std::vector<WeightTags>& known);

}  // namespace unseen
