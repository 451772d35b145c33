#include "variants.hpp"

namespace unseen::convnext {
namespace {

/// OpenAI CLIP's statistics.
InputSpec clip(std::int64_t side) {
  return {side, {0.48145466, 0.4578275, 0.40821073}, {0.26862954, 0.26130258, 0.27577711}};
}

}  // namespace

const std::vector<Variant>& variants() {
  static const std::vector<WeightTags> kNano{
      {{224}, {"in12k_ft_in1k", "in12k", "d1h_in1k"}},
      {{384}, {"r384_in12k_ft_in1k", "r384_in12k", "r384_ad_in12k"}},
  };
  static const std::vector<WeightTags> kTiny{
      {{224}, {"in12k_ft_in1k", "in12k", "fb_in22k_ft_in1k", "fb_in22k", "fb_in1k"}},
      {{384}, {"in12k_ft_in1k_384", "fb_in22k_ft_in1k_384"}},
  };
  static const std::vector<WeightTags> kBase{
      {{224}, {"fb_in22k_ft_in1k", "fb_in22k", "fb_in1k"}},
      {{384}, {"fb_in22k_ft_in1k_384"}},
      {clip(256),
       {"clip_laion2b", "clip_laion2b_augreg", "clip_laion2b_augreg_ft_in1k", "clip_laion2b_augreg_ft_in12k",
        "clip_laion2b_augreg_ft_in12k_in1k", "clip_laiona"}},
      {clip(320), {"clip_laiona_320", "clip_laiona_augreg_320"}},
      {clip(384), {"clip_laion2b_augreg_ft_in12k_in1k_384", "clip_laiona_augreg_ft_in1k_384"}},
  };
  static const std::vector<WeightTags> kLarge{
      {{224}, {"fb_in22k_ft_in1k", "fb_in22k", "fb_in1k"}},
      {{384}, {"fb_in22k_ft_in1k_384"}},
  };
  static const std::vector<Variant> kVariants{
      {"atto", {2, 2, 6, 2}, 40, true, {{{224}, {"d2_in1k"}}}},
      {"femto", {2, 2, 6, 2}, 48, true, {{{224}, {"d1_in1k"}}}},
      {"pico", {2, 2, 6, 2}, 64, true, {{{224}, {"d1_in1k"}}}},
      {"nano", {2, 2, 8, 2}, 80, true, kNano},
      {"tiny", {3, 3, 9, 3}, 96, false, kTiny},
      {"small", {3, 3, 27, 3}, 96, false, kTiny},
      {"base", {3, 3, 27, 3}, 128, false, kBase},
      {"large", {3, 3, 27, 3}, 192, false, kLarge},
  };
  return kVariants;
}

}  // namespace unseen::convnext
