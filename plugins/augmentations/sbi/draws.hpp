#pragma once

#include <opencv2/core/mat.hpp>

#include <unseen/augmentation.hpp>
#include <unseen/random.hpp>

#include "affine.hpp"
#include "face.hpp"
#include "finish.hpp"
#include "options.hpp"
#include "soft_mask.hpp"
#include "transform.hpp"

namespace unseen::sbi {

/// All that is drawn for one pair, in this order, before a pixel is touched. In validation nothing is
/// mirrored nor finished, and the margins are fixed.
struct Draws {
  Draws(const Options& options, const cv::Size& canvas, Random& random, Phase phase);

  bool mirrors;
  bool drops_forehead;  ///< drawn with 68 points too, so that the rest does not depend on their number
  MaskKind kind;
  bool transforms_source;  ///< else the target, which is the real picture too
  Transform transform;
  Affine affine;
  cv::Mat field;  ///< elastic_field()
  Softening softening;
  Finish finish;
  Margins margins;
};

}  // namespace unseen::sbi
