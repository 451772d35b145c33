// Videos of one's own: real/... and fake/<method>/..., as they are or below a folder for each split; or a
// list, comma-separated values with the columns path,label[,method,source,split], paths below the root.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include <unseen/dataset.hpp>
#include <unseen/error.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>
#include <unseen/video_file.hpp>

#include <unseen/csv_file.hpp>
#include "shared/class_folders.hpp"
#include "shared/folders.hpp"
#include "shared/labels.hpp"

namespace {

namespace fs = std::filesystem;
using unseen::InputError;

/// The rows of a list, with the columns that it has.
class VideoList {
 public:
  explicit VideoList(const fs::path& file) : csv_{file} {
    const std::vector<std::string> known{"path", "label", "method", "source", "split"};
    std::set<std::string> seen;
    for (const auto& name : csv_.header()) {
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        throw InputError{fmt::format("{}: unknown column \"{}\"{}", csv_.where_header(), name,
                                     unseen::name_hint(name, known))};
      }
      if (!seen.insert(name).second)
        throw InputError{fmt::format("{}: column \"{}\" stands twice", csv_.where_header(), name)};
    }
    if (!seen.contains("path") || !seen.contains("label"))
      throw InputError{csv_.where_header() + ": wanted the header path,label[,method,source,split]"};
  }

  const std::vector<unseen::CsvRow>& rows() const { return csv_.rows(); }
  std::string where(const unseen::CsvRow& row) const { return csv_.where(row); }
  bool has(const std::string& column) const { return csv_.column(column).has_value(); }

  /// "" where the list has no such column.
  std::string cell(const unseen::CsvRow& row, const std::string& column) const {
    const auto at = csv_.column(column);
    return at ? row.cells[*at] : "";
  }

  /// In the order of the list; none where it has no such column.
  std::vector<std::string> splits() const {
    std::vector<std::string> found;
    if (!has("split")) return found;
    for (const auto& row : rows()) {
      auto split = cell(row, "split");
      if (split.empty()) throw InputError{where(row) + ": wanted a split, found nothing"};
      if (std::find(found.begin(), found.end(), split) == found.end()) found.push_back(std::move(split));
    }
    return found;
  }

 private:
  unseen::CsvFile csv_;
};

class VideoFolder final : public unseen::Dataset {
 public:
  explicit VideoFolder(const unseen::Params& params)
      : list_{params.text("list", "",
                          "a CSV below the root, path,label[,method,source,split]; without one "
                          "the folders real/ and fake/<method>/ say it")} {}

  /// Those of the list, or the folders that hold real/ or fake/; "all" where nothing tells splits apart.
  std::vector<std::string> splits() const override {
    if (list_.empty()) return datasets::split_folders(root());
    auto found = VideoList{root() / list_}.splits();
    return found.empty() ? std::vector<std::string>{"all"} : found;
  }

  unseen::Manifest manifest(const std::string& split) const override {
    unseen::Manifest result;
    if (list_.empty()) {
      add_folders(split, result);
    } else {
      result.lists.emplace_back(list_);
      add_listed(VideoList{root() / list_}, split, result);
    }
    return result;
  }

 private:
  // By folders.

  void add_folders(const std::string& split, unseen::Manifest& result) const {
    const auto base = datasets::class_folder(root(), split, "videos");
    if (datasets::is_folder(base / "real")) add_below(base / "real", {"", 0, "real", "", split, {}}, result);
    if (!datasets::is_folder(base / "fake")) return;
    for (const auto& entry : datasets::entries(base / "fake")) {
      unseen::Video like{"", 1, "fake", "", split, {}};
      if (!datasets::is_folder(entry)) {
        add_file(entry.path(), like, result);
      } else {
        like.method = entry.path().filename().string();
        add_below(entry.path(), like, result);
      }
    }
  }

  void add_below(const fs::path& folder, const unseen::Video& like, unseen::Manifest& result) const {
    for (const auto& entry : datasets::entries(folder)) {
      datasets::is_folder(entry) ? add_below(entry.path(), like, result)
                                 : add_file(entry.path(), like, result);
    }
  }

  void add_file(const fs::path& file, unseen::Video video, unseen::Manifest& result) const {
    if (!unseen::is_video_file(file)) return;
    video.path = file.lexically_relative(root());
    video.id = video.path.generic_string();
    datasets::add_listed(result, root(), std::move(video));
  }

  // By a list.

  static void refuse_unknown(const VideoList& list, const std::string& file, const std::string& split) {
    const auto known = list.splits();
    if (known.empty() || std::find(known.begin(), known.end(), split) != known.end()) return;
    throw InputError{
        fmt::format("{}: no row of the split \"{}\"{}", file, split, unseen::name_hint(split, known))};
  }

  void add_listed(const VideoList& list, const std::string& split, unseen::Manifest& result) const {
    refuse_unknown(list, (root() / list_).string(), split);
    std::map<std::string, std::size_t> lines;
    for (const auto& row : list.rows()) {
      auto video = listed_video(list, row, split);
      const auto [first, is_new] = lines.emplace(video.id, row.line);
      if (!is_new) {
        throw InputError{fmt::format("{}: {} is listed a second time, first in line {}", list.where(row),
                                     video.id, first->second)};
      }
      if (video.split == split) datasets::add_listed(result, root(), std::move(video));
    }
  }

  unseen::Video listed_video(const VideoList& list, const unseen::CsvRow& row,
                             const std::string& split) const {
    const auto word = list.cell(row, "label");
    const auto label = datasets::label_of(word);
    if (!label) {
      throw InputError{
          fmt::format("{}: wanted label real or fake, or 0 or 1, found \"{}\"", list.where(row), word)};
    }
    const auto path = path_below(list, row);
    auto method = list.cell(row, "method");
    if (method.empty()) method = *label == 0 ? "real" : "fake";
    return {path.generic_string(),
            *label,
            method,
            fs::path{list.cell(row, "source")}.lexically_normal().generic_string(),
            list.has("split") ? list.cell(row, "split") : split,
            path};
  }

  fs::path path_below(const VideoList& list, const unseen::CsvRow& row) const {
    const auto text = list.cell(row, "path");
    const auto path = (root() / text).lexically_normal().lexically_relative(root().lexically_normal());
    if (text.empty() || path.empty() || *path.begin() == "..") {
      throw InputError{
          fmt::format("{}: wanted a path below {}, found \"{}\"", list.where(row), root().string(), text)};
    }
    return path;
  }

  std::string list_;
};

}  // namespace

UNSEEN_PLUGIN(Dataset, VideoFolder, "video_folder");
