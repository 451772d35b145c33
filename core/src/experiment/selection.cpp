#include "selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include <unseen/error.hpp>

namespace unseen {
namespace {

std::vector<AxisLabel> all_labels(const Experiment& experiment) {
  std::vector<AxisLabel> all;
  for (const auto& cell : experiment.cells) {
    for (const auto& label : cell.labels) {
      if (std::find(all.begin(), all.end(), label) == all.end()) all.push_back(label);
    }
  }
  return all;
}

std::string text(const AxisLabel& label) { return label.axis + "=" + label.label; }

std::string listed(const std::vector<AxisLabel>& labels) {
  std::string out;
  for (const auto& label : labels) out += (out.empty() ? "" : ", ") + text(label);
  return out;
}

AxisLabel parse_filter(const Experiment& experiment, const std::vector<AxisLabel>& known,
                       const std::string& filter) {
  std::vector<AxisLabel> meant;
  for (const auto& label : known) {
    if (filter == text(label)) return label;
    if (filter == label.label) meant.push_back(label);
  }
  if (meant.size() == 1) return meant.front();
  if (meant.size() > 1) {
    throw InputError{
        fmt::format("--only {}: the label stands on several axes; say which: {}", filter, listed(meant))};
  }
  if (known.empty()) throw InputError{fmt::format("--only {}: {} sweeps nothing", filter, experiment.name)};
  throw InputError{fmt::format("--only {}: no axis of {} has this label; known: {}", filter, experiment.name,
                               listed(known))};
}

}  // namespace

std::vector<AxisLabel> parse_filters(const Experiment& experiment, const std::vector<std::string>& filters) {
  const auto known = all_labels(experiment);
  std::vector<AxisLabel> wanted;
  for (const auto& filter : filters) wanted.push_back(parse_filter(experiment, known, filter));
  return wanted;
}

bool cell_matches(const Cell& cell, const std::vector<AxisLabel>& wanted) {
  std::map<std::string, bool> met;
  for (const auto& label : wanted) {
    met[label.axis] |= std::find(cell.labels.begin(), cell.labels.end(), label) != cell.labels.end();
  }
  return std::all_of(met.begin(), met.end(), [](const auto& axis) { return axis.second; });
}

std::vector<std::size_t> select_cells(const Experiment& experiment, const std::vector<std::string>& filters) {
  const auto wanted = parse_filters(experiment, filters);
  std::vector<std::size_t> selected;
  for (std::size_t i = 0; i < experiment.cells.size(); ++i) {
    if (cell_matches(experiment.cells[i], wanted)) selected.push_back(i);
  }
  return selected;
}

}  // namespace unseen
