#include "item.hpp"

#include <algorithm>

#include "data/frame_choice.hpp"

namespace unseen {
namespace {

struct Candidate {
  std::int64_t frame;
  bool readable;
};

std::vector<Candidate> candidates_of(const PreparedVideo& video) {
  std::vector<Candidate> all;
  for (const auto frame : video.frames) all.push_back({frame, true});
  for (const auto& missing : video.missing) all.push_back({missing.frame, false});
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.frame < b.frame; });
  return all;
}

}  // namespace

std::vector<Item> choose_items(const PrepareReport& report, std::int64_t frames_per_video) {
  std::vector<Item> items;
  for (std::size_t video = 0; video < report.videos.size(); ++video) {
    const auto candidates = candidates_of(report.videos[video]);
    for (const auto at : spread(static_cast<std::int64_t>(candidates.size()), frames_per_video)) {
      const auto& [frame, readable] = candidates[static_cast<std::size_t>(at)];
      if (readable) items.push_back({video, frame});
    }
  }
  return items;
}

}  // namespace unseen
