#include "planning/split_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

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

void require_apart(const ResolvedDataset& seen, const ResolvedDataset& tested, const std::string& where) {
  if (!seen.manifest || !tested.manifest || seen.config.split == tested.config.split) return;
  if (seen.config.plugin.plugin != tested.config.plugin.plugin || !same_place(seen, tested)) return;
  std::set<std::string> known;
  for (const auto& video : seen.manifest->videos) known.insert(video.path.generic_string() + '\n' + video.id);
  for (const auto& video : tested.manifest->videos) {
    if (!known.contains(video.path.generic_string() + '\n' + video.id)) continue;
    throw InputError{fmt::format(
        "{}: \"{}\" of its split \"{}\" is in the split \"{}\" too, which the model is trained or chosen by; "
        "give each split a folder or a root of its own, or ask for the same split by name",
        where, video.id, tested.config.split, seen.config.split)};
  }
}

}  // namespace unseen
