#include "item.hpp"

#include <algorithm>
#include <numeric>

#include <unseen/random.hpp>

#include "data/frame_choice.hpp"

namespace unseen {
namespace {

/// What stands for a face of a frame that cannot be read.
constexpr int kUnread = 0;

/// Candidates that do not lack a face, rising; without faces those that cannot be read.
std::vector<PreparedFrame> candidates_of(const PreparedVideo& video) {
  auto all = video.frames;
  for (const auto& missing : video.missing) all.push_back({missing.frame, kUnread});
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.frame < b.frame; });
  return all;
}

}  // namespace

std::vector<Item> choose_items(const PrepareReport& report, std::int64_t frames_per_video, FaceChoice faces) {
  std::vector<Item> items;
  for (std::size_t video = 0; video < report.videos.size(); ++video) {
    const auto candidates = candidates_of(report.videos[video]);
    for (const auto at : spread(std::ssize(candidates), frames_per_video)) {
      const auto& [frame, found] = candidates[static_cast<std::size_t>(at)];
      const auto taken = faces == FaceChoice::all ? found : std::min(found, 1);
      for (int face = 0; face < taken; ++face) items.push_back({video, frame, face});
    }
  }
  return items;
}

std::size_t chosen_frames(const PreparedVideo& video, std::int64_t frames_per_video) {
  return spread(std::ssize(video.frames) + std::ssize(video.missing), frames_per_video).size();
}

std::vector<std::size_t> random_places(std::size_t size, std::size_t count) {
  std::vector<std::size_t> places(size);
  std::iota(places.begin(), places.end(), std::size_t{0});
  Random random{0, 0, 0};
  count = std::min(count, size);
  for (std::size_t i = 0; i < count; ++i) {
    const auto drawn = random.integer(static_cast<std::int64_t>(i), std::ssize(places) - 1);
    std::swap(places[i], places[static_cast<std::size_t>(drawn)]);
  }
  places.resize(count);
  return places;
}

}  // namespace unseen
