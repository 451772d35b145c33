#include "study/comparison_text.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace unseen {
namespace {

using Json = nlohmann::ordered_json;

std::string p_text(const std::optional<double>& p) {
  if (!p) return "-";
  return *p < 0.0001 ? "< 0.0001" : fmt::format("{:.4f}", *p);
}

std::string z_text(const PairComparison& pair) {
  return pair.delong && pair.delong->z ? fmt::format("{:.2f}", pair.delong->z.value()) : "-";
}

/// Of one pair of runs.
std::optional<double> delong_p(const TestComparison& test) {
  const auto& delong = test.pairs.front().delong;
  return test.pairs.size() == 1 && delong ? delong->p : std::nullopt;
}

/// An interval that holds 0, or a large p of DeLong's test, says that other videos could have turned the
/// sign; a large p over pairs, that other seeds or settings could. One pair tells nothing of these.
std::string verdict(const TestComparison& test, const MetricStyle& style) {
  constexpr double kLargeP = 0.05;
  if (test.bootstrap.low <= 0.0 && test.bootstrap.high >= 0.0) return "may be noise: videos";
  if (delong_p(test).value_or(0.0) > kLargeP) return "may be noise: videos";
  if (test.over_pairs && test.over_pairs->p.value_or(0.0) > kLargeP) return "may be noise: runs";
  const std::string better = (test.difference > 0.0) == !style.lower_is_better ? "B better" : "A better";
  return test.over_pairs ? better : better + ", of one run each";
}

std::string over_pairs_text(const TestComparison& test) {
  return test.over_pairs ? fmt::format("{} (n={})", p_text(test.over_pairs->p), test.over_pairs->n) : "-";
}

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json pair_object(const PairComparison& pair) {
  return {{"first_run", pair.first_run}, {"second_run", pair.second_run},
          {"seed", pair.seed},           {"first", pair.first},
          {"second", pair.second},       {"delong_p", number(pair.delong ? pair.delong->p : std::nullopt)}};
}

Json side_object(const ComparedSide& side) {
  return {{"selector", side.selector}, {"runs", side.compared}, {"runs_left_out", side.left_out}};
}

Json test_object(const TestComparison& test) {
  Json object{{"test", test.test},
              {"test_identity", test.identity},
              {"videos_left_out", test.left_out},
              {"real_videos", test.real},
              {"fake_videos", test.fake},
              {"first", test.first},
              {"second", test.second},
              {"difference", test.difference},
              {"low", test.bootstrap.low},
              {"high", test.bootstrap.high},
              {"t_p", number(test.over_pairs ? test.over_pairs->p : std::nullopt)},
              {"pairs", Json::array()}};
  for (const auto& pair : test.pairs) object["pairs"].push_back(pair_object(pair));
  return object;
}

}  // namespace

TextGrid comparison_grid(const std::vector<TestComparison>& tests, const MetricStyle& style) {
  TextGrid grid{
      {"test", "videos", "pairs", "A", "B", "B − A", "95 % over videos", "DeLong p", "paired t p", ""}};
  for (const auto& test : tests) {
    grid.push_back({test.test, fmt::format("{} + {}", test.real, test.fake),
                    std::to_string(test.pairs.size()), style.text(test.first), style.text(test.second),
                    style.signed_text(test.difference),
                    fmt::format("[{}, {}]", style.signed_text(test.bootstrap.low),
                                style.signed_text(test.bootstrap.high)),
                    p_text(delong_p(test)), over_pairs_text(test), verdict(test, style)});
  }
  return grid;
}

TextGrid pair_grid(const std::vector<TestComparison>& tests, const MetricStyle& style) {
  TextGrid grid{{"test", "seed", "run A", "run B", "A", "B", "B − A", "DeLong z", "DeLong p"}};
  for (const auto& test : tests) {
    for (const auto& pair : test.pairs) {
      grid.push_back({test.test, std::to_string(pair.seed), pair.first_run.substr(0, 12),
                      pair.second_run.substr(0, 12), style.text(pair.first), style.text(pair.second),
                      style.signed_text(pair.second - pair.first), z_text(pair),
                      p_text(pair.delong ? pair.delong->p : std::nullopt)});
    }
  }
  return grid;
}

std::string comparison_note(const ComparisonOptions& options, const std::string& title) {
  return fmt::format(
      "{}. Interval: paired bootstrap over videos within each class, {} resamples, seed {}. DeLong: of one "
      "pair of "
      "runs. Paired t: over pairs of runs (seeds, or seeds and settings), two-sided.\n",
      title, options.replicates, options.seed);
}

std::string comparison_json(const ComparedSide& first, const ComparedSide& second,
                            const std::vector<TestComparison>& tests,
                            const std::vector<ParamDifference>& settings, const ComparisonOptions& options) {
  Json document{{"first", side_object(first)}, {"second", side_object(second)},
                {"metric", options.metric},    {"replicates", options.replicates},
                {"seed", options.seed},        {"settings", Json::object()},
                {"tests", Json::array()}};
  for (const auto& setting : settings) document["settings"][setting.path] = {setting.first, setting.second};
  for (const auto& test : tests) document["tests"].push_back(test_object(test));
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace unseen
