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

}  // namespace

AxisIndex::AxisIndex(std::vector<std::string> axes, const std::vector<TableEntry>& entries)
    : axes_{std::move(axes)} {
  std::vector<std::map<std::string, std::size_t>> first_seen(axes_.size());
  std::map<std::vector<std::size_t>, std::vector<std::string>> ordered;
  for (const auto& entry : entries) {
    const auto labels = labels_of(entry, axes_);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      order.push_back(first_seen[i].emplace(labels[i], first_seen[i].size()).first->second);
    }
    ordered.emplace(order, labels);
  }
  for (const auto& [order, labels] : ordered) {
    places_.emplace(labels, combinations_.size());
    combinations_.push_back(labels);
  }
}

std::size_t AxisIndex::place(const TableEntry& entry) const { return places_.at(labels_of(entry, axes_)); }

}  // namespace unseen
