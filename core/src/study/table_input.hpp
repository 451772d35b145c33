#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "experiment/config.hpp"
#include "study/published.hpp"
#include "study/run_source.hpp"

namespace unseen {

/// What is known of one planned number: one cell, one seed, one test, one metric.
struct TableEntry {
  std::vector<AxisLabel> labels;    ///< the cell's, then {"test", its name} and {"metric", its name}
  RunSource source;                 ///< without an id where nothing was claimed
  std::string run_state;            ///< as in the database; empty: never run
  std::string evaluation_state;     ///< likewise
  std::optional<double> value;      ///< in the database's units
  std::optional<double> low, high;  ///< its 95 % interval, where one is known
  std::int64_t real_videos = 0, fake_videos = 0;  ///< what the value rests on; 0: unknown
};

/// A plan with its results, as plain data: nothing here knows where they are kept.
struct TableInput {
  TableConfig config;
  std::string experiment;
  std::string description;
  std::vector<TableEntry> entries;
  std::size_t seeds = 1;  ///< planned for each cell
  std::vector<PublishedValue> published = {};
};

}  // namespace unseen
