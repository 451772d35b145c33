#include "item.hpp"

#include "data/frame_choice.hpp"

namespace unseen {

std::vector<Item> choose_items(const PrepareReport& report, std::int64_t frames_per_video) {
  std::vector<Item> items;
  for (std::size_t video = 0; video < report.videos.size(); ++video) {
    const auto& frames = report.videos[video].frames;
    for (const auto at : spread(static_cast<std::int64_t>(frames.size()), frames_per_video)) {
      items.push_back({video, frames[static_cast<std::size_t>(at)]});
    }
  }
  return items;
}

}  // namespace unseen
