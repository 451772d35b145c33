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
#include "faces/face_detector.hpp"
#include "faces/landmark_finder.hpp"

namespace unseen {

/// A frame of which there are pictures: one for each face, or the whole frame.
struct PreparedFrame {
  std::int64_t frame = 0;
  int faces = 1;
  friend bool operator==(const PreparedFrame&, const PreparedFrame&) = default;
};

/// The candidate frames of one video: those that give pictures, those without a face, and those that cannot
/// be read. Each list rises.
struct PreparedVideo {
  std::vector<PreparedFrame> frames;
  std::vector<std::int64_t> faceless;
  std::vector<MissingFrame> missing;  ///< of a video that cannot be opened: as many as were asked for
  VideoStamp stamp;                   ///< of what is stored: the file content that was cut
  bool was_closed = false;            ///< could not be opened when it was tried last
  std::size_t expected() const { return frames.size() + faceless.size() + missing.size(); }
};

struct PrepareReport {
  std::vector<PreparedVideo> videos;  ///< in the order of the manifest
  std::size_t cut = 0;                ///< videos that were decoded now, and not found in the store
};

/// One line for each video of which a candidate is missing: its path, how many of how many, and the first
/// reason.
std::vector<std::string> damaged_videos(const Manifest& manifest, const PrepareReport& report);

/// One line for each video in which no face was found at all, though it could be read.
std::vector<std::string> faceless_videos(const Manifest& manifest, const PrepareReport& report);

/// Whether the crop store holds a video's pictures: of a video file and of what lies in an archive always,
/// of other images where faces are looked for in them.
bool is_stored(const Video& video, const FacesConfig& faces);

/// What prepare() works with.
struct PrepareTools {
  CropStore* store = nullptr;                 ///< may be null where nothing is stored
  const FaceDetector* detector = nullptr;     ///< null where `faces` names none
  const LandmarkFinder* landmarks = nullptr;  ///< null where nobody needs any
  std::string landmarks_key;                  ///< names the finder and its model
  int workers = 1;
};

struct PrepareProgress {
  std::size_t done;  ///< videos, this one included
  std::size_t total;
  const Video& video;
  const PreparedVideo& result;
};

/// Called after each video, by one worker at a time. What it throws ends prepare(), and is thrown by it.
using OnPrepared = std::function<void(const PrepareProgress&)>;

/// Makes every candidate frame of a manifest readable: `faces.frames` of each video, reduced to
/// `faces.max_side`, and of those the faces, where a detector is named. What is stored (is_stored()) is read
/// once, in one pass, unless the store already holds what is wanted of the file as it is now. Other images
/// are read once each, so that a damaged one is known before training; drawn ones (no bytes on disk) are
/// taken as they are. Damage never ends the run: it stands in the report. Error where a file is no longer as
/// the manifest lists it, and where the store itself fails.
PrepareReport prepare(const Dataset& dataset, const Manifest& manifest, const FacesConfig& faces,
                      const PrepareTools& tools, const OnPrepared& on_prepared = {});

}  // namespace unseen
