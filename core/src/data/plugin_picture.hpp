#pragma once

#include <cstdint>

#include <opencv2/core/mat.hpp>

#include <unseen/dataset.hpp>

namespace unseen {

/// A frame as a data set's plugin reads it. Error where it cannot, and where it gives anything but 8-bit RGB.
cv::Mat plugin_picture(const Dataset& dataset, const Video& video, std::int64_t frame);

}  // namespace unseen
