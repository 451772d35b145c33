#include "frame_reader.hpp"

#include <fmt/format.h>

#include <unseen/error.hpp>

#include "data/crop.hpp"

namespace unseen {

FrameReader::FrameReader(const Dataset& dataset, const Manifest& manifest, const CropStore* store,
                         std::int64_t max_side)
    : dataset_{dataset}, manifest_{manifest}, store_{store}, max_side_{max_side} {}

cv::Mat FrameReader::read(std::size_t index, std::int64_t frame) const {
  const auto& video = manifest_.videos.at(index);
  if (video.frames == 0) {
    if (store_ == nullptr) throw Error{video.path.string() + ": a video file, and no crop store was given"};
    return store_->read(video.path.generic_string(), frame);
  }
  auto picture = dataset_.read(video, frame);
  if (picture.empty() || picture.type() != CV_8UC3) {
    throw Error{fmt::format(
        "{}: frame {}: the data set's plugin wants to give 8-bit RGB, found {}; this is a fault of "
        "the plugin",
        video.path.string(), frame, picture.empty() ? "nothing" : cv::typeToString(picture.type()))};
  }
  return reduced(picture, max_side_);
}

}  // namespace unseen
