#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "data/file_pictures.hpp"
#include "training/evaluator.hpp"

namespace unseen {

/// P(fake) of one file's frames.
struct ScoredFile {
  std::filesystem::path file;
  std::vector<std::int64_t> frames;
  std::vector<double> scores;  ///< one a frame
  std::string damage;          ///< as in FilePictures
};

/// Scores images and videos: the next files are decoded while a batch runs, and a batch takes frames of
/// several files.
class FileScorer {
 public:
  using OnScored = std::function<void(const ScoredFile&)>;

  /// `model` is in evaluation mode. Files come out in the order in which they go in.
  FileScorer(Backbone& model, const Placement& placement, const PictureRule& rule, std::int64_t batch_size,
             OnScored on_scored);

  /// Throws Interrupted where `stop` says so; what was scored till then has come out.
  void score(const std::vector<std::filesystem::path>& files, const StopRequest& stop);

 private:
  struct Pending {
    ScoredFile scored;
    std::vector<std::uint8_t> pixels;
  };

  void add(const std::filesystem::path& file, FilePictures pictures);
  void run_batch(std::int64_t count);
  void give_out();

  Backbone& model_;
  Placement placement_;
  FilePictureReader reader_;
  std::int64_t batch_size_;
  OnScored on_scored_;
  std::deque<Pending> pending_;  ///< read, not yet given out
  std::int64_t waiting_ = 0;     ///< their frames that are not yet scored
};

}  // namespace unseen
