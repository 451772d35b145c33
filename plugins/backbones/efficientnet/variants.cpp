#include "variants.hpp"

#include <algorithm>
#include <cmath>

namespace unseen::efficientnet {
namespace {

constexpr Style kTorch{false, 1e-5, false};
constexpr Style kTensorFlow{true, 1e-3, false};
constexpr Style kLite{true, 1e-3, true};

/// To the nearest multiple of 8, but never below nine tenths.
std::int64_t scaled(std::int64_t channels, double width) {
  const auto wanted = static_cast<double>(channels) * width;
  const auto rounded = std::max<std::int64_t>(8, static_cast<std::int64_t>(wanted + 4) / 8 * 8);
  return static_cast<double>(rounded) < 0.9 * wanted ? rounded + 8 : rounded;
}

/// "ns_jft_in1k" is timm's choice for the bare name, but saw 300 million more pictures than ImageNet: the
/// first here is ImageNet's alone.
std::vector<WeightTags> tensorflow_tags(std::int64_t side) {
  return {{{side}, {"in1k", "aa_in1k", "ns_jft_in1k"}}, {half_input(side), {"ap_in1k"}}};
}

}  // namespace

const std::vector<Variant>& variants() {
  static const std::vector<Variant> kVariants{
      {"lite0", 1.0, 1.0, kLite, {{half_input(224), {"in1k"}}}},
      {"b0", 1.0, 1.0, kTorch, {{{224}, {"ra_in1k"}}, {half_input(224), {"ra4_e3600_r224_in1k"}}}},
      {"b1", 1.0, 1.1, kTorch, {{half_input(240), {"ra4_e3600_r240_in1k"}}, {{224}, {"ft_in1k"}}}},
      {"b2", 1.1, 1.2, kTorch, {{{256}, {"ra_in1k"}}}},
      {"b3", 1.2, 1.4, kTorch, {{{288}, {"ra2_in1k"}}}},
      {"b4", 1.4, 1.8, kTorch, {{{320}, {"ra2_in1k"}}}},
      {"tf_b0", 1.0, 1.0, kTensorFlow, tensorflow_tags(224)},
      {"tf_b1", 1.0, 1.1, kTensorFlow, tensorflow_tags(240)},
      {"tf_b2", 1.1, 1.2, kTensorFlow, tensorflow_tags(260)},
      {"tf_b3", 1.2, 1.4, kTensorFlow, tensorflow_tags(300)},
      {"tf_b4", 1.4, 1.8, kTensorFlow, tensorflow_tags(380)},
  };
  return kVariants;
}

std::vector<Stage> stages(const Variant& variant) {
  std::vector<Stage> all{{3, 1, 1, 16, 1},  {3, 2, 6, 24, 2},  {5, 2, 6, 40, 2}, {3, 2, 6, 80, 3},
                         {5, 1, 6, 112, 3}, {5, 2, 6, 192, 4}, {3, 1, 6, 320, 1}};
  for (auto& stage : all) {
    stage.channels = scaled(stage.channels, variant.width);
    stage.repeats = static_cast<std::int64_t>(std::ceil(static_cast<double>(stage.repeats) * variant.depth));
  }
  return all;
}

std::int64_t stem_channels(const Variant& variant) {
  return variant.style.lite ? 32 : scaled(32, variant.width);
}

std::int64_t head_channels(const Variant& variant) {
  return variant.style.lite ? 1280 : scaled(1280, variant.width);
}

}  // namespace unseen::efficientnet
