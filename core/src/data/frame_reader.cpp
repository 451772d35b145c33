#include "frame_reader.hpp"

#include <unseen/error.hpp>

#include "data/crop.hpp"
#include "data/plugin_picture.hpp"

namespace unseen {

FrameReader::FrameReader(const Dataset& dataset, const Manifest& manifest, const PrepareReport& report,
                         const CropStore* store, FacesConfig faces, std::string finder)
    : dataset_{dataset},
      manifest_{manifest},
      report_{report},
      store_{store},
      faces_{std::move(faces)},
      finder_{std::move(finder)} {}

StoredPicture FrameReader::read(const Item& item) const {
  const auto& video = manifest_.videos.at(item.video);
  if (is_stored(video, faces_)) {
    if (store_ == nullptr) throw Error{video.path.string() + ": is stored, and no crop store was given"};
    const auto& stamp = report_.videos.at(item.video).stamp;
    return store_->read({video.path.generic_string(), stamp, item.frame, item.face}, finder_);
  }
  return {reduced(plugin_picture(dataset_, video, item.frame), faces_.max_side), {}, std::nullopt, {}};
}

}  // namespace unseen
