#include <fmt/format.h>
#include <torch/types.h>

#include <algorithm>

#include <unseen/error.hpp>

#include "app/door/compute_commands.hpp"
#include "app/door/finished_cells.hpp"
#include "app/door/test_batches.hpp"
#include "app/door/trained_model.hpp"
#include "figures/layout.hpp"
#include "study/chart.hpp"

namespace unseen {
namespace {

constexpr std::size_t kTrusted = 15;  // neighbours that trustworthiness looks at

/// The features of a test's pictures and whose they are.
struct Features {
  torch::Tensor points;  ///< (n, features)
  std::vector<std::int64_t> labels;
};

Features features_of(Backbone& model, const ResolvedTest& test, const CellConfig& config,
                     const Placement& where, const StopRequest& stop) {
  const auto side = model.input().side;
  const auto set = test_set(test, config, side, where, stop);
  Features result;
  std::vector<torch::Tensor> parts;
  each_batch(*set, side, config.train.batch_size, [&](const auto& pixels, const auto& labels) {
    if (const auto signal = stop()) throw Interrupted{*signal};
    parts.push_back(features(model, pixels, where, test.config.perturb).flatten(1));
    result.labels.insert(result.labels.end(), labels.begin(), labels.end());
  });
  if (parts.empty()) throw Error{"test " + test.config.name + ": no picture could be read"};
  result.points = torch::cat(parts);
  return result;
}

Cloud cloud_of(const torch::Tensor& layout, const std::vector<std::int64_t>& labels, std::int64_t label) {
  Cloud cloud{label == 0 ? "real" : "fake", {}, {}};
  const auto places = layout.accessor<double, 2>();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] != label) continue;
    cloud.x.push_back(places[static_cast<std::int64_t>(i)][0]);
    cloud.y.push_back(places[static_cast<std::int64_t>(i)][1]);
  }
  return cloud;
}

/// A panel, and where it stands: the first axis goes across, what else there is goes down.
struct Panel {
  std::string column, row;
  Chart chart;
};

Panel panel_of(const FinishedCell& finished, const ResolvedTest& test, const Features& found,
               const ModelPlotOptions& options) {
  const auto& labels = finished.cell->cell->labels;
  Panel panel;
  panel.column = labels.empty() ? "" : labels.front().label;
  for (std::size_t i = 1; i < labels.size(); ++i) panel.row += labels[i].label + ", ";
  panel.row += test.config.name;
  const auto places = layout(found.points, options.method, options.layout_seed);
  const auto trust = trustworthiness(found.points, places, kTrusted);
  panel.chart.title = fmt::format("{}{}{} (T({}) = {:.3f})", panel.column, panel.column.empty() ? "" : ", ",
                                  panel.row, kTrusted, trust);
  panel.chart.has_axes = false;
  panel.chart.clouds = {cloud_of(places, found.labels, 0), cloud_of(places, found.labels, 1)};
  fmt::print("{}: {} pictures, trustworthiness T({}) = {:.4f}\n",
             panel.chart.title.substr(0, panel.chart.title.find(" (T")), found.labels.size(), kTrusted,
             trust);
  return panel;
}

std::vector<Panel> panels_of(const std::vector<FinishedCell>& cells, const ModelPlotOptions& options,
                             const StopRequest& stop) {
  std::vector<Panel> panels;
  for (const auto& finished : cells) {
    const auto& config = finished.cell->cell->config;
    Placement where;
    const auto model = trained_model(config, tested_weights(config, finished.run), where);
    for (const auto& test : finished.cell->tests)
      panels.push_back(panel_of(finished, test, features_of(*model, test, config, where, stop), options));
  }
  if (panels.empty()) throw InputError{"the experiment has no [[test]] whose pictures could be laid out"};
  return panels;
}

template <class Name>
std::vector<std::string> in_order(const std::vector<Panel>& panels, const Name& name) {
  std::vector<std::string> names;
  for (const auto& panel : panels) {
    if (std::find(names.begin(), names.end(), name(panel)) == names.end()) names.push_back(name(panel));
  }
  return names;
}

/// Row by row; the number of columns.
std::size_t arrange(std::vector<Panel>& panels) {
  const auto columns = in_order(panels, [](const Panel& panel) { return panel.column; });
  const auto rows = in_order(panels, [](const Panel& panel) { return panel.row; });
  const auto place = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) - names.begin();
  };
  std::stable_sort(panels.begin(), panels.end(), [&](const Panel& left, const Panel& right) {
    return std::pair{place(rows, left.row), place(columns, left.column)} <
           std::pair{place(rows, right.row), place(columns, right.column)};
  });
  return columns.size() * rows.size() == panels.size() ? columns.size()
                                                       : std::min<std::size_t>(panels.size(), 4);
}

}  // namespace

int plot_features(const ModelPlotOptions& options) {
  picture_format(options.out);
  return draw_finished_cells(options, options.method, [&](const auto& cells, const StopRequest& stop) {
    auto panels = panels_of(cells, options, stop);
    const auto columns = arrange(panels);
    std::vector<Chart> charts;
    for (auto& panel : panels) charts.push_back(std::move(panel.chart));
    draw_charts(charts, options.out, columns);
  });
}

}  // namespace unseen
