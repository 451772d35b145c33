#include "dfb_prepared_place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include <unseen/error.hpp>

#include "shared/folders.hpp"
#include "shared/natural_order.hpp"

namespace fs = std::filesystem;

namespace {

/// Backslashes turned, and "." and ".." and what stands for a root left out.
fs::path plain(std::string text) {
  std::replace(text.begin(), text.end(), '\\', '/');
  fs::path path;
  for (const auto& part : fs::path{text}.relative_path().lexically_normal()) {
    if (part != "." && part != "..") path /= part;
  }
  return path;
}

}  // namespace

PreparedPlace PreparedPlaces::find(const std::string& id, const std::vector<std::string>& paths) {
  PreparedPlace place;
  if (paths.empty()) {
    place.absent.push_back(fs::path{id} / "(no frame is listed)");
    return place;
  }
  const auto listed = folder_of(id, paths);
  place.folder = below_root(listed);
  if (place.folder.empty()) {
    place.absent.push_back(listed);
    return place;
  }
  const auto [owner, is_new] = owners_.emplace(place.folder, id);
  if (!is_new) {
    throw unseen::InputError{
        fmt::format("{}: the frames of {} and of {}; set `root` to the folder that holds the data set's own",
                    (root_ / place.folder).string(), owner->second, id)};
  }
  std::set<std::string, datasets::NaturalOrder> names;
  for (const auto& path : paths) names.insert(plain(path).filename().string());
  for (const auto& name : names) {
    const auto file = place.folder / name;
    std::error_code error;
    const auto bytes = fs::file_size(root_ / file, error);
    if (error && !datasets::says_absent(error)) datasets::refuse_unreadable(root_ / file, error);
    if (error) {
      place.absent.push_back(file);
    } else {
      place.frames.push_back(name);
      place.bytes += bytes;
    }
  }
  return place;
}

fs::path PreparedPlaces::folder_of(const std::string& id, const std::vector<std::string>& paths) const {
  const auto folder = plain(paths.front()).parent_path();
  for (const auto& path : paths) {
    if (plain(path).parent_path() == folder) continue;
    throw unseen::InputError{
        fmt::format("{}: lists frames of several folders, {} and {}; make the list again", id,
                    folder.string(), plain(path).parent_path().string())};
  }
  return folder;
}

/// Empty where it is not there.
fs::path PreparedPlaces::below_root(const fs::path& listed) {
  if (foreign_) {
    const auto rest = foreign_->empty() ? listed : listed.lexically_relative(*foreign_);
    return *rest.begin() != ".." && datasets::is_folder(root_ / rest) ? rest : fs::path{};
  }
  fs::path foreign;
  for (auto rest = listed; rest != "."; rest = rest.lexically_relative(*rest.begin())) {
    if (datasets::is_folder(root_ / rest)) {
      foreign_ = foreign;
      return rest;
    }
    foreign /= *rest.begin();
  }
  return {};
}
