#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>

#include <unseen/error.hpp>

#include "app/door/compute_commands.hpp"
#include "app/door/prepared_data.hpp"
#include "app/door/signal_watch.hpp"
#include "app/exit_code.hpp"
#include "data/sample_pipeline.hpp"
#include "experiment/experiment.hpp"
#include "experiment/selection.hpp"
#include "figures/contact_sheet.hpp"
#include "planning/planner.hpp"
#include "planning/plugin_maker.hpp"
#include "training/device.hpp"

namespace unseen {
namespace {

constexpr int kMostColumns = 8;

/// Epochs that a row has room for, beside the crop.
std::size_t epochs_of(std::size_t samples_per_item) {
  return std::max<std::size_t>(1, (kMostColumns - 1) / samples_per_item);
}

/// What one phase of a cell reads and how it changes it.
struct Chain {
  PreparedData prepared;
  std::vector<std::unique_ptr<Augmentation>> augmentations;
  Phase phase = Phase::train;
  std::int64_t frames_per_video = 0;

  std::vector<const Augmentation*> pointers() const {
    std::vector<const Augmentation*> all;
    for (const auto& augmentation : augmentations) all.push_back(augmentation.get());
    return all;
  }
};

Chain chain_of(const ResolvedCell& cell, const AugmentOptions& options, const StopRequest& stop) {
  const auto& config = cell.cell->config;
  if (options.validation && !cell.validate) {
    throw InputError{options.experiment.string() +
                     ": --validation: the experiment has no [validate]; leave it out to see training's"};
  }
  const auto& data = options.validation ? *cell.validate : cell.train;
  const auto landmarks = options.validation ? cell.validate_needs_landmarks : cell.train_needs_landmarks;
  Chain chain{prepared_data(data, config.faces, select_device(config.train.device), 2, landmarks,
                            data.config.plugin.plugin + " " + data.config.split, stop),
              {},
              options.validation ? Phase::validate : Phase::train,
              options.validation ? config.validate.frames_per_video : config.train.frames_per_video};
  for (const auto& text : chain.prepared.notes) fmt::print(stderr, "{}\n", text);
  for (const auto& plugin : options.validation ? config.validate.augmentations : config.train.augmentations)
    chain.augmentations.push_back(make<Augmentation>(plugin).object);
  return chain;
}

void add_group(const Group& group, const std::string& when, std::vector<Tile>& tiles) {
  for (const auto& sample : group) {
    tiles.push_back(
        {sample.image, sample.label, fmt::format("{} {}", sample.label == 0 ? "real" : "fake", when)});
  }
}

/// The crop, then what the chain makes of it in one epoch after the other.
std::vector<Tile> row_of(const SamplePipeline& plain, const SamplePipeline& augmented, const Item& item,
                         std::size_t place, Phase phase, std::int64_t first_epoch) {
  std::vector<Tile> row;
  const auto crop = plain.group(item, place, 0, phase);
  add_group(crop, fmt::format("{} f{}", crop[0].video, crop[0].frame), row);
  for (std::size_t i = 0; i < epochs_of(augmented.samples_per_item()); ++i) {
    const auto epoch = static_cast<std::uint64_t>(first_epoch) + i;
    add_group(augmented.group(item, place, epoch, phase), fmt::format("epoch {}", epoch + 1), row);
  }
  return row;
}

std::vector<std::vector<Tile>> rows_of(const Chain& chain, std::uint64_t seed,
                                       const AugmentOptions& options) {
  const auto reader = chain.prepared.reader();
  const auto rule = crop_rule(chain.prepared.faces);
  const auto are_faces = chain.prepared.faces.detector != "none";
  const SamplePipeline plain{reader, rule, are_faces, {}, 0, seed};
  const SamplePipeline augmented{reader, rule, are_faces, chain.pointers(), 0, seed};
  const auto items = choose_items(chain.prepared.report, chain.frames_per_video, FaceChoice::largest);
  std::vector<std::vector<Tile>> rows;
  for (const auto place : random_places(items.size(), static_cast<std::size_t>(options.samples))) {
    try {
      rows.push_back(row_of(plain, augmented, items[place], place, chain.phase, options.epoch));
    } catch (const UnusableSample& error) {
      fmt::print(stderr, "left out: {}\n", error.what());
    }
  }
  return rows;
}

void write_rows(const std::vector<std::vector<Tile>>& rows, const std::filesystem::path& file) {
  if (rows.empty()) throw Error{"no crop is left to show: see the lines above"};
  std::vector<Tile> tiles;
  for (const auto& row : rows) tiles.insert(tiles.end(), row.begin(), row.end());
  write_contact_sheet(tiles, static_cast<int>(rows.front().size()), file);
}

}  // namespace

int augment(const AugmentOptions& options) {
  at::set_num_interop_threads(1);
  SignalWatch signals;
  const auto planned = plan_experiment(load_experiment(options.experiment, options.set), true);
  const auto selected = select_cells(*planned.experiment, options.only);
  try {
    const auto chain =
        chain_of(planned.cells.at(selected.front()), options, [&signals] { return signals.pending(); });
    const auto seed = static_cast<std::uint64_t>(planned.experiment->seeds.front());
    write_rows(rows_of(chain, seed, options), options.sheet);
    fmt::print("{}\n", options.sheet.string());
  } catch (const Interrupted& interrupted) {
    fmt::print(stderr, "unseen: interrupted; the same command goes on where it stopped\n");
    return 128 + interrupted.signal;
  }
  return kDone;
}

}  // namespace unseen
