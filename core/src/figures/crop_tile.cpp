#include "figures/crop_tile.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace unseen {
namespace {

// Light and dark, so that one of them is seen on any skin.
const cv::Scalar kFound = cv::Scalar::all(255), kCrop = cv::Scalar::all(0);

void draw(cv::Mat& picture, const Face& face, int thickness) {
  cv::rectangle(picture, cv::Rect{face.box}, kFound, thickness);
  for (const auto& point : face.points)
    cv::circle(picture, cv::Point{point}, thickness + 1, kFound, cv::FILLED);
}

}  // namespace

Tile crop_tile(const Video& video, const Item& item, const StoredPicture& stored, const CropRule& rule) {
  const auto sample = cut_sample(stored, rule);
  auto picture = stored.rgb.clone();
  const auto thickness = std::max(1, picture.cols / 150);
  cv::rectangle(picture, sample.box, kCrop, thickness);
  if (stored.face) {
    auto face = *stored.face;
    const cv::Point2f corner = stored.corner;
    face.box -= corner;
    for (auto& point : face.points) point -= corner;
    draw(picture, face, thickness);
  }
  for (const auto& point : sample.landmarks.value_or(std::vector<cv::Point2f>{})) {
    cv::circle(picture, cv::Point{point}, thickness, kFound, cv::FILLED);
  }
  return {picture, video.label,
          fmt::format("{} {} f{}{}", video.label == 0 ? "real" : "fake", video.id, item.frame,
                      item.face > 0 ? fmt::format(" face {}", item.face + 1) : "")};
}

}  // namespace unseen
