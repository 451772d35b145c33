#include "planning/split_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <span>

#include <unseen/error.hpp>

namespace unseen {
namespace {

bool same_place(const ResolvedDataset& a, const ResolvedDataset& b) {
  return std::filesystem::weakly_canonical(a.config.root) == std::filesystem::weakly_canonical(b.config.root);
}

}  // namespace

void require_both_classes(const ResolvedDataset& data, const std::string& where, bool pairs) {
  if (!data.manifest || pairs) return;
  for (const auto label : {0, 1}) {
    const auto has = std::any_of(data.manifest->videos.begin(), data.manifest->videos.end(),
                                 [label](const Video& video) { return video.label == label; });
    if (has) continue;
    const auto place = data.config.root.empty() ? "" : " in " + data.config.root.string();
    throw InputError{fmt::format(
        "{}: the split \"{}\" of dataset \"{}\"{} has no {} video; both classes are needed "
        "(the AUC of one class is undefined)",
        where, data.config.split, data.config.plugin.plugin, place, label == 0 ? "real" : "fake")};
  }
}

void require_unique_ids(const Manifest& manifest, const std::string& where) {
  std::map<std::string, const Video*> known;
  for (const auto& video : manifest.videos) {
    const auto [first, is_new] = known.emplace(video.id, &video);
    if (is_new) continue;
    throw InputError{
        fmt::format("{}: {} and {} have one id, \"{}\"; take one of them out, or mend the data set's plugin",
                    where, first->second->path.string(), video.path.string(), video.id)};
  }
}

void require_complete(const ResolvedDataset& data, const std::string& where) {
  constexpr std::size_t kNamed = 5;
  if (!data.config.require_complete || !data.manifest || data.manifest->absent.empty()) return;
  const auto& absent = data.manifest->absent;
  std::string named;
  for (const auto& path : std::span{absent}.first(std::min(kNamed, absent.size())))
    named += (named.empty() ? "" : ", ") + path.generic_string();
  throw InputError{fmt::format(
      "{}: require_complete = true, but of the split \"{}\" of dataset \"{}\" in {} {} listed files are "
      "absent and "
      "{} videos there; absent: {}{}; fetch them (`unseen dataset` names all), or take require_complete out",
      where, data.config.split, data.config.plugin.plugin, data.config.root.string(), absent.size(),
      data.manifest->videos.size(), named, absent.size() > kNamed ? ", ..." : "")};
}

void require_apart(const ResolvedDataset& seen, const ResolvedDataset& tested, const std::string& where) {
  if (!seen.manifest || !tested.manifest || seen.config.split == tested.config.split) return;
  if (seen.config.plugin.plugin != tested.config.plugin.plugin || !same_place(seen, tested)) return;
  // One file is one video, whatever it is called; of what is drawn, names alone tell.
  const auto key = [](const Video& video) {
    return video.path.generic_string() + (video.bytes > 0 ? "" : '\n' + video.id);
  };
  std::set<std::string> known;
  for (const auto& video : seen.manifest->videos) known.insert(key(video));
  for (const auto& video : tested.manifest->videos) {
    if (!known.contains(key(video))) continue;
    throw InputError{fmt::format(
        "{}: \"{}\" of its split \"{}\" is in the split \"{}\" too, which the model is trained or chosen by; "
        "give each split a folder or a root of its own, or ask for the same split by name",
        where, video.id, tested.config.split, seen.config.split)};
  }
}

}  // namespace unseen
