#include "wilddeepfake_frames.hpp"

#include <algorithm>

#include <unseen/error.hpp>

#include "wilddeepfake_index.hpp"

namespace fs = std::filesystem;

std::shared_ptr<const StoredFrames> SequenceCache::frames(const fs::path& archive,
                                                          const std::string& folder) {
  const Key key{archive, folder};
  if (auto known = find(key)) return known;
  const auto turn = turn_of(archive);
  const std::lock_guard alone{*turn};
  if (auto known = find(key)) return known;
  auto read = stored_frames(archive, worth_reading(archive, folder));
  if (!read.contains(folder))
    throw unseen::Error{archive.string() + ": \"" + folder + "\" is no longer in it; run the command again"};
  const auto wanted = read.extract(folder);
  auto result = std::make_shared<const StoredFrames>(std::move(wanted.mapped()));
  for (auto& [other, frames] : read)
    keep({archive, other}, std::make_shared<const StoredFrames>(std::move(frames)));
  keep(key, result);  // last, as the newest
  return result;
}

std::shared_ptr<const StoredFrames> SequenceCache::find(const Key& key) const {
  const std::lock_guard lock{mutex_};
  const auto found = kept_.find(key);
  return found == kept_.end() ? nullptr : found->second.frames;
}

std::shared_ptr<std::mutex> SequenceCache::turn_of(const fs::path& archive) {
  const std::lock_guard lock{mutex_};
  auto& turn = turns_[archive];
  if (!turn) turn = std::make_shared<std::mutex>();
  return turn;
}

/// The wanted sequence, and those that follow it as far as the budget goes.
std::set<std::string> SequenceCache::worth_reading(const fs::path& archive, const std::string& folder) const {
  const auto all = indexed_sequences(archive);
  std::set<std::string> chosen{folder};
  std::uintmax_t bytes = 0;
  auto next = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.folder == folder; });
  for (; next != all.end() && bytes + next->bytes <= budget_; ++next) {
    bytes += next->bytes;
    chosen.insert(next->folder);
  }
  return chosen;
}

void SequenceCache::keep(const Key& key, std::shared_ptr<const StoredFrames> frames) {
  const std::lock_guard lock{mutex_};
  std::uintmax_t bytes = 0;
  for (const auto& [name, content] : *frames) bytes += content.size();
  if (!kept_.emplace(key, Kept{std::move(frames), bytes}).second) return;
  oldest_first_.push_back(key);
  bytes_ += bytes;
  while (bytes_ > budget_ && oldest_first_.size() > 1) {
    bytes_ -= kept_.extract(oldest_first_.front()).mapped().bytes;
    oldest_first_.pop_front();
  }
}
