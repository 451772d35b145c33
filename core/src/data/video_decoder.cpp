#include "video_decoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <mutex>

#include <opencv2/core/utility.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

namespace unseen {
namespace {

/// OpenCV takes these settings from the environment alone; a user who sets one keeps it.
void set_up_libraries() {
  static std::once_flag once;
  std::call_once(once, [] {
    constexpr auto kKeepUsers = 0;
    // A packet that the end of a cut file shortens would decode to a picture that is partly the one before.
    ::setenv("OPENCV_FFMPEG_CAPTURE_OPTIONS", "fflags;discardcorrupt", kKeepUsers);
    // Both libraries would describe every damaged file on stderr, between our own lines; we say it once, in
    // ours.
    ::setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", kKeepUsers);
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  });
}

std::unique_ptr<cv::VideoCapture> opened(const std::filesystem::path& file) {
  set_up_libraries();
  // Only FFmpeg: the other readers guess from a file's name, and one takes it for a pattern of image names.
  auto capture = std::make_unique<cv::VideoCapture>(file.string(), cv::CAP_FFMPEG);
  capture->set(cv::CAP_PROP_ORIENTATION_AUTO, 0);
  return capture;
}

/// Of other containers OpenCV gives duration times rate, which is not their number where the rate varies.
bool names_its_frames(const std::filesystem::path& file) {
  auto ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return ending == ".mp4" || ending == ".m4v" || ending == ".mov" || ending == ".avi";
}

/// Degrees, clockwise, by which a player turns the frames. OpenCV 4.6.0 tells, and would turn by, the
/// opposite (its issue 22088).
int turn_of(const cv::VideoCapture& capture) {
  const auto told = static_cast<int>(capture.get(cv::CAP_PROP_ORIENTATION_META));
  return cv::getVersionString() == "4.6.0" ? (360 - told) % 360 : told;
}

void turn(cv::Mat& picture, int degrees) {
  if (degrees == 90) cv::rotate(picture, picture, cv::ROTATE_90_CLOCKWISE);
  if (degrees == 180) cv::rotate(picture, picture, cv::ROTATE_180);
  if (degrees == 270) cv::rotate(picture, picture, cv::ROTATE_90_COUNTERCLOCKWISE);
}

}  // namespace

VideoDecoder::VideoDecoder(std::filesystem::path file) : file_{std::move(file)}, capture_{opened(file_)} {}
VideoDecoder::~VideoDecoder() = default;

bool VideoDecoder::is_open() const { return capture_->isOpened(); }

std::int64_t VideoDecoder::frame_count() {
  if (!is_open()) return 0;
  if (names_its_frames(file_)) {
    const auto promised = capture_->get(cv::CAP_PROP_FRAME_COUNT);
    if (promised >= 1 && promised < 1e9) return static_cast<std::int64_t>(promised);
  }
  std::int64_t counted = 0;
  while (capture_->grab()) ++counted;
  capture_ = opened(file_);
  return counted;
}

std::vector<MissingFrame> VideoDecoder::decode(const std::vector<std::int64_t>& frames, const Take& take) {
  std::vector<MissingFrame> missing;
  cv::Mat rgb;
  std::int64_t passed = 0;
  bool ended = !is_open();
  for (const auto frame : frames) {
    while (!ended && passed <= frame) {
      ended = !capture_->grab();
      if (!ended) ++passed;
    }
    if (ended) {
      missing.push_back(
          {frame, is_open() ? fmt::format("the decoder ended after {} frames", passed) : "cannot be opened"});
    } else if (!retrieve(rgb)) {
      missing.push_back({frame, "cannot be decoded"});
    } else {
      take(frame, rgb);
    }
  }
  return missing;
}

bool VideoDecoder::retrieve(cv::Mat& rgb) {
  try {
    if (!capture_->retrieve(rgb) || rgb.empty() || rgb.type() != CV_8UC3) return false;
    turn(rgb, turn_of(*capture_));
  } catch (const cv::Exception&) {
    return false;
  }
  cv::cvtColor(rgb, rgb, cv::COLOR_BGR2RGB);
  return true;
}

}  // namespace unseen
