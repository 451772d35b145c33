#include "app/door/file_scorer.hpp"

#include <algorithm>

namespace unseen {

FileScorer::FileScorer(Backbone& model, const Placement& placement, const PictureRule& rule,
                       std::int64_t batch_size, OnScored on_scored)
    : model_{model},
      placement_{placement},
      rule_{rule},
      batch_size_{static_cast<std::size_t>(batch_size)},
      on_scored_{std::move(on_scored)} {}

void FileScorer::score(const std::vector<std::filesystem::path>& files, const StopRequest& stop) {
  std::deque<std::future<FilePictures>> ahead;
  std::size_t asked = 0;
  const auto frame_bytes = static_cast<std::size_t>(rule_.side) * static_cast<std::size_t>(rule_.side) * 3;
  for (const auto& file : files) {
    for (; asked < files.size() && ahead.size() <= placement_.workers; ++asked) {
      ahead.push_back(std::async(std::launch::async, read_file_pictures, files[asked], rule_));
    }
    add(file, ahead.front().get());
    ahead.pop_front();
    while (pixels_.size() >= batch_size_ * frame_bytes) run_batch(batch_size_);
    give_out();
    if (const auto signal = stop()) throw Interrupted{*signal};
  }
  run_batch(pixels_.size() / frame_bytes);
  give_out();
}

void FileScorer::add(const std::filesystem::path& file, FilePictures pictures) {
  pixels_.insert(pixels_.end(), pictures.pixels.begin(), pictures.pixels.end());
  files_.push_back({file, std::move(pictures.frames), {}, std::move(pictures.damage)});
}

void FileScorer::run_batch(std::size_t count) {
  if (count == 0) return;
  const auto n = static_cast<std::int64_t>(count);
  const auto pixels = torch::from_blob(pixels_.data(), {n, rule_.side, rule_.side, 3}, torch::kByte);
  const auto scores = fake_probabilities(model_, pixels, placement_, std::nullopt);
  pixels_.erase(pixels_.begin(), pixels_.begin() + static_cast<std::ptrdiff_t>(pixels.nbytes()));
  auto file = files_.begin();
  for (const auto score : scores) {
    while (file->scores.size() == file->frames.size()) ++file;
    file->scores.push_back(score);
  }
}

void FileScorer::give_out() {
  while (!files_.empty() && files_.front().scores.size() == files_.front().frames.size()) {
    on_scored_(files_.front());
    files_.pop_front();
  }
}

}  // namespace unseen
