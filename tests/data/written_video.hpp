#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <opencv2/imgcodecs.hpp>
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

/// JPEGs one after the other, which is a video to FFmpeg: any size, and no count of frames to promise.
inline void write_jpegs(const std::filesystem::path& file, int frames, cv::Size size) {
  std::ofstream out{file, std::ios::binary};
  for (int frame = 0; frame < frames; ++frame) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(".jpg", cv::Mat(size, CV_8UC3, cv::Scalar::all(written_grey(frame))), bytes);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
}

/// The boxes of a written .mp4, to be changed where they lie (ISO/IEC 14496-12).
class Mp4Boxes {
 public:
  explicit Mp4Boxes(std::filesystem::path file) : file_{std::move(file)} {
    std::ifstream in{file_, std::ios::binary};
    bytes_.assign(std::istreambuf_iterator<char>{in}, {});
  }

  /// To be shown turned by a quarter, clockwise: the matrix of its track header.
  void turn() {
    const std::size_t matrix = content("tkhd") + 40;
    const std::uint32_t quarter[] = {0, 0x10000, 0, 0xFFFF0000, 0, 0, 0, 0, 0x40000000};
    for (std::size_t i = 0; i < 9; ++i) put(matrix + 4 * i, quarter[i]);
  }

  /// The second half of its frames shown three times as long each: a second entry in the table of durations,
  /// and no list of edits, which would end where the frames ended before.
  void vary_rate() {
    bytes_.replace(content("edts") - 4, 4, "free");
    const auto table = content("stts");
    const auto frames = get(table + 8), duration = get(table + 12);
    for (const auto* box : {"moov", "trak", "mdia", "minf", "stbl", "stts"})
      put(content(box) - 8, get(content(box) - 8) + 8);
    bytes_.insert(table + 16, 8, '\0');
    put(table + 4, 2);
    put(table + 8, frames / 2);
    put(table + 16, frames - frames / 2);
    put(table + 20, 3 * duration);
  }

  void save() const { std::ofstream{file_, std::ios::binary} << bytes_; }

 private:
  /// The writer puts all that is not picture after the pictures.
  std::size_t content(const std::string& box) const {
    const auto at = bytes_.find(box, bytes_.rfind("moov"));
    if (at == std::string::npos) throw std::runtime_error{file_.string() + ": has no box " + box};
    return at + 4;
  }

  std::uint32_t get(std::size_t at) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes_.at(at + i));
    return value;
  }

  void put(std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) bytes_.at(at + i) = static_cast<char>(value >> (24 - 8 * i) & 0xFF);
  }

  std::filesystem::path file_;
  std::string bytes_;
};

inline void cut_file(const std::filesystem::path& file, double share) {
  const auto bytes = static_cast<double>(std::filesystem::file_size(file));
  std::filesystem::resize_file(file, static_cast<std::uintmax_t>(bytes * share));
}

}  // namespace unseen
