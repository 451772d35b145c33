#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "wilddeepfake_archive.hpp"

/// The frames of archived sequences, as they are asked for from several threads: a pass over an archive keeps
/// the sequences that follow the wanted one too, as many as fit, so that who reads them in turn passes over
/// it once.
class SequenceCache {
 public:
  /// `budget`: bytes that are kept between calls; a sequence that is larger is kept alone.
  explicit SequenceCache(std::uintmax_t budget) : budget_{budget} {}

  /// Error where the archive is damaged or has no such folder.
  std::shared_ptr<const StoredFrames> frames(const std::filesystem::path& archive, const std::string& folder);

 private:
  using Key = std::pair<std::filesystem::path, std::string>;
  struct Kept {
    std::shared_ptr<const StoredFrames> frames;
    std::uintmax_t bytes = 0;
  };

  std::shared_ptr<const StoredFrames> find(const Key& key) const;
  std::shared_ptr<std::mutex> turn_of(const std::filesystem::path& archive);
  std::set<std::string> worth_reading(const std::filesystem::path& archive, const std::string& folder) const;
  void keep(const Key& key, std::shared_ptr<const StoredFrames> frames);

  std::uintmax_t budget_;
  mutable std::mutex mutex_;  ///< guards what follows
  std::map<Key, Kept> kept_;
  std::deque<Key> oldest_first_;
  std::uintmax_t bytes_ = 0;
  std::map<std::filesystem::path, std::shared_ptr<std::mutex>>
      turns_;  ///< one pass over an archive at a time
};
