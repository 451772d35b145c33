#pragma once

#include <cstdint>
#include <string>

#include <opencv2/core/mat.hpp>

#include <unseen/augmentation.hpp>

#include "experiment/config.hpp"

namespace unseen {

/// Which part of a whole frame becomes the sample; applied on reading, so one crop store serves every rule.
struct CropRule {
  enum class Kind { whole, center };
  Kind kind = Kind::whole;
  double fraction = 1.0;  ///< center: a square of this share of the shorter side, about the middle
};

/// InputError for a rule that is not known or a fraction outside (0, 1].
CropRule crop_rule(const FacesConfig& faces);

/// The picture itself where its longer side is at most `max_side` or `max_side` is 0; else reduced to it by
/// area.
cv::Mat reduced(const cv::Mat& picture, std::int64_t max_side);

/// A frame as a sample: `outer` is the frame, `image` the crop in it (shared pixels), `box` where it lies.
Sample cut_sample(const cv::Mat& frame, const CropRule& rule);

}  // namespace unseen
