#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <opencv2/core/mat.hpp>

namespace unseen {

/// Lossless: what decode_picture gives is equal to what was encoded. 8-bit RGB, HxWx3, in both directions.
std::vector<std::uint8_t> encode_picture(const cv::Mat& rgb);

/// An empty picture where the bytes are damaged.
cv::Mat decode_picture(std::span<const std::uint8_t> bytes);

}  // namespace unseen
