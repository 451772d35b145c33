#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <opencv2/core/mat.hpp>

#include "data/video_stamp.hpp"
#include "faces/face.hpp"

namespace unseen {

/// Why a frame has no picture: nothing was wrong with it, but it shows no face.
constexpr const char* kNoFace = "no face found";

/// What the store knows of one frame: pictures, or why there is none.
struct StoredFrame {
  std::int64_t frame = 0;
  std::string reason;  ///< "" where a picture is stored
  int faces = 0;       ///< pictures stored, one a face, those of the largest box first; a whole frame is one
  bool is_faceless() const { return reason == kNoFace; }
};

struct StoredVideo {
  VideoStamp stamp;
  std::int64_t frame_count = 0;     ///< as the container promised; 0 where it cannot be opened
  std::vector<StoredFrame> frames;  ///< rising
};

/// A picture, and where it lies in its frame.
struct StoredPicture {
  cv::Mat rgb;                         ///< a whole frame, or a face with its surroundings
  cv::Point corner;                    ///< of `rgb` in the frame
  std::optional<Face> face;            ///< in the frame; none: a whole frame
  std::vector<cv::Point2f> landmarks;  ///< in the frame; empty where nobody has asked for them yet
};

/// A stored picture by its video, the file content that was cut, and its place there.
struct PictureKey {
  std::string video;
  VideoStamp stamp;
  std::int64_t frame = 0;
  int face = 0;
};

/// A stored face, by its frame and its place there.
struct FacePlace {
  std::int64_t frame = 0;
  int face = 0;
  friend bool operator==(const FacePlace&, const FacePlace&) = default;
};

/// A frame on its way into the store.
struct CutFrame {
  struct Picture {
    std::vector<std::uint8_t> bytes;  ///< from encode_picture()
    cv::Point corner;
    std::optional<Face> face;
  };
  std::int64_t frame = 0;
  std::vector<Picture> pictures;  ///< empty: `reason` says why
  std::string reason;
};

}  // namespace unseen
