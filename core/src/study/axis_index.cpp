#include "study/axis_index.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unseen/error.hpp>
#include <unseen/params.hpp>

namespace unseen {
namespace {

const std::string& label_of(const TableEntry& entry, const std::string& axis) {
  const auto found = std::find_if(entry.labels.begin(), entry.labels.end(),
                                  [&](const AxisLabel& label) { return label.axis == axis; });
  if (found != entry.labels.end()) return found->label;
  std::vector<std::string> known;
  for (const auto& label : entry.labels) known.push_back(label.axis);
  throw InputError{fmt::format("the table wants the axis \"{}\", which the experiment lacks{}", axis,
                               name_hint(axis, known))};
}

std::vector<std::string> labels_of(const TableEntry& entry, const std::vector<std::string>& axes) {
  std::vector<std::string> labels;
  for (const auto& axis : axes) labels.push_back(label_of(entry, axis));
  return labels;
}

/// What an axis is ordered by: its own label, with those of the axes that it stands together with.
std::string order_text(const TableEntry& entry, const std::string& axis, const TableConfig& config) {
  for (const auto& group : config.together) {
    if (std::find(group.begin(), group.end(), axis) == group.end()) continue;
    std::string text;
    for (const auto& label : labels_of(entry, group)) text += label + '\n';
    return text;
  }
  return label_of(entry, axis);
}

}  // namespace

AxisIndex::AxisIndex(std::vector<std::string> axes, const TableInput& input) : axes_{std::move(axes)} {
  std::vector<std::map<std::string, std::size_t>> first_seen(axes_.size());
  std::map<std::vector<std::size_t>, std::vector<std::string>> ordered;
  for (const auto& entry : input.entries) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      const auto text = order_text(entry, axes_[i], input.config);
      order.push_back(first_seen[i].emplace(text, first_seen[i].size()).first->second);
    }
    const auto labels = labels_of(entry, axes_);
    if (places_.emplace(labels, 0).second) ordered.emplace(order, labels);
  }
  for (const auto& [order, labels] : ordered) {
    places_[labels] = combinations_.size();
    combinations_.push_back(labels);
  }
}

std::size_t AxisIndex::place(const TableEntry& entry) const { return places_.at(labels_of(entry, axes_)); }

}  // namespace unseen
