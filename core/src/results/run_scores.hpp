#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "results/database.hpp"

namespace unseen {

/// A run's finished tests: their identities with the names that they were given last.
std::map<std::string, std::string> finished_tests(Database& database, const std::string& run_id);

/// Label (1: fake) and score of each video that counts, by name.
using VideoScores = std::map<std::string, std::pair<int, double>>;

/// Of a finished test of a run; empty where there is none.
VideoScores video_scores(Database& database, const std::string& run_id, const std::string& test_identity);

/// The methods of a finished test's fakes, in order.
std::vector<std::string> fake_methods(Database& database, const std::string& run_id,
                                      const std::string& test_identity);

/// What a run logged of a metric by epoch: means over its steps.
std::map<std::int64_t, double> epoch_curve(Database& database, const std::string& run_id,
                                           const std::string& metric);

}  // namespace unseen
