#include "data/file_pictures.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "data/frame_choice.hpp"
#include "data/video_decoder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

template <std::size_t count>
bool ends_in(const fs::path& file, const std::array<const char*, count>& endings) {
  auto ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

void add(const cv::Mat& rgb, std::int64_t frame, const PictureRule& rule, FilePictures& pictures) {
  const auto sample = cut_sample(reduced(rgb, rule.max_side), rule.crop);
  cv::Mat picture;
  cv::resize(sample.image, picture, {rule.side, rule.side}, 0, 0, cv::INTER_LINEAR);
  pictures.frames.push_back(frame);
  pictures.pixels.insert(pictures.pixels.end(), picture.datastart, picture.dataend);
}

void read_image(const fs::path& file, const PictureRule& rule, FilePictures& pictures) {
  std::ifstream stream{file, std::ios::binary};
  std::vector<char> bytes{std::istreambuf_iterator<char>{stream}, {}};
  if (!stream) {
    pictures.damage = "cannot be read";
    return;
  }
  cv::Mat picture;
  if (!bytes.empty()) {
    picture = cv::imdecode(cv::Mat(1, static_cast<int>(bytes.size()), CV_8U, bytes.data()), cv::IMREAD_COLOR);
  }
  if (picture.empty()) {
    pictures.damage = "is damaged, or no image";
    return;
  }
  cv::cvtColor(picture, picture, cv::COLOR_BGR2RGB);
  add(picture, 0, rule, pictures);
}

void read_video(const fs::path& file, const PictureRule& rule, FilePictures& pictures) {
  VideoDecoder decoder{file};
  const auto chosen = candidate_frames(decoder.frame_count(), rule.frames);
  if (!decoder.is_open() || chosen.empty()) {
    pictures.damage = fs::exists(file) ? "is damaged, or no video" : "no such file";
    return;
  }
  const auto missing = decoder.decode(
      chosen, [&](std::int64_t frame, const cv::Mat& rgb) { add(rgb, frame, rule, pictures); });
  if (missing.empty()) return;
  pictures.damage = std::to_string(missing.size()) + " of " + std::to_string(chosen.size()) +
                    " frames cannot be read: frame " + std::to_string(missing.front().frame) + ": " +
                    missing.front().reason;
}

}  // namespace

bool is_image_file(const fs::path& file) {
  return ends_in(file, std::array{".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff"});
}

bool is_video_file(const fs::path& file) {
  return ends_in(file, std::array{".mp4", ".avi", ".mkv", ".mov", ".webm", ".m4v", ".mpg", ".mpeg"});
}

FilePictures read_file_pictures(const fs::path& file, const PictureRule& rule) {
  FilePictures pictures;
  try {
    is_image_file(file) ? read_image(file, rule, pictures) : read_video(file, rule, pictures);
  } catch (const std::exception& error) {
    pictures.damage = error.what();
  }
  return pictures;
}

}  // namespace unseen
