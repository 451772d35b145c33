#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include <unseen/error.hpp>

#include "app/commands.hpp"
#include "app/databases.hpp"
#include "app/exit_code.hpp"
#include "results/run_scores.hpp"
#include "results/select_runs.hpp"
#include "results/test_titles.hpp"
#include "study/comparison_text.hpp"

namespace unseen {
namespace {

struct Side {
  std::string selector;
  std::vector<PairedRun> runs;
};

Side side_of(Database& database, const std::string& selector) {
  Side side{selector, {}};
  for (auto& run : select_runs(database, selector))
    side.runs.push_back({std::move(run.run_id), run.seed, std::move(run.params)});
  return side;
}

/// Without the runs that have no partner.
Side paired(const Side& side, const RunPairs& pairs, std::size_t RunPair::*place) {
  Side kept{side.selector, {}};
  for (const auto& pair : pairs.pairs) kept.runs.push_back(side.runs[pair.*place]);
  return kept;
}

void print_side(const char* name, const Side& side, std::size_t left_out) {
  std::set<std::int64_t> seeds;
  for (const auto& run : side.runs) seeds.insert(run.seed);
  fmt::print(
      "{}  {}: {} run{}, seed{} {}{}\n", name, side.selector, side.runs.size(),
      side.runs.size() == 1 ? "" : "s", seeds.size() == 1 ? "" : "s", fmt::join(seeds, ", "),
      left_out > 0
          ? fmt::format("; {} left out, without a partner that differs in these settings alone", left_out)
          : "");
}

std::string line_of(const std::vector<std::string>& fields) {
  auto line = fmt::format("{}", fmt::join(fields, "  "));
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

void print_grid(TextGrid grid, std::size_t left) {
  pad(grid, left);
  for (const auto& line : grid) fmt::print("{}", line_of(line));
}

/// What both runs of a pair gave for a test.
struct ScoredPair {
  RunPair pair;
  VideoScores first, second;
};

struct Gathered {
  std::string test;  ///< as it is called
  std::vector<ScoredPair> pairs;
};

/// The tests that both runs of a pair have, by identity.
std::map<std::string, Gathered> gathered(Database& database, const Side& first, const Side& second,
                                         const RunPairs& pairs) {
  std::map<std::string, Gathered> all;
  for (const auto& pair : pairs.pairs) {
    const auto& left = first.runs[pair.first].run_id;
    const auto& right = second.runs[pair.second].run_id;
    const auto others = finished_tests(database, right);
    for (const auto& [identity, name] : finished_tests(database, left)) {
      if (!others.contains(identity)) continue;
      auto& test = all[identity];
      test.test = name;
      test.pairs.push_back(
          {pair, video_scores(database, left, identity), video_scores(database, right, identity)});
    }
  }
  return all;
}

/// Videos that every run of a test has scored, with their labels.
std::map<std::string, int> common_videos(const Gathered& test) {
  std::map<std::string, int> common;
  for (const auto& [name, scored] : test.pairs.front().first) {
    const auto in_all = std::all_of(test.pairs.begin(), test.pairs.end(), [&name = name](const auto& pair) {
      return pair.first.contains(name) && pair.second.contains(name);
    });
    if (in_all) common.emplace(name, scored.first);
  }
  return common;
}

ComparedTest compared_test(const std::string& identity, const Gathered& gathered, const Side& first,
                           const Side& second) {
  const auto common = common_videos(gathered);
  ComparedTest test{gathered.test, {}, {}, identity, gathered.pairs.front().first.size() - common.size()};
  for (const auto& [name, label] : common) test.labels.push_back(label);
  for (const auto& scored : gathered.pairs) {
    const auto& left = first.runs[scored.pair.first];
    PairScores each{left.run_id, second.runs[scored.pair.second].run_id, left.seed, {}, {}};
    for (const auto& [name, label] : common) {
      each.first.push_back(scored.first.at(name).second);
      each.second.push_back(scored.second.at(name).second);
    }
    test.pairs.push_back(std::move(each));
  }
  if (test.left_out > 0) {
    fmt::print(stderr, "test {}: {} of {} videos have no score on one side and are left out\n", test.test,
               test.left_out, test.left_out + common.size());
  }
  return test;
}

/// Means over the runs of a side that have the epoch.
std::map<std::int64_t, double> mean_curve(Database& database, const Side& side, const std::string& metric) {
  std::map<std::int64_t, std::pair<double, int>> sums;
  for (const auto& run : side.runs) {
    for (const auto& [epoch, value] : epoch_curve(database, run.run_id, metric)) {
      sums[epoch].first += value;
      ++sums[epoch].second;
    }
  }
  std::map<std::int64_t, double> means;
  for (const auto& [epoch, sum] : sums) means[epoch] = sum.first / sum.second;
  return means;
}

void print_curves(Database& database, const Side& first, const Side& second) {
  const std::vector<std::pair<std::string, std::string>> metrics{{"val/video_auc", "validation AUC"},
                                                                 {"train/loss", "training loss"}};
  TextGrid grid{{"epoch"}};
  std::vector<std::map<std::int64_t, double>> curves;
  std::set<std::int64_t> epochs;
  for (const auto& [metric, title] : metrics) {
    for (const auto* side : {&first, &second}) {
      grid.front().push_back(fmt::format("{} {}", title, side == &first ? "A" : "B"));
      curves.push_back(mean_curve(database, *side, metric));
      for (const auto& [epoch, value] : curves.back()) epochs.insert(epoch);
    }
  }
  for (const auto epoch : epochs) {
    auto& line = grid.emplace_back();
    line.push_back(std::to_string(epoch + 1));
    for (const auto& curve : curves) {
      const auto found = curve.find(epoch);
      line.push_back(found == curve.end() ? "-" : fmt::format("{:.4f}", found->second));
    }
  }
  print_grid(std::move(grid), 1);
}

std::vector<TestComparison> compared(Database& database, const Side& first, const Side& second,
                                     const RunPairs& pairs, const ComparisonOptions& options) {
  std::vector<TestComparison> tests;
  auto all = gathered(database, first, second, pairs);
  std::vector<NamedTest> named;
  for (const auto& [identity, test] : all)
    named.push_back({identity, test.test, first.runs[test.pairs.front().pair.first].run_id});
  for (const auto& [identity, title] : test_titles(database, named)) all[identity].test = title;
  for (const auto& [identity, test] : all)
    tests.push_back(compare(compared_test(identity, test, first, second), options));
  std::sort(tests.begin(), tests.end(),
            [](const auto& left, const auto& right) { return left.test < right.test; });
  if (tests.empty()) {
    throw InputError{
        "the two have no test in common; `unseen evaluate` tests finished runs on what they have not seen"};
  }
  return tests;
}

void print_settings(const std::vector<ParamDifference>& settings) {
  TextGrid grid{{"what differs", "A", "B"}};
  for (const auto& [path, first, second] : settings) grid.push_back({path, first, second});
  settings.empty() ? fmt::print("nothing differs in the configuration\n") : print_grid(std::move(grid), 3);
}

}  // namespace

int compare(const CompareOptions& options) {
  const ComparisonOptions how{options.metric, options.replicates, options.seed};
  const auto style = metric_style(options.metric);
  auto database = existing_database(options.database);
  const auto first = side_of(database, options.first), second = side_of(database, options.second);
  const auto pairs = pair_runs(first.runs, second.runs);
  if (pairs.pairs.empty()) throw InputError{"no run of one side has a partner of the same seed on the other"};
  const auto settings = differences(first.runs, second.runs, pairs);
  const auto tests = compared(database, first, second, pairs, how);
  if (options.json) {
    fmt::print("{}", comparison_json({first.selector, pairs.pairs.size(), pairs.alone_first},
                                     {second.selector, pairs.pairs.size(), pairs.alone_second}, tests,
                                     settings, how));
    return kDone;
  }
  const auto kept_first = paired(first, pairs, &RunPair::first);
  const auto kept_second = paired(second, pairs, &RunPair::second);
  print_side("A", kept_first, pairs.alone_first);
  print_side("B", kept_second, pairs.alone_second);
  fmt::print("\n");
  print_settings(settings);
  fmt::print("\n");
  print_grid(comparison_grid(tests, style), 1);
  fmt::print("{}", comparison_note(how, style.title));
  if (options.pairs) {
    fmt::print("\n");
    print_grid(pair_grid(tests, style), 1);
  }
  fmt::print("\n");
  print_curves(database, kept_first, kept_second);
  return kDone;
}

}  // namespace unseen
