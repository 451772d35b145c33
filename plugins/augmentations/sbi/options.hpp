#pragma once

#include <string>
#include <vector>

#include <unseen/params.hpp>

namespace unseen::sbi {

/// The four shapes of the pasted region (Face X-ray's, Li et al., CVPR 2020, as SBI uses them).
enum class MaskKind { dfl_full, components, extended, facehull };

/// What HSV shifts below one mean on 8-bit pictures. The recipe draws from +-0.3 for a library whose tables
/// are in grey levels and cut off what follows the point: -1 level or nothing.
enum class ColourMeaning {
  faithful,     ///< that
  as_fraction,  ///< what the library does to pictures of floats: hue in degrees, the others shares of full
                ///< scale
};

/// What a user may vary; the defaults are the official recipe.
struct Options {
  explicit Options(const Params& params);

  double flip;
  double drop_forehead;
  std::vector<MaskKind> masks;
  double transform_source;
  ColourMeaning colour;
  double shift_x, shift_y;  ///< shares of the outer crop
  double least_scale;
  double elastic_strength, elastic_sigma;  ///< pixels
  std::vector<double> blend_ratios;
  bool augment;
};

}  // namespace unseen::sbi
