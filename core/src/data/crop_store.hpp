#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "data/stored_frames.hpp"

namespace unseen {

/// The pictures cut from one data set, in one SQLite file that several threads and processes fill and read at
/// once. Videos are named by their path below the root. Each put() is one transaction: after a kill a video
/// is there whole, as it was, or not at all. Every function throws Error, naming the file, where SQLite does.
class CropStore {
 public:
  /// Makes the file, and folders on the way, where there is none. Error where the file is something else, or
  /// of another version of this program.
  explicit CropStore(std::filesystem::path file);
  ~CropStore();
  CropStore(const CropStore&) = delete;
  CropStore& operator=(const CropStore&) = delete;

  const std::filesystem::path& file() const { return file_; }

  std::optional<StoredVideo> find(const std::string& video) const;

  /// Adds frames to a video; those of an older stamp are dropped first.
  void put(const std::string& video, const VideoStamp& stamp, std::int64_t frame_count,
           const std::vector<CutFrame>& frames);

  /// A stored picture, with the landmarks of `finder` where it has any. Error where the store holds none, a
  /// damaged one, or one of another file content: the video was cut anew since the key was made.
  StoredPicture read(const PictureKey& key, const std::string& finder = "") const;

  /// Faces of a video that have no landmarks of this finder, which `finder` names; none where the video was
  /// cut anew.
  std::vector<FacePlace> without_landmarks(const std::string& video, const VideoStamp& stamp,
                                           const std::string& finder) const;

  /// Landmarks in the frame, for each of `places`; dropped where the video was cut anew.
  void put_landmarks(const std::string& video, const VideoStamp& stamp, const std::string& finder,
                     const std::vector<FacePlace>& places,
                     const std::vector<std::vector<cv::Point2f>>& landmarks);

  /// What SQLite finds wrong with the whole file; "" where nothing is.
  std::string damage() const;

 private:
  struct Connection;

  std::unique_ptr<Connection> take() const;
  [[noreturn]] void refuse(const PictureKey& key, bool is_damaged) const;
  void give_back(std::unique_ptr<Connection> connection) const;
  template <class Action>
  auto with_connection(const Action& action) const;

  std::filesystem::path file_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Connection>> idle_;  ///< a connection serves one thread at a time
};

}  // namespace unseen
