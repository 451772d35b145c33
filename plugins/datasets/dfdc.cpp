// The DeepFake Detection Challenge (Dolhansky et al., arXiv:2006.07397): training parts with their
// metadata.json, and two releases that others call its test: the 5,000 videos of "test", and the 4,000 of
// "validation", which were the challenge's public test.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include <unseen/dataset.hpp>
#include <unseen/error.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

#include <unseen/csv_file.hpp>
#include "shared/folders.hpp"
#include "shared/json_file.hpp"
#include "shared/labels.hpp"
#include "shared/natural_order.hpp"

namespace {

namespace fs = std::filesystem;
using unseen::InputError;

constexpr const char* kCsv = "labels.csv";
constexpr const char* kMetadata = "metadata.json";

std::size_t size_of(const std::string& release) { return release == "test" ? 5000 : 4000; }

using Labels = std::map<std::string, int>;  // file name to label

class Dfdc final : public unseen::Dataset {
 public:
  explicit Dfdc(const unseen::Params& params)
      : release_{
            params.text("release", "test",
                        "what split = \"test\" is: the 5,000 videos of the test release, or the 4,000 of "
                        "the validation release, the challenge's public test",
                        {"test", "validation"})} {}

  std::vector<std::string> splits() const override { return {"train", "test"}; }

  std::vector<unseen::PublishedCount> published() const override {
    std::vector<unseen::PublishedCount> counts{{"train", 0, "real", 19154}, {"train", 1, "fake", 100000}};
    if (release_ == "test") {
      counts.push_back({"test", -1, "", 5000});
    } else {
      counts.push_back({"test", 0, "real", 2000});
      counts.push_back({"test", 1, "fake", 2000});
    }
    return counts;
  }

  unseen::Manifest manifest(const std::string& split) const override {
    unseen::Manifest result;
    if (split == "train") {
      add_parts(result);
    } else if (split == "test") {
      add_release(result);
    } else {
      throw InputError{fmt::format(
          "dfdc: unknown split \"{}\"; DFDC has train, and test (which `release` chooses)", split)};
    }
    return result;
  }

 private:
  static unseen::Video video_of(const std::string& from, const fs::path& file, int label,
                                const std::string& split) {
    return {from + "/" + file.stem().string(), label, label == 0 ? "real" : "fake", "", split, {}};
  }

  /// Where the videos of a list lie, below the root: beside it, or in a folder of their own.
  fs::path videos_beside(const fs::path& folder) const {
    for (const auto* inserted : {"videos", "ori_videos"}) {
      if (datasets::is_folder(root() / folder / inserted)) return folder / inserted;
    }
    return folder;
  }

  // One of the two releases.

  void add_release(unseen::Manifest& result) const {
    const auto folder = release_folder();
    const auto labels = release_labels(folder, result);
    const auto videos = videos_beside(folder);
    for (const auto& [file, label] : labels) {
      auto video = video_of(release_, file, label, "test");
      video.path = videos / file;
      datasets::add_listed(result, root(), std::move(video));
    }
  }

  bool has_labels(const fs::path& folder) const {
    return datasets::is_file(root() / folder / kCsv) || datasets::is_file(root() / folder / kMetadata);
  }

  fs::path release_folder() const {
    if (has_labels(release_)) return release_;
    if (datasets::is_file(root() / kCsv)) return "";
    throw InputError{fmt::format(
        "{}: no such file, nor {} in its place or {} in the root; it comes with the {} videos of "
        "DFDC's {} release; set `root` to the folder that holds {}/, or `release` to the other one",
        (root() / release_ / kCsv).string(), kMetadata, kCsv, size_of(release_), release_, release_)};
  }

  Labels release_labels(const fs::path& folder, unseen::Manifest& result) const {
    Labels labels;
    if (datasets::is_file(root() / folder / kCsv)) {
      labels = labels_of_csv(root() / folder / kCsv);
      result.lists.push_back(folder / kCsv);
    }
    if (datasets::is_file(root() / folder / kMetadata)) {
      add_metadata(root() / folder / kMetadata, labels);
      result.lists.push_back(folder / kMetadata);
    }
    refuse_other_release(folder, labels.size());
    return labels;
  }

  /// A list in the root does not say which release it is of, but its length may.
  void refuse_other_release(const fs::path& folder, std::size_t found) const {
    const std::string other = release_ == "test" ? "validation" : "test";
    if (!folder.empty() || found != size_of(other)) return;
    throw InputError{fmt::format(
        "{}: release = \"{}\" has {} videos, this list the {} of the {} release; set release = \"{}\"",
        (root() / kCsv).string(), release_, size_of(release_), found, other, other)};
  }

  static Labels labels_of_csv(const fs::path& file) {
    const unseen::CsvFile csv{file};
    const auto name = csv.column("filename");
    const auto label = csv.column("label");
    if (!name || !label) throw InputError{csv.where_header() + ": wanted the header filename,label"};
    Labels labels;
    for (const auto& row : csv.rows()) {
      const auto known = datasets::label_of(row.cells[*label]);
      if (!known) {
        throw InputError{fmt::format("{}: wanted label 0 (real) or 1 (fake), found \"{}\"", csv.where(row),
                                     row.cells[*label])};
      }
      if (!labels.emplace(row.cells[*name], *known).second) {
        throw InputError{fmt::format("{}: {} is listed a second time; restore the official list",
                                     csv.where(row), row.cells[*name])};
      }
    }
    return labels;
  }

