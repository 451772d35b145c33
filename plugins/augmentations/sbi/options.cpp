#include "options.hpp"

#include <algorithm>

#include <unseen/error.hpp>

namespace unseen::sbi {
namespace {

const std::vector<std::string>& mask_names() {
  static const std::vector<std::string> names{"dfl_full", "components", "extended", "facehull"};
  return names;
}

/// A choice is drawn from the list, each entry alike, so one that is written twice comes twice as often.
template <class List>
List filled(const Params& params, const std::string& name, List list) {
  if (list.empty()) throw InputError{params.where(name) + ": wanted at least one entry, found an empty list"};
  return list;
}

std::vector<MaskKind> read_masks(const Params& params) {
  std::vector<MaskKind> kinds;
  for (const auto& name :
       params.texts("masks", mask_names(), "shapes of the pasted region, one drawn a pair", mask_names())) {
    const auto found = std::find(mask_names().begin(), mask_names().end(), name);
    kinds.push_back(static_cast<MaskKind>(found - mask_names().begin()));
  }
  return filled(params, "masks", std::move(kinds));
}

ColourMeaning read_colour(const Params& params) {
  const auto name = params.text("colour", "faithful",
                                "HSV shifts of +-0.3: as 8-bit tables cut them off (nearly nothing), or "
                                "hue in degrees and shares of full scale",
                                {"faithful", "as_fraction"});
  return name == "faithful" ? ColourMeaning::faithful : ColourMeaning::as_fraction;
}

std::vector<double> read_ratios(const Params& params) {
  return filled(
      params, "blend_ratios",
      params.numbers("blend_ratios", std::vector<double>{0.25, 0.5, 0.75, 1, 1, 1},
                     "share of the pasted copy at the middle of the region, one drawn a pair", {0.01, 1.0}));
}

}  // namespace

Options::Options(const Params& params)
    : flip{params.number("flip", 0.5, "training: how often the face is mirrored first", {0, 1})},
      drop_forehead{params.number("drop_forehead", 0.25,
                                  "81 landmarks: how often those of the forehead are left out (68: always)",
                                  {0, 1})},
      masks{read_masks(params)},
      transform_source{params.number("transform_source", 0.5,
                                     "how often colours and sharpness change on the pasted copy rather than "
                                     "on the face that it goes into",
                                     {0, 1})},
      colour{read_colour(params)},
      shift_x{params.number("shift_x", 0.03, "how far the copy moves sideways, share of the outer crop",
                            {0, 0.5})},
      shift_y{params.number("shift_y", 0.015, "how far the copy moves up or down, share of the outer crop",
                            {0, 0.5})},
      least_scale{params.number("scale", 0.95,
                                "least factor on the copy's width and height; the largest is its inverse",
                                {0.5, 1})},
      elastic_strength{params.number(
          "elastic", 50, "strength of the region's elastic deformation: factor on smoothed noise, pixels",
          {0, 1000})},
      elastic_sigma{params.number("elastic_sigma", 7, "smoothness of that deformation, pixels", {1, 100})},
      blend_ratios{read_ratios(params)},
      augment{
          params.flag("augment", true,
                      "training: RGB, HSV, brightness, contrast and JPEG drawn at the end, alike for real "
                      "and fake")} {}

}  // namespace unseen::sbi
