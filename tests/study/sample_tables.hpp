#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "study/table_input.hpp"

namespace unseen {

/// A finished evaluation; `cell` are the axes' labels without the test.
inline TableEntry finished(std::vector<AxisLabel> cell, const std::string& test, std::int64_t seed,
                           double value) {
  TableEntry entry;
  entry.source = {(cell.empty() ? "run" : cell.front().label) + "-" + std::to_string(seed), seed, "", ""};
  entry.labels = std::move(cell);
  entry.labels.push_back({"test", test});
  entry.labels.push_back({"metric", "video_auc"});
  entry.run_state = entry.evaluation_state = "finished";
  entry.value = value;
  return entry;
}

/// One without a value: what its run, or else its evaluation, is.
inline TableEntry unfinished(std::vector<AxisLabel> cell, const std::string& test, std::int64_t seed,
                             const std::string& run_state, const std::string& evaluation_state = "") {
  auto entry = finished(std::move(cell), test, seed, 0.0);
  entry.value.reset();
  entry.run_state = run_state;
  entry.evaluation_state = evaluation_state;
  if (run_state.empty()) entry.source.run_id.clear();
  return entry;
}

/// Rules by two tests, over two seeds; PIM's second seed still runs.
inline TableInput two_seeds() {
  TableInput input;
  input.config = {{"rule"}, {"test"}, {"video_auc"}, "", false};
  input.experiment = "two-seeds";
  input.description = "ERM & PIM, 100% fake_data";
  input.seeds = 2;
  input.entries = {finished({{"rule", "ERM"}}, "CDF", 1, 0.75),
                   finished({{"rule", "ERM"}}, "WDF", 1, 0.5),
                   finished({{"rule", "ERM"}}, "CDF", 2, 0.8125),
                   finished({{"rule", "ERM"}}, "WDF", 2, 0.625),
                   finished({{"rule", "SAM"}}, "CDF", 1, 0.875),
                   finished({{"rule", "SAM"}}, "WDF", 1, 0.5),
                   finished({{"rule", "SAM"}}, "CDF", 2, 0.875),
                   finished({{"rule", "SAM"}}, "WDF", 2, 0.5),
                   finished({{"rule", "+PIM"}}, "CDF", 1, 0.9375),
                   finished({{"rule", "+PIM"}}, "WDF", 1, 0.75),
                   unfinished({{"rule", "+PIM"}}, "CDF", 2, "running"),
                   unfinished({{"rule", "+PIM"}}, "WDF", 2, "running")};
  return input;
}

/// Two rules on one test of 14 + 14 videos, one seed, with intervals.
inline TableInput one_seed() {
  TableInput input;
  input.config = {{"rule", "lr"}, {"test"}, {"video_auc"}, "A caption.", false};
  input.experiment = "one_seed";
  input.seeds = 1;
  for (const auto& [rule, value] : {std::pair{"ERM", 0.83059}, std::pair{"SAM", 0.9}}) {
    auto entry = finished({{"rule", rule}, {"lr", "0.001"}}, "mini", 7, value);
    entry.low = value - 0.125;
    entry.high = value + 0.0625;
    entry.real_videos = entry.fake_videos = 14;
    input.entries.push_back(entry);
  }
  return input;
}

}  // namespace unseen
