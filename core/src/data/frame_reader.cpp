#include "frame_reader.hpp"

#include <fmt/format.h>

#include <unseen/error.hpp>

#include "data/crop.hpp"

namespace unseen {

FrameReader::FrameReader(const Dataset& dataset, const Manifest& manifest, const CropStore* store,
                         FacesConfig faces)
    : dataset_{dataset}, manifest_{manifest}, store_{store}, faces_{std::move(faces)} {}

StoredPicture FrameReader::read(const Item& item) const {
  const auto& video = manifest_.videos.at(item.video);
  if (is_stored(video, faces_)) {
    if (store_ == nullptr) throw Error{video.path.string() + ": is stored, and no crop store was given"};
    return store_->read(video.path.generic_string(), item.frame, item.face);
  }
  auto picture = dataset_.read(video, item.frame);
  if (picture.empty() || picture.type() != CV_8UC3) {
    throw Error{fmt::format(
        "{}: frame {}: the data set's plugin wants to give 8-bit RGB, found {}; this is a fault of "
        "the plugin",
        video.path.string(), item.frame, picture.empty() ? "nothing" : cv::typeToString(picture.type()))};
  }
  return {reduced(picture, faces_.max_side), {}, std::nullopt, {}};
}

}  // namespace unseen
