#pragma once

#include <opencv2/core.hpp>
#include <opencv2/core/utility.hpp>

#include <unseen/augmentation.hpp>
#include <unseen/random.hpp>

namespace unseen {

/// RGB of any levels, with pixels alike now and then, as faces have.
inline cv::Mat drawn_picture(int width, int height, std::uint64_t seed) {
  cv::Mat picture(height, width, CV_8UC3);
  Random random{seed, 0, 0};
  cv::Vec3b pixel;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (random.chance(0.4)) {
        for (int c = 0; c < 3; ++c) pixel[c] = static_cast<unsigned char>(random.integer(0, 255));
      }
      picture.at<cv::Vec3b>(y, x) = pixel;
    }
  }
  return picture;
}

/// A sample whose picture is all of its surroundings.
inline Sample sample_of(const cv::Mat& picture) {
  Sample sample;
  sample.outer = picture;
  sample.box = {0, 0, picture.cols, picture.rows};
  sample.image = sample.outer(sample.box);
  return sample;
}

/// One sample of an augmentation of `params`, drawn for an item.
inline cv::Mat changed(const Augmentation& augmentation, const cv::Mat& picture, std::uint64_t item = 0) {
  Group group{sample_of(picture)};
  Random random{1, 0, item};
  augmentation.apply(group, random, Phase::train);
  return group[0].image;
}

/// The largest difference of levels in a part of two pictures.
inline int difference(const cv::Mat& found, const cv::Mat& wanted) {
  return found.empty() ? 0 : static_cast<int>(cv::norm(found, wanted, cv::NORM_INF));
}

/// OpenCV's conversion from HSV is off by a level now and then where the processor has no fused operations.
inline int opencv_hsv_error() { return cv::checkHardwareSupport(CV_CPU_FMA3) ? 0 : 1; }

}  // namespace unseen
