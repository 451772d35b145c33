#pragma once

#include <set>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include <unseen/dataset.hpp>
#include <unseen/error.hpp>

namespace unseen {

/// A data set whose manifest the test writes; its images are of one colour: red counts videos, green frames.
class TestDataset final : public Dataset {
 public:
  explicit TestDataset(std::vector<Video> videos = {}) { listed.videos = std::move(videos); }

  Manifest manifest(const std::string&) const override { return listed; }

  cv::Mat read(const Video& video, std::int64_t frame) const override {
    if (damaged.contains(video.id)) throw Error{video.path.string() + ": damaged"};
    return cv::Mat(24, 32, CV_8UC3, cv::Scalar(std::stoi(video.id), static_cast<double>(frame), 0));
  }

  /// A video file below the root.
  void add_file(const std::string& path, int label = 0) {
    Video video;
    video.id = path;
    video.path = path;
    video.label = label;
    listed.videos.push_back(video);
  }

  /// A video of still frames; `bytes` 0: drawn.
  void add_stills(std::int64_t frames, int label = 0, std::uintmax_t bytes = 0) {
    Video video;
    video.id = std::to_string(listed.videos.size());
    video.path = video.id;
    video.label = label;
    video.frames = frames;
    video.bytes = bytes;
    listed.videos.push_back(video);
  }

  Manifest listed;
  std::set<std::string> damaged;  ///< ids
};

}  // namespace unseen