  static nlohmann::json read_metadata(const fs::path& file) {
    auto listed = datasets::read_json(file, "restore the official file");
    if (!listed.is_object()) throw InputError{file.string() + ": wanted an object with one record a video"};
    return listed;
  }

  static void add_metadata(const fs::path& file, Labels& labels) {
    const auto has_csv = !labels.empty();
    const auto listed = read_metadata(file);
    for (const auto& [name, record] : listed.items()) {
      const auto label = label_of_record(file, name, record);
      const auto found = labels.find(name);
      if (found != labels.end() && found->second != label) {
        throw InputError{fmt::format("{}: {}: label {}, but {} beside it says {}; restore the official lists",
                                     file.string(), name, label, kCsv, found->second)};
      }
      if (has_csv && found == labels.end()) {
        throw InputError{fmt::format("{}: {} is not in {} beside it; restore the official lists",
                                     file.string(), name, kCsv)};
      }
      labels.emplace(name, label);
    }
  }

  static int label_of_record(const fs::path& file, const std::string& name, const nlohmann::json& record) {
    auto word = datasets::text_of(record, "label");
    if (word.empty() && record.contains("is_fake")) {
      const auto& is_fake = record["is_fake"];
      word = is_fake.is_boolean() ? (is_fake.get<bool>() ? "1" : "0") : is_fake.dump();
    }
    if (const auto label = datasets::label_of(word)) return *label;
    throw InputError{
        fmt::format("{}: {}: wanted label REAL or FAKE, found {}", file.string(), name, record.dump())};
  }

  // The parts for training.

  /// A release for tests in a place where parts are looked for must not be trained on.
  static void refuse_test_record(const fs::path& file, const std::string& name,
                                 const nlohmann::json& record) {
    const auto split = datasets::text_of(record, "split");
    if ((!record.contains("is_fake") || record.contains("label")) && (split.empty() || split == "train"))
      return;
    throw InputError{
        fmt::format("{}: {}: wanted a record of a part for training, found one of a test release; "
                    "move its folder below test/ or validation/",
                    file.string(), name)};
  }

  /// A part that lost its list would be left out without a word.
  void refuse_without_list(const fs::path& folder) const {
    if (!folder.filename().string().starts_with("dfdc_train_part")) return;
    throw InputError{
        fmt::format("{}: wanted the part's {} in it, found none; restore it from the official archive",
                    folder.string(), kMetadata)};
  }

  void add_parts(unseen::Manifest& result) const {
    std::map<std::string, fs::path> parts;  // of each video
    for (const auto& part : parts_below(datasets::is_folder(root() / "train") ? "train" : "")) {
      result.lists.push_back(part / kMetadata);
      const auto metadata = root() / part / kMetadata;
      const auto videos = videos_beside(part);
      const auto listed = read_metadata(metadata);
      for (const auto& [name, record] : listed.items()) {
        refuse_test_record(metadata, name, record);
        const auto [first, is_new] = parts.emplace(name, part);
        if (!is_new) {
          throw InputError{fmt::format("{}: {} is in {} too; keep one of the two", metadata.string(), name,
                                       (root() / first->second / kMetadata).string())};
        }
        auto video = video_of("train", name, label_of_record(metadata, name, record), "train");
        if (const auto original = datasets::text_of(record, "original");
            video.label == 1 && !original.empty())
          video.source = "train/" + fs::path{original}.stem().string();
        video.path = videos / name;
        datasets::add_listed(result, root(), std::move(video));
      }
    }
  }

  /// Folders with a metadata.json, as numbered.
  std::vector<fs::path> parts_below(const fs::path& folder) const {
    std::vector<fs::path> parts;
    for (const auto& entry : datasets::entries(root() / folder)) {
      const auto name = entry.path().filename();
      const auto is_release = folder.empty() && (name == "test" || name == "validation");
      if (is_release || !entry.is_directory()) continue;
      if (!datasets::is_file(entry.path() / kMetadata)) {
        refuse_without_list(entry.path());
        continue;
      }
      parts.push_back(folder / name);
    }
    if (parts.empty() && !folder.empty() && datasets::is_file(root() / folder / kMetadata))
      parts.push_back(folder);
    if (parts.empty()) {
      throw InputError{
          fmt::format("{}: no part with a {} below it; wanted train/dfdc_train_part_0/ and its like; set "
                      "`root` to the folder "
                      "that holds train/",
                      (root() / folder).string(), kMetadata)};
    }
    std::sort(parts.begin(), parts.end(), datasets::NaturalOrder{});
    return parts;
  }

  std::string release_;
};

}  // namespace

UNSEEN_PLUGIN(Dataset, Dfdc, "dfdc");
