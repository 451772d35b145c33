#pragma once

#include <nlohmann/json.hpp>

#include <fstream>
#include <vector>

namespace unseen {

/// tests/fixtures/metrics.json: two models on 12 fakes and 18 reals, with ties, and what is known of them.
struct GoldenScores {
  nlohmann::json json = nlohmann::json::parse(std::ifstream{UNSEEN_FIXTURES "/metrics.json"});
  std::vector<int> labels = json.at("labels").get<std::vector<int>>();
  std::vector<double> first = json.at("scoreA").get<std::vector<double>>();
  std::vector<double> second = json.at("scoreB").get<std::vector<double>>();

  double expected(const char* name) const { return json.at(name).get<double>(); }
};

inline constexpr double kGoldenTolerance = 1e-12;

}  // namespace unseen
