#include <fmt/format.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>

#include <unseen/error.hpp>

#include "app/door/compute_commands.hpp"
#include "app/door/finished_cells.hpp"
#include "app/door/test_batches.hpp"
#include "app/door/trained_model.hpp"
#include "data/item.hpp"
#include "figures/contact_sheet.hpp"
#include "figures/grad_cam.hpp"
#include "training/normalisation.hpp"
#include "training/shifted_forward.hpp"

namespace unseen {
namespace {

constexpr std::int64_t kFake = 1;

/// Faces of one test, the same whatever detector looks at them.
struct Faces {
  std::string test;
  std::vector<cv::Mat> pictures;  ///< 8-bit RGB, as large as the network takes them
};

/// Fakes drawn at random, always the same ones.
Faces faces_of(const ResolvedTest& test, const CellConfig& config, std::int64_t side, const Placement& where,
               std::size_t count, const StopRequest& stop) {
  const auto set = test_set(test, config, side, where, stop);
  Faces faces{test.config.name, {}};
  for (const auto place : random_places(set->size(), set->size())) {
    cv::Mat picture(static_cast<int>(side), static_cast<int>(side), CV_8UC3);
    std::int64_t label = 0;
    set->produce(0, place, picture.data, &label);
    if (label == kFake) faces.pictures.push_back(picture);
    if (faces.pictures.size() == count) break;
  }
  return faces;
}

std::string label_of(const FinishedCell& finished) {
  std::string text;
  for (const auto& [axis, label] : finished.cell->cell->labels) text += (text.empty() ? "" : ", ") + label;
  return text.empty() ? finished.run.run.regularizer : text;
}

/// One row of the sheet: what a detector looks at in each face.
std::vector<Tile> row_of(const FinishedCell& finished, const ModelPlotOptions& options,
                         std::vector<Tile>& faces, const StopRequest& stop) {
  const auto& config = finished.cell->cell->config;
  Placement where;
  const auto model = trained_model(config, tested_weights(config, finished.run), where);
  const auto side = model->input().side;
  std::vector<Tile> row;
  const auto is_first = faces.empty();
  for (const auto& test : finished.cell->tests) {
    const auto found = faces_of(test, config, side, where, static_cast<std::size_t>(options.samples), stop);
    for (const auto& picture : found.pictures) {
      const auto pixels = torch::from_blob(picture.data, {1, side, side, 3}, torch::kByte).clone();
      const auto images = normalised(pixels.to(where.device), model->input(), where.channels_last);
      const auto maps = [&] {
        const torch::NoGradGuard none;
        return shifted_forward(*model, images, test.config.perturb, segments_to_cam(*model));
      }();
      row.push_back({over_picture(grad_cam(*model, maps, kFake)[0], picture), 1, label_of(finished)});
      if (is_first) faces.push_back({picture, 1, found.test});
    }
  }
  return row;
}

/// What a cell is tested on, in order.
std::vector<std::string> test_identities(const FinishedCell& finished) {
  std::vector<std::string> identities;
  for (const auto& test : finished.cell->tests) identities.push_back(test.identity);
  return identities;
}

}  // namespace

int plot_cam(const ModelPlotOptions& options) {
  if (options.out.extension() != ".png")
    throw InputError{options.out.string() + ": a grid of pictures is written as .png"};
  return draw_finished_cells(options, "cam", [&](const auto& cells, const StopRequest& stop) {
    std::vector<Tile> tiles, rows;
    for (const auto& cell : cells) {
      if (test_identities(cell) != test_identities(cells.front())) {
        throw InputError{
            "the detectors are tested on different faces, of which one row cannot stand above all; choose "
            "those of the same tests with --only"};
      }
      const auto row = row_of(cell, options, tiles, stop);
      rows.insert(rows.end(), row.begin(), row.end());
    }
    const auto columns = static_cast<int>(tiles.size());
    if (columns == 0) throw InputError{"none of the tests shows a fake face"};
    tiles.insert(tiles.end(), rows.begin(), rows.end());
    write_contact_sheet(tiles, columns, options.out);
  });
}

}  // namespace unseen
