#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "experiment/config.hpp"

namespace unseen {

/// What is known of one planned evaluation: one cell, one seed, one test.
struct TableEntry {
  std::vector<AxisLabel> labels;  ///< the cell's, then {"test", the test's name}
  std::int64_t seed = 0;
  std::string run_id;                             ///< empty where nothing was claimed
  std::string run_state;                          ///< as in the database; empty: never run
  std::string evaluation_state;                   ///< likewise
  std::optional<double> value;                    ///< of the table's metric, in the database's units
  std::optional<double> low, high;                ///< its 95 % interval, where one is known
  std::int64_t real_videos = 0, fake_videos = 0;  ///< what the value rests on; 0: unknown
  std::string build;                              ///< of the program that trained the run
};

/// A plan with its results, as plain data: nothing here knows where they are kept.
struct TableInput {
  TableConfig config;
  std::string experiment;
  std::string description;
  std::vector<TableEntry> entries;
  std::size_t seeds = 1;  ///< planned for each cell
};

}  // namespace unseen
