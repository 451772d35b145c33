#pragma once

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

namespace unseen {

/// The grey level of frame n of a written video: far enough apart to be told through a lossy codec.
inline int written_grey(std::int64_t frame) { return 20 + static_cast<int>(frame % 20) * 10; }

/// Frames of one grey level each, rising with their number. An .avi holds Motion JPEG with an index at its
/// end: cut, it still opens. An .mp4 holds MPEG-4 with its index at the end: cut, it cannot be opened.
inline void write_video(const std::filesystem::path& file, int frames, cv::Size size = {64, 48}) {
  std::filesystem::create_directories(file.parent_path());
  const auto codec = file.extension() == ".avi" ? cv::VideoWriter::fourcc('M', 'J', 'P', 'G')
                                                : cv::VideoWriter::fourcc('m', 'p', '4', 'v');
  cv::VideoWriter writer{file.string(), cv::CAP_FFMPEG, codec, 25.0, size};
  if (!writer.isOpened()) throw std::runtime_error{file.string() + ": cannot write a video"};
  for (int frame = 0; frame < frames; ++frame)
    writer.write(cv::Mat(size, CV_8UC3, cv::Scalar::all(written_grey(frame))));
}

/// Which frame of a written video a picture shows, by its brightness.
inline std::int64_t shown_frame(const cv::Mat& picture) {
  return static_cast<std::int64_t>((cv::mean(picture)[0] - 20) / 10 + 0.5);
}

inline void cut_file(const std::filesystem::path& file, double share) {
  const auto bytes = static_cast<double>(std::filesystem::file_size(file));
  std::filesystem::resize_file(file, static_cast<std::uintmax_t>(bytes * share));
}

}  // namespace unseen
