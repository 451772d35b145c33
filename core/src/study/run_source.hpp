#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace unseen {

/// A run that a number rests on.
struct RunSource {
  std::string run_id;
  std::int64_t seed = 0;
  std::string build;  ///< the commit of the program that trained it, "+changes" where it was changed
  std::string data;   ///< digest of its training data
  friend bool operator==(const RunSource&, const RunSource&) = default;
};

/// Their ids, in order.
std::vector<std::string> run_ids(const std::vector<RunSource>& sources);

/// "3fa9c1d2 (seed 1, commit 0a1b2c3d, data 9f8e7d6c)": ids and digests shortened to what tells them apart.
std::string source_text(const RunSource& source);

}  // namespace unseen
