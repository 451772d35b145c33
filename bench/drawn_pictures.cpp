#include "bench/drawn_pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <opencv2/core/mat.hpp>

#include "planning/plugin_maker.hpp"

namespace unseen {
namespace {

constexpr std::size_t kFramesOfAVideo = 16;

}  // namespace

DrawnPictures::DrawnPictures(Size size, bool ahead) : size_{size} {
  const auto params =
      fmt::format(R"({{"side": {}, "frames": {}, "methods": ["checkerboard"]}})", size.side, kFramesOfAVideo);
  dataset_ = make<Dataset>(PluginConfig{"procedural", parse_json(params), {}, {}}).object;
  videos_ = dataset_->manifest("train").videos;
  if (!ahead) return;
  const auto count = size.batches * size.batch;
  std::vector<std::uint8_t> pixels(count * bytes());
  for (std::size_t item = 0; item < count; ++item) draw(item, pixels.data() + item * bytes());
  ready_ = std::move(pixels);
}

void DrawnPictures::draw(std::size_t item, std::uint8_t* pixels) const {
  const auto frame = static_cast<std::int64_t>(item / videos_.size() % kFramesOfAVideo);
  const auto picture = dataset_->read(videos_[item % videos_.size()], frame);
  std::copy_n(picture.data, bytes(), pixels);
}

void DrawnPictures::produce(std::int64_t, std::size_t item, std::uint8_t* pixels,
                            std::int64_t* labels) const {
  labels[0] = videos_[item % videos_.size()].label;
  if (ready_.empty()) return draw(item, pixels);
  std::copy_n(ready_.data() + item * bytes(), bytes(), pixels);
}

std::vector<std::vector<std::size_t>> DrawnPictures::batches(std::int64_t) const {
  std::vector<std::vector<std::size_t>> result(size_.batches);
  for (std::size_t i = 0; i < size_.batches * size_.batch; ++i) result[i / size_.batch].push_back(i);
  return result;
}

}  // namespace unseen
