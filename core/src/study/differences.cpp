#include "study/differences.hpp"

#include <algorithm>
#include <map>

#include <unseen/error.hpp>

namespace unseen {
namespace {

std::string place(const std::vector<AxisLabel>& labels, const AxisLabel& from) {
  std::string text;
  for (const auto& [axis, label] : labels)
    text += axis + '\n' + (axis == from.axis ? from.label : label) + '\n';
  return text;
}

bool is_at(const std::vector<AxisLabel>& labels, const AxisLabel& from) {
  return std::find(labels.begin(), labels.end(), from) != labels.end();
}

}  // namespace

void add_differences(Table& table) {
  if (!table.difference) return;
  std::map<std::string, double> origins;
  bool is_there = false;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      const auto labels = table.labels(row, column);
      if (!is_at(labels, *table.difference)) continue;
      is_there = true;
      const auto& cell = table.cells[row][column];
      if (cell.complete && cell.value) origins[place(labels, *table.difference)] = *cell.value;
    }
  }
  if (!is_there) {
    throw InputError{"[table].difference: the axis \"" + table.difference->axis + "\" has no \"" +
                     table.difference->label + "\""};
  }
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      const auto labels = table.labels(row, column);
      auto& cell = table.cells[row][column];
      const auto origin = origins.find(place(labels, *table.difference));
      if (is_at(labels, *table.difference) || !cell.complete || !cell.value || origin == origins.end())
        continue;
      cell.difference = *cell.value - origin->second;
    }
  }
}

}  // namespace unseen
