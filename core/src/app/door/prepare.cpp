#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <set>

#include <unseen/error.hpp>

#include "app/door/compute_commands.hpp"
#include "app/door/crop_sheet.hpp"
#include "app/door/prepared_data.hpp"
#include "app/door/signal_watch.hpp"
#include "app/exit_code.hpp"
#include "app/text_table.hpp"
#include "experiment/experiment.hpp"
#include "experiment/overrides.hpp"
#include "experiment/plugin_parser.hpp"
#include "experiment/section_parsers.hpp"
#include "faces/detector_models.hpp"
#include "planning/planner.hpp"
#include "training/device.hpp"

namespace unseen {
namespace {

/// One data set's split under one way to find faces.
struct Wanted {
  ResolvedDataset data;
  FacesConfig faces;
  bool with_landmarks = false;
};

/// Each split once, whichever cells ask for it.
class WantedSets {
 public:
  void add(const ResolvedDataset& data, const FacesConfig& faces, bool with_landmarks) {
    const auto& config = data.config;
    const auto key = fmt::format("{} {} {} {} {} {} {} {}", config.plugin.plugin, config.root.string(),
                                 config.split, canonical_json(config.plugin.params), detector_key(faces),
                                 faces.frames, faces.max_side, with_landmarks);
    if (known_.insert(key).second) sets.push_back({data, faces, with_landmarks});
  }

  std::vector<Wanted> sets;

 private:
  std::set<std::string> known_;
};

std::vector<Wanted> sets_of_experiment(const PrepareOptions& options) {
  const auto planned = plan_experiment(load_experiment(options.what, options.set), true);
  WantedSets wanted;
  for (const auto& cell : planned.cells) {
    const auto& faces = cell.cell->config.faces;
    wanted.add(cell.train, faces, cell.train_needs_landmarks);
    if (cell.validate) {
      wanted.add(*cell.validate, faces, cell.validate_needs_landmarks);
    }
    for (const auto& test : cell.tests) wanted.add(test.data, faces, false);
  }
  return wanted.sets;
}

/// A data set without an experiment: its plugin by name; `--set` reaches its own keys as dataset.KEY, and how
/// faces are found as faces.KEY.
std::vector<Wanted> sets_of_dataset(const PrepareOptions& options) {
  const auto overrides = parse_overrides(options.set);
  Value document = Value::Table{{"faces", Value::Table{}}, {"dataset", Value::Table{}}};
  apply_overrides(overrides, document);
  document.set("dataset.plugin", options.what.string());
  document.set("dataset.root", options.root);
  Roots roots{std::filesystem::current_path() / "prepare", overrides.roots};
  const auto faces = parse_faces(*document.find("faces"), roots);
  DatasetResolver datasets{true};
  WantedSets wanted;
  for (const auto& split : options.splits) {
    document.set("dataset.split", split);
    wanted.add(datasets.resolve(parse_dataset("--set dataset", *document.find("dataset"), split, roots)),
               faces, options.landmarks);
  }
  return wanted.sets;
}

std::vector<std::string> row_of(const PreparedData& set) {
  std::size_t frames = 0, with_face = 0, faces = 0, faceless = 0, missing = 0;
  for (const auto& video : set.report.videos) {
    frames += video.expected();
    with_face += video.frames.size();
    faceless += video.faceless.size();
    missing += video.missing.size();
    for (const auto& frame : video.frames) faces += static_cast<std::size_t>(frame.faces);
  }
  const auto& config = set.data.config;
  const auto count = [](std::size_t number) { return std::to_string(number); };
  return {config.plugin.plugin,
          config.split,
          count(set.report.videos.size()),
          count(set.data.manifest->absent.size()),
          count(frames),
          count(with_face),
          count(faces),
          count(faceless),
          count(missing),
          count(set.report.cut)};
}

/// Reads every picture that the report promises; one line for each that cannot be read.
std::vector<std::string> damaged_pictures(const PreparedData& set) {
  std::vector<std::string> lines;
  const auto reader = set.reader();
  for (const auto& item : choose_items(set.report, set.faces.frames, FaceChoice::all)) {
    try {
      reader.read(item);
    } catch (const Error& error) {
      lines.emplace_back(error.what());
    }
  }
  return lines;
}

int check(const std::vector<PreparedData>& sets) {
  std::size_t damaged = 0;
  for (const auto& set : sets) {
    auto lines = damaged_pictures(set);
    if (set.store) {
      if (const auto found = set.store->damage(); !found.empty())
        lines.push_back(set.store->file().string() + ": " + found);
    }
    for (const auto& line : lines) fmt::print(stderr, "{}\n", line);
    damaged += lines.size();
  }
  fmt::print("{}\n", damaged == 0 ? "every picture can be read" : fmt::format("{} damaged", damaged));
  return damaged == 0 ? kDone : kFailed;
}

}  // namespace

int prepare(const PrepareOptions& options) {
  at::set_num_interop_threads(1);
  const auto is_file = options.what.extension() == ".toml";
  if (!is_file && options.root.empty()) {
    throw InputError{fmt::format(
        "prepare: \"{}\" is no experiment (a .toml file); of a data set's plugin --root is wanted too",
        options.what.string())};
  }
  SignalWatch signals;
  const auto device = select_device(options.device);
  std::vector<PreparedData> sets;
  TextTable table{{"data set", "split", "videos", "absent", "frames", "with a face", "faces", "faceless",
                   "missing", "cut now"}};
  try {
    for (const auto& [data, faces, with_landmarks] :
         is_file ? sets_of_experiment(options) : sets_of_dataset(options)) {
      const auto label = data.config.plugin.plugin + " " + data.config.split;
      sets.push_back(prepared_data(data, faces, device, static_cast<std::size_t>(options.workers),
                                   with_landmarks, label, [&signals] { return signals.pending(); }));
      for (const auto& text : sets.back().notes) fmt::print(stderr, "{}\n", text);
      table.add(row_of(sets.back()));
    }
  } catch (const Interrupted& interrupted) {
    fmt::print(stderr, "unseen: interrupted; the same command goes on where it stopped\n");
    return 128 + interrupted.signal;
  }
  fmt::print("{}", table.text());
  if (!options.sheet.empty())
    write_crop_sheet(sets, static_cast<std::size_t>(options.samples), options.sheet);
  return options.check ? check(sets) : kDone;
}

}  // namespace unseen
