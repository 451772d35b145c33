#pragma once

#include <cstdint>

#include <opencv2/core/mat.hpp>

#include <unseen/augmentation.hpp>

#include "data/crop_store.hpp"
#include "experiment/config.hpp"

namespace unseen {

/// Which part of a picture becomes the sample; applied on reading, so one crop store serves every rule.
struct CropRule {
  enum class Kind {
    whole,
    center,   ///< a square of `fraction` of the shorter side, about the middle
    sbi,      ///< the box and 12.5 % of its sides on each side (Shiohara and Yamasaki, CVPR 2022)
    ffpp,     ///< a square of 1.3 times the longer side about the box (Roessler et al., ICCV 2019)
    aligned,  ///< five points onto a template by a similarity, 256 pixels (Yan et al., NeurIPS 2023)
  };
  Kind kind = Kind::whole;
  double fraction = 1.0;
};

/// InputError for a rule that the detector has no use for or that is not known, and for a fraction outside
/// (0, 1].
CropRule crop_rule(const FacesConfig& faces);

/// The picture itself where its longer side is at most `max_side` or `max_side` is 0; else reduced to it by
/// area.
cv::Mat reduced(const cv::Mat& picture, std::int64_t max_side);

/// What the store keeps around a face: half its width left and right, its height above, 0.4 of that below,
/// and what the rules `ffpp` and `aligned` want beyond that, within the frame. Enough for self-blended images
/// too.
cv::Rect surroundings(const Face& face, const cv::Size& frame);

/// A picture as a sample: `outer` is the picture, `image` the crop in it (shared pixels, unless it is
/// aligned), `box` where it lies, `face` and `landmarks` in `outer`. A whole frame is cut by its own size
/// alone: without a face, the rules that want one keep it whole.
Sample cut_sample(const StoredPicture& picture, const CropRule& rule);

}  // namespace unseen
