#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "app/door/file_scorer.hpp"

namespace unseen {

/// Prints scores to stdout as CSV or JSON lines: one row a file, or with `frames` one a frame. A damaged file
/// has a row that says so. Error where stdout takes no more.
class ScoreOutput {
 public:
  ScoreOutput(bool json, bool frames);

  void put(const ScoredFile& file);

 private:
  void row(const std::filesystem::path& path, std::optional<std::int64_t> number, std::optional<double> score,
           const std::string& error) const;

  bool json_, frames_;
};

}  // namespace unseen
