#include "app/door/crop_sheet.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <opencv2/imgproc.hpp>

#include <unseen/random.hpp>

#include "data/crop.hpp"
#include "figures/contact_sheet.hpp"

namespace unseen {
namespace {

constexpr int kColumns = 8;

// Light on dark and dark on light, so that they are seen on any skin.
const cv::Scalar kBox{255, 255, 255}, kCrop{0, 0, 0};

struct Drawn {
  const PreparedData* set;
  Item item;
};

std::vector<Drawn> all_items(const std::vector<PreparedData>& sets) {
  std::vector<Drawn> all;
  for (const auto& set : sets) {
    for (const auto& item : choose_items(set.report, set.faces.frames, FaceChoice::all))
      all.push_back({&set, item});
  }
  return all;
}

Tile tile_of(const Drawn& drawn) {
  const auto& video = drawn.set->data.manifest->videos[drawn.item.video];
  const auto stored = drawn.set->reader().read(drawn.item);
  const auto sample = cut_sample(stored, crop_rule(drawn.set->faces));
  auto picture = stored.rgb.clone();
  const auto thickness = std::max(1, picture.cols / 150);
  cv::rectangle(picture, sample.box, kCrop, thickness);
  if (stored.face) {
    cv::rectangle(picture, cv::Rect{sample.face}, kBox, thickness);
    for (const auto& point : stored.face->points) {
      cv::circle(picture, cv::Point{point} - stored.corner, thickness + 1, kBox, cv::FILLED);
    }
  }
  return {picture, video.label,
          fmt::format("{} {} f{}{}", video.label == 0 ? "real" : "fake", video.id, drawn.item.frame,
                      drawn.item.face > 0 ? fmt::format(" face {}", drawn.item.face + 1) : "")};
}

}  // namespace

void write_crop_sheet(const std::vector<PreparedData>& sets, std::int64_t samples,
                      const std::filesystem::path& file) {
  auto all = all_items(sets);
  Random random{0, 0, 0};
  std::vector<Tile> tiles;
  for (std::size_t i = 0; i < all.size() && std::ssize(tiles) < samples; ++i) {
    const auto last = static_cast<std::int64_t>(all.size()) - 1;
    std::swap(all[i], all[static_cast<std::size_t>(random.integer(static_cast<std::int64_t>(i), last))]);
    tiles.push_back(tile_of(all[i]));
  }
  write_contact_sheet(tiles, kColumns, file);
}

}  // namespace unseen
