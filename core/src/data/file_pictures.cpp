#include "data/file_pictures.hpp"

#include <fstream>
#include <iterator>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <unseen/image_file.hpp>

#include "data/frame_choice.hpp"
#include "data/frame_cutter.hpp"
#include "data/picture_codec.hpp"
#include "data/video_decoder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// Frames on their way to pictures: detected in batches, cut and resized.
class PictureMaker {
 public:
  PictureMaker(const PictureRule& rule, FilePictures& pictures)
      : rule_{rule}, pictures_{pictures}, cutter_{rule.detector, rule.max_side} {}

  void add(std::int64_t frame, const cv::Mat& rgb) {
    if (rule_.detector != nullptr) return cutter_.add(frame, rgb);
    add_sample(frame, {reduced(rgb, rule_.max_side), {}, std::nullopt, {}});
  }

  void finish() {
    auto frames = cutter_.finish();
    pictures_.faceless += static_cast<std::size_t>(
        std::erase_if(frames, [](const CutFrame& frame) { return frame.pictures.empty(); }));
    for (const auto at : spread(std::ssize(frames), rule_.frames)) {
      const auto& frame = frames[static_cast<std::size_t>(at)];
      for (const auto& picture : frame.pictures) {
        add_sample(frame.frame, {decode_picture(picture.bytes), picture.corner, picture.face, {}});
        if (rule_.several == "largest") break;
      }
    }
  }

 private:
  void add_sample(std::int64_t frame, const StoredPicture& stored) {
    const auto sample = cut_sample(stored, rule_.crop);
    cv::Mat picture;
    cv::resize(sample.image, picture, {rule_.side, rule_.side}, 0, 0, cv::INTER_LINEAR);
    pictures_.pixels.insert(pictures_.pixels.end(), picture.datastart, picture.dataend);
    pictures_.frames.push_back(frame);
  }

  const PictureRule& rule_;
  FilePictures& pictures_;
  FrameCutter cutter_;
};

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
  PictureMaker maker{rule, pictures};
  maker.add(0, picture);
  maker.finish();
}

/// Those that a test of the run decodes: all candidates where faces are looked for, for it chooses among
/// those that have one; else of the candidates evenly spread ones.
std::vector<std::int64_t> decoded_frames(std::int64_t count, const PictureRule& rule) {
  auto candidates = candidate_frames(count, rule.candidates);
  if (rule.detector != nullptr) return candidates;
  std::vector<std::int64_t> chosen;
  for (const auto i : spread(static_cast<std::int64_t>(candidates.size()), rule.frames)) {
    chosen.push_back(candidates[static_cast<std::size_t>(i)]);
  }
  return chosen;
}

void read_video(const fs::path& file, const PictureRule& rule, FilePictures& pictures) {
  VideoDecoder decoder{file};
  const auto chosen = decoded_frames(decoder.frame_count(), rule);
  if (!decoder.is_open() || chosen.empty()) {
    pictures.damage = fs::exists(file) ? "is damaged, or no video" : "no such file";
    return;
  }
  PictureMaker maker{rule, pictures};
  const auto missing =
      decoder.decode(chosen, [&](std::int64_t frame, const cv::Mat& rgb) { maker.add(frame, rgb); });
  maker.finish();
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
