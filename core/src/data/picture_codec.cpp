#include "picture_codec.hpp"

#include <fmt/format.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <unseen/error.hpp>

namespace unseen {

std::vector<std::uint8_t> encode_picture(const cv::Mat& rgb) {
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  std::vector<std::uint8_t> bytes;
  // OpenCV's own settings (fastest level, runs alone): of photographs a fifth larger than level 1 by itself,
  // for three fifths of the time to write and four fifths to read.
  if (!cv::imencode(".png", bgr, bytes)) {
    throw Error{fmt::format("a frame of {} x {} pixels cannot be stored as PNG", rgb.cols, rgb.rows)};
  }
  return bytes;
}

cv::Mat decode_picture(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return {};
  // imdecode wants a Mat, and does not write to it.
  const cv::Mat view(1, static_cast<int>(bytes.size()), CV_8U, const_cast<std::uint8_t*>(bytes.data()));
  auto picture = cv::imdecode(view, cv::IMREAD_COLOR);
  if (!picture.empty()) cv::cvtColor(picture, picture, cv::COLOR_BGR2RGB);
  return picture;
}

}  // namespace unseen
