#include "planning/dataset_survey.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "planning/split_checks.hpp"

namespace unseen {
namespace {

using Kind = std::tuple<std::string, int, std::string>;  // split, label, method

Kind kind_of(const PublishedCount& count) { return {count.split, count.label, count.method}; }

bool is_of_several(const PublishedCount& count) {
  return count.split.empty() || count.label < 0 || count.method.empty();
}

std::int64_t matching(const std::map<Kind, std::int64_t>& found, const PublishedCount& of) {
  std::int64_t videos = 0;
  for (const auto& [kind, count] : found) {
    const auto& [split, label, method] = kind;
    const auto is_one = (of.split.empty() || of.split == split) && (of.label < 0 || of.label == label) &&
                        (of.method.empty() || of.method == method);
    if (is_one) videos += count;
  }
  return videos;
}

/// What is published of the splits that are looked at; of all together, where all are.
std::vector<PublishedCount> published_of(const Dataset& dataset, const std::vector<std::string>& splits) {
  auto published = dataset.published();
  const auto has = [&](const std::string& split) {
    return std::find(splits.begin(), splits.end(), split) != splits.end();
  };
  const auto all = dataset.splits();
  const auto has_all = std::all_of(all.begin(), all.end(), has);
  std::erase_if(published,
                [&](const auto& count) { return count.split.empty() ? !has_all : !has(count.split); });
  return published;
}

std::vector<CountedVideos> side_by_side(std::map<Kind, std::int64_t> found,
                                        const std::vector<PublishedCount>& published,
                                        const std::vector<std::string>& splits) {
  std::map<Kind, std::int64_t> wanted;
  std::vector<CountedVideos> together;
  for (const auto& count : published) {
    wanted[kind_of(count)] = count.videos;
    if (!is_of_several(count)) {
      found.try_emplace(kind_of(count), 0);
      continue;
    }
    auto of = count;
    of.videos = matching(found, count);
    together.push_back({std::move(of), count.videos});
  }
  std::vector<CountedVideos> counts;
  for (const auto& split : splits) {
    for (const auto& [kind, videos] : found) {
      const auto& [of_split, label, method] = kind;
      if (of_split != split) continue;
      const auto known = wanted.find(kind);
      counts.push_back({{split, label, method, videos},
                        known == wanted.end() ? std::nullopt : std::optional{known->second}});
    }
  }
  counts.insert(counts.end(), together.begin(), together.end());
  return counts;
}

void add_shared(const std::string& first, const std::string& second, std::vector<SharedVideos>& shared) {
  const auto known = std::find_if(shared.begin(), shared.end(), [&](const auto& each) {
    return each.first == first && each.second == second;
  });
  if (known == shared.end()) {
    shared.push_back({first, second, 1});
  } else {
    ++known->videos;
  }
}

}  // namespace

DatasetSurvey survey(const Dataset& dataset, std::vector<std::string> splits, const std::string& name) {
  if (splits.empty()) splits = dataset.splits();
  DatasetSurvey result;
  std::map<Kind, std::int64_t> found;
  std::map<std::string, std::string> first_split;  // of each id
  for (const auto& split : splits) {
    const auto manifest = dataset.manifest(split);
    require_unique_ids(manifest, name);
    for (const auto& video : manifest.videos) {
      ++found[{split, video.label, video.method}];
      const auto [first, is_new] = first_split.emplace(video.id, split);
      if (!is_new) add_shared(first->second, split, result.shared);
    }
    for (const auto& path : manifest.absent) result.absent.push_back({split, path});
  }
  result.counts = side_by_side(std::move(found), published_of(dataset, splits), splits);
  result.splits = std::move(splits);
  return result;
}

}  // namespace unseen
