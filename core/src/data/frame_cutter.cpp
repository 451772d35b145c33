#include "data/frame_cutter.hpp"

#include <algorithm>
#include <utility>

#include "data/crop.hpp"
#include "data/picture_codec.hpp"

namespace unseen {
namespace {

/// Frames that a detector sees at once, and their pixels: more cost memory and gain nothing.
constexpr std::size_t kBatch = 8;
constexpr std::size_t kBatchPixels = kBatch * 1280 * 720;

bool is_full(const std::vector<cv::Mat>& waiting, const cv::Size& next) {
  return waiting.size() == kBatch || waiting[0].size() != next ||
         (waiting.size() + 1) * static_cast<std::size_t>(next.area()) > kBatchPixels;
}

CutFrame cut_frame(std::int64_t number, const cv::Mat& frame, std::vector<Face> faces) {
  CutFrame result{number, {}, faces.empty() ? kNoFace : ""};
  for (const auto& face : prominent(std::move(faces))) {
    const auto part = surroundings(face, frame.size());
    result.pictures.push_back({encode_picture(frame(part)), part.tl(), face});
  }
  return result;
}

}  // namespace

std::vector<Face> prominent(std::vector<Face> faces) {
  std::erase_if(faces, [least = faces.empty() ? 0.0F : 0.5F * faces.front().box.area()](const Face& face) {
    return face.box.area() < least;
  });
  return faces;
}

FrameCutter::FrameCutter(const FaceDetector* detector, std::int64_t max_side)
    : detector_{detector}, max_side_{max_side} {}

void FrameCutter::add(std::int64_t frame, const cv::Mat& rgb) {
  const auto picture = reduced(rgb, max_side_);
  if (detector_ == nullptr) {
    done_.push_back({frame, {{encode_picture(picture), {}, std::nullopt}}, ""});
    return;
  }
  if (!waiting_.empty() && is_full(waiting_, picture.size())) cut_waiting();
  numbers_.push_back(frame);
  waiting_.push_back(picture.data == rgb.data ? picture.clone() : picture);
}

void FrameCutter::add_missing(std::int64_t frame, const std::string& reason) {
  done_.push_back({frame, {}, reason});
}

std::vector<CutFrame> FrameCutter::finish() {
  cut_waiting();
  return std::move(done_);
}

void FrameCutter::cut_waiting() {
  if (waiting_.empty()) return;
  auto faces = detector_->detect(waiting_);
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    done_.push_back(cut_frame(numbers_[i], waiting_[i], std::move(faces[i])));
  }
  numbers_.clear();
  waiting_.clear();
}

}  // namespace unseen
