#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <unseen/dataset.hpp>

#include "data/crop_store.hpp"
#include "data/video_decoder.hpp"
#include "experiment/config.hpp"

namespace unseen {

/// The candidate frames of one video: those that can be read, and those that cannot.
struct PreparedVideo {
  std::vector<std::int64_t> frames;   ///< rising
  std::vector<MissingFrame> missing;  ///< of a video that cannot be opened: as many as were asked for
  std::size_t expected() const { return frames.size() + missing.size(); }
};

struct PrepareReport {
  std::vector<PreparedVideo> videos;  ///< in the order of the manifest
  std::size_t cut = 0;                ///< videos that were decoded now, and not found in the store
};

/// One line for each video of which a candidate is missing: its path, how many of how many, and the first
/// reason.
std::vector<std::string> damaged_videos(const Manifest& manifest, const PrepareReport& report);

struct PrepareProgress {
  std::size_t done;  ///< videos, this one included
  std::size_t total;
  const Video& video;
  const PreparedVideo& result;
};

/// Called after each video, by one worker at a time. What it throws ends prepare(), and is thrown by it.
using OnPrepared = std::function<void(const PrepareProgress&)>;

/// Makes every candidate frame of a manifest readable: `faces.frames` of each video, reduced to
/// `faces.max_side`. A video file is decoded once, in one pass, unless `store` already holds what is wanted
/// of the file as it is now; `store` may be null where no video is a file. Still images are not stored, but
/// each candidate is read once, so that a damaged one is known before training; drawn images (no bytes on
/// disk) are taken as they are. Damage never ends the run: it stands in the report. Error where a file is
/// no longer as the manifest lists it, and where the store itself fails.
PrepareReport prepare(const Dataset& dataset, const Manifest& manifest, const FacesConfig& faces,
                      CropStore* store, int workers, const OnPrepared& on_prepared = {});

}  // namespace unseen
