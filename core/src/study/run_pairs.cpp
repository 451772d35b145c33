#include "study/run_pairs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>

#include <unseen/error.hpp>

namespace unseen {
namespace {

constexpr auto kNever = std::numeric_limits<std::size_t>::max();

std::set<std::string> differing(const PairedRun& left, const PairedRun& right) {
  std::set<std::string> paths;
  for (const auto& [path, value] : left.params) {
    const auto other = right.params.find(path);
    if (other == right.params.end() || other->second != value) paths.insert(path);
  }
  for (const auto& [path, value] : right.params) {
    if (!left.params.contains(path)) paths.insert(path);
  }
  return paths;
}

/// The nearest of each row; InputError where two are equally near.
std::vector<std::optional<std::size_t>> nearest(const std::vector<PairedRun>& from,
                                                const std::vector<PairedRun>& to, bool any_seed) {
  std::vector<std::optional<std::size_t>> found;
  for (const auto& run : from) {
    std::size_t least = kNever;
    std::vector<std::size_t> best;
    for (std::size_t i = 0; i < to.size(); ++i) {
      if (!any_seed && to[i].seed != run.seed) continue;
      const auto distance = differing(run, to[i]).size();
      if (distance < least) best.clear();
      least = std::min(least, distance);
      if (distance == least) best.push_back(i);
    }
    if (best.size() > 1) {
      throw InputError{
          fmt::format("run {} is as much like {} as like {}: name what tells them apart, as in "
                      "regularizer=erm,train.epochs=6",
                      run.run_id, to[best[0]].run_id, to[best[1]].run_id)};
    }
    found.push_back(best.empty() ? std::nullopt : std::optional{best.front()});
  }
  return found;
}

/// Keeps the pairs that differ in the same settings as the pair that differs in the fewest: where a sweep is
/// half done, the nearest of a run may be of another backbone.
void keep_alike(std::vector<RunPair>& pairs, const std::vector<PairedRun>& first,
                const std::vector<PairedRun>& second) {
  const auto paths = [&](const RunPair& pair) { return differing(first[pair.first], second[pair.second]); };
  std::set<std::string> fewest;
  for (const auto& pair : pairs) {
    const auto own = paths(pair);
    if (&pair == &pairs.front() || own.size() < fewest.size()) fewest = own;
  }
  std::erase_if(pairs, [&](const auto& pair) { return paths(pair) != fewest; });
}

std::string value_at(const PairedRun& run, const std::string& path) {
  const auto found = run.params.find(path);
  return found == run.params.end() ? "-" : found->second;
}

std::string listed(const std::set<std::string>& values) {
  return fmt::format("{}", fmt::join(values, " | "));
}

}  // namespace

RunPairs pair_runs(const std::vector<PairedRun>& first, const std::vector<PairedRun>& second) {
  const auto any_seed = first.size() == 1 && second.size() == 1;
  const auto forth = nearest(first, second, any_seed), back = nearest(second, first, any_seed);
  RunPairs result;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (forth[i] && back[*forth[i]] == i) result.pairs.push_back({i, *forth[i]});
  }
  keep_alike(result.pairs, first, second);
  result.alone_first = first.size() - result.pairs.size();
  result.alone_second = second.size() - result.pairs.size();
  return result;
}

std::vector<ParamDifference> differences(const std::vector<PairedRun>& first,
                                         const std::vector<PairedRun>& second, const RunPairs& pairs) {
  std::set<std::string> paths;
  for (const auto& pair : pairs.pairs) paths.merge(differing(first[pair.first], second[pair.second]));
  std::vector<ParamDifference> all;
  for (const auto& path : paths) {
    std::set<std::string> left, right;
    for (const auto& pair : pairs.pairs) {
      left.insert(value_at(first[pair.first], path));
      right.insert(value_at(second[pair.second], path));
    }
    all.push_back({path, listed(left), listed(right)});
  }
  return all;
}

}  // namespace unseen
