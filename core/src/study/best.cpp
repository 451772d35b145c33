#include "study/best.hpp"

#include <algorithm>
#include <map>

namespace unseen {
namespace {

/// What a cell competes within: numbers of different tests say nothing about each other.
std::string rivals_of(const Table& table, std::size_t row, std::size_t column) {
  const auto test = std::find(table.row_axes.begin(), table.row_axes.end(), "test");
  if (test == table.row_axes.end()) return std::to_string(column);
  return table.rows[row][static_cast<std::size_t>(test - table.row_axes.begin())];
}

void mark(const std::vector<TableCell*>& cells, const MetricStyle& metric) {
  if (cells.size() < 2) return;
  const auto worse = [&](const TableCell* left, const TableCell* right) {
    return metric.lower_is_better ? *left->value > *right->value : *left->value < *right->value;
  };
  const auto best = metric.text(*(*std::max_element(cells.begin(), cells.end(), worse))->value);
  for (auto* cell : cells) cell->best = metric.text(*cell->value) == best;
}

}  // namespace

void mark_best(Table& table) {
  std::map<std::string, std::vector<TableCell*>> rivals;
  for (std::size_t row = 0; row < table.cells.size(); ++row) {
    for (std::size_t column = 0; column < table.cells[row].size(); ++column) {
      auto& cell = table.cells[row][column];
      if (cell.complete && cell.value) rivals[rivals_of(table, row, column)].push_back(&cell);
    }
  }
  for (const auto& [name, cells] : rivals) mark(cells, table.metric);
}

}  // namespace unseen
