#include "data/file_pictures.hpp"

#include <fstream>
#include <iterator>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <unseen/image_file.hpp>

#include "data/frame_choice.hpp"
#include "data/video_decoder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

void add(const cv::Mat& rgb, std::int64_t frame, const PictureRule& rule, FilePictures& pictures) {
  const auto sample = cut_sample(reduced(rgb, rule.max_side), rule.crop);
  cv::Mat picture;
  cv::resize(sample.image, picture, {rule.side, rule.side}, 0, 0, cv::INTER_LINEAR);
  pictures.pixels.insert(pictures.pixels.end(), picture.datastart, picture.dataend);
  pictures.frames.push_back(frame);
}

void read_image(const fs::path& file, const PictureRule& rule, FilePictures& pictures) {
  std::ifstream stream{file, std::ios::binary};
  std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
  if (!stream) {
    pictures.damage = "cannot be read";
    return;
  }
  cv::Mat picture;
  if (!bytes.empty() && !is_cut_image(bytes)) {
    picture = cv::imdecode(cv::Mat(1, static_cast<int>(bytes.size()), CV_8U, bytes.data()), cv::IMREAD_COLOR);
  }
  if (picture.empty()) {
    pictures.damage = "is cut short or damaged, or no image";
    return;
  }
  cv::cvtColor(picture, picture, cv::COLOR_BGR2RGB);
  add(picture, 0, rule, pictures);
}

/// Those that a test of the run takes (PreparedSet): of the candidates, evenly spread ones.
std::vector<std::int64_t> chosen_frames(std::int64_t count, const PictureRule& rule) {
  const auto candidates = candidate_frames(count, rule.candidates);
  std::vector<std::int64_t> chosen;
  for (const auto i : spread(static_cast<std::int64_t>(candidates.size()), rule.frames)) {
    chosen.push_back(candidates[static_cast<std::size_t>(i)]);
  }
  return chosen;
}

void read_video(const fs::path& file, const PictureRule& rule, FilePictures& pictures) {
  VideoDecoder decoder{file};
  const auto chosen = chosen_frames(decoder.frame_count(), rule);
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

FilePictureReader::FilePictureReader(const PictureRule& rule) : rule_{rule} {
  cv::setNumThreads(0);  // OpenCV's own threads would compete with those that call read()
}

FilePictures FilePictureReader::read(const fs::path& file) const {
  FilePictures pictures;
  try {
    is_image_file(file) ? read_image(file, rule_, pictures) : read_video(file, rule_, pictures);
  } catch (const std::exception& error) {
    pictures.damage = error.what();
  }
  return pictures;
}

}  // namespace unseen
