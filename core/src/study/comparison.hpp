#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "metrics/delong.hpp"
#include "metrics/paired_t.hpp"

namespace unseen {

/// What one pair of runs gave for the videos of one test.
struct PairScores {
  std::string first_run, second_run;
  std::int64_t seed = 0;
  std::vector<double> first, second;
};

/// One test with the pairs that have it, all on the same videos.
struct ComparedTest {
  std::string test;
  std::vector<int> labels;  ///< 1: fake
  std::vector<PairScores> pairs;
  std::string identity{};
  std::size_t left_out = 0;  ///< videos without a score on one side
};

struct ComparisonOptions {
  std::string metric = "video_auc";  ///< of video_metric()
  std::size_t replicates = 2000;
  std::uint64_t seed = 1;
};

struct PairComparison {
  std::string first_run, second_run;
  std::int64_t seed = 0;
  double first = 0.0, second = 0.0;     ///< the metric
  std::optional<AucComparison> delong;  ///< of AUCs, where each class has two videos
};

/// Second less first, throughout.
struct TestComparison {
  std::string test, identity;
  std::size_t left_out = 0;
  std::size_t real = 0, fake = 0;
  double first = 0.0, second = 0.0;  ///< means over the pairs
  double difference = 0.0;
  Interval bootstrap{};  ///< 95 %, over videos; the pairs' mean on each replicate
  std::vector<PairComparison> pairs;
  std::optional<PairedT> over_pairs;  ///< from two pairs on
};

/// InputError for an unknown metric, and naming the test where a class is absent.
TestComparison compare(const ComparedTest& test, const ComparisonOptions& options);

}  // namespace unseen
