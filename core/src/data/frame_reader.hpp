#pragma once

#include <cstddef>
#include <cstdint>

#include <opencv2/core/mat.hpp>

#include <unseen/dataset.hpp>

#include "data/crop_store.hpp"
#include "data/item.hpp"
#include "data/prepare.hpp"
#include "experiment/config.hpp"

namespace unseen {

/// The pictures of a prepared manifest: what is stored comes from the crop store, other images whole from the
/// data set's plugin. What it was made from must outlive it.
class FrameReader {
 public:
  /// `store` may be null where nothing is stored. `finder` names whose landmarks are wanted with the faces.
  FrameReader(const Dataset& dataset, const Manifest& manifest, const PrepareReport& report,
              const CropStore* store, FacesConfig faces, std::string finder = "");

  /// Called from several threads at once. Error where it cannot be read.
  StoredPicture read(const Item& item) const;

  const Video& video(std::size_t index) const { return manifest_.videos.at(index); }

 private:
  const Dataset& dataset_;
  const Manifest& manifest_;
  const PrepareReport& report_;
  const CropStore* store_;
  FacesConfig faces_;
  std::string finder_;
};

}  // namespace unseen
