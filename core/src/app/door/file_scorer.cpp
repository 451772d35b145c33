#include "app/door/file_scorer.hpp"

#include <algorithm>
#include <cstring>
#include <future>

#include "metrics/binary_scores.hpp"

namespace unseen {
namespace {

/// Of the faces of a frame, which follow each other, the highest score counts.
void keep_highest(ScoredFile& file) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < file.frames.size(); ++i) {
    if (kept > 0 && file.frames[kept - 1] == file.frames[i]) {
      file.scores[kept - 1] = std::max(file.scores[kept - 1], file.scores[i]);
      continue;
    }
    file.frames[kept] = file.frames[i];
    file.scores[kept++] = file.scores[i];
  }
  file.frames.resize(kept);
  file.scores.resize(kept);
}

}  // namespace

FileScorer::FileScorer(Backbone& model, const Placement& placement, const PictureRule& rule,
                       std::int64_t batch_size, OnScored on_scored)
    : model_{model},
      placement_{placement},
      reader_{rule},
      batch_size_{batch_size},
      on_scored_{std::move(on_scored)} {}

void FileScorer::score(const std::vector<std::filesystem::path>& files, const StopRequest& stop) {
  std::deque<std::future<FilePictures>> ahead;
  std::size_t asked = 0;
  for (const auto& file : files) {
    for (; asked < files.size() && ahead.size() <= placement_.workers; ++asked) {
      ahead.push_back(
          std::async(std::launch::async, [this, path = files[asked]] { return reader_.read(path); }));
    }
    add(file, ahead.front().get());
    ahead.pop_front();
    while (waiting_ >= batch_size_) run_batch(batch_size_);
    give_out();
    if (const auto signal = stop()) throw Interrupted{*signal};
  }
  run_batch(waiting_);
  give_out();
}

void FileScorer::add(const std::filesystem::path& file, FilePictures pictures) {
  if (pictures.frames.empty() && pictures.damage.empty()) {
    pictures.damage = "no face in any of its " + std::to_string(pictures.faceless) + " frames";
  }
  waiting_ += static_cast<std::int64_t>(pictures.frames.size());
  pending_.push_back(
      {{file, std::move(pictures.frames), {}, std::move(pictures.damage)}, std::move(pictures.pixels)});
}

void FileScorer::run_batch(std::int64_t count) {
  if (count == 0) return;
  const auto side = static_cast<std::int64_t>(reader_.rule().side);
  auto pixels = torch::empty({count, side, side, 3}, torch::kByte);
  const auto frame_bytes = static_cast<std::size_t>(side * side * 3);
  std::vector<ScoredFile*> owners;
  for (auto& [scored, bytes] : pending_) {
    for (auto i = scored.scores.size(); i < scored.frames.size() && std::ssize(owners) < count; ++i) {
      std::memcpy(pixels[std::ssize(owners)].data_ptr(), bytes.data() + i * frame_bytes, frame_bytes);
      owners.push_back(&scored);
    }
  }
  const auto scores = fake_probabilities(model_, pixels, placement_, std::nullopt);
  require_probabilities(scores);
  for (std::size_t i = 0; i < owners.size(); ++i) owners[i]->scores.push_back(scores[i]);
  waiting_ -= count;
}

void FileScorer::give_out() {
  while (!pending_.empty() &&
         pending_.front().scored.scores.size() == pending_.front().scored.frames.size()) {
    keep_highest(pending_.front().scored);
    on_scored_(pending_.front().scored);
    pending_.pop_front();
  }
}

}  // namespace unseen
