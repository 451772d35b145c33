#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <opencv2/core/mat.hpp>

namespace cv {
class VideoCapture;
}

namespace unseen {

/// A frame that gave no picture, and why.
struct MissingFrame {
  std::int64_t frame = 0;
  std::string reason;
  friend bool operator==(const MissingFrame&, const MissingFrame&) = default;
};

/// Reads a video file once, front to back. Frames are numbered in the order in which the decoder gives them:
/// frame n is what n calls of grab() pass over.
class VideoDecoder {
 public:
  explicit VideoDecoder(std::filesystem::path file);
  ~VideoDecoder();
  VideoDecoder(const VideoDecoder&) = delete;
  VideoDecoder& operator=(const VideoDecoder&) = delete;

  /// False where the file is not a video that can be decoded at all.
  bool is_open() const;

  /// What an MP4, MOV or AVI promises; of other containers, which name no number, what decoding the whole
  /// file counts. 0 where closed.
  std::int64_t frame_count();

  using Take = std::function<void(std::int64_t frame, const cv::Mat& rgb)>;

  /// Gives each of `frames` (rising, each once) to `take` as 8-bit RGB, upright where the container tells how
  /// the camera was held, and decodes nothing after the last. Returns those that the decoder did not give.
  /// The picture is overwritten by the next one.
  std::vector<MissingFrame> decode(const std::vector<std::int64_t>& frames, const Take& take);

 private:
  bool retrieve(cv::Mat& rgb);

  std::filesystem::path file_;
  std::unique_ptr<cv::VideoCapture> capture_;
};

}  // namespace unseen
