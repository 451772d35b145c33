#include "study/best.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace unseen {
namespace {

using Axes = std::set<std::string>;
using Cells = std::vector<TableCell*>;

/// Those whose values compete.
Axes competing(const Table& table, const std::optional<std::vector<std::string>>& axes) {
  if (axes) return {axes->begin(), axes->end()};
  Axes all{table.row_axes.begin(), table.row_axes.end()};
  if (all.contains("test")) all.insert(table.column_axes.begin(), table.column_axes.end());
  return all;
}

/// What a cell competes within: numbers of different tests or metrics say nothing about each other.
std::string rivals_of(const Table& table, std::size_t row, std::size_t column, const Axes& axes) {
  std::string text;
  for (const auto& [axis, label] : table.labels(row, column)) {
    if (axis == "test" || axis == "metric" || !axes.contains(axis)) text += axis + '\n' + label + '\n';
  }
  return text;
}

/// Those that look the same as the best of `cells`.
Cells leading(const Cells& cells, const MetricStyle& style) {
  if (cells.empty()) return {};
  const auto worse = [&](const TableCell* left, const TableCell* right) {
    return style.lower_is_better ? *left->value > *right->value : *left->value < *right->value;
  };
  const auto best = style.text(*(*std::max_element(cells.begin(), cells.end(), worse))->value);
  Cells all;
  for (auto* cell : cells) {
    if (style.text(*cell->value) == best) all.push_back(cell);
  }
  return all;
}

void mark(Cells cells, const MetricStyle& style) {
  if (cells.size() < 2) return;
  const auto has_second = cells.size() > 2;
  for (auto* cell : leading(cells, style)) cell->best = true;
  std::erase_if(cells, [](const TableCell* cell) { return cell->best; });
  if (!has_second) return;
  for (auto* cell : leading(cells, style)) cell->second = true;
}

}  // namespace

void mark_best(Table& table, const std::optional<std::vector<std::string>>& axes) {
  const auto wanted = competing(table, axes);
  if (wanted.empty()) return;
  std::map<std::string, Cells> rivals;
  std::set<std::string> open;  // a published number stands where ours will: what is best is not known yet
  for (std::size_t row = 0; row < table.cells.size(); ++row) {
    for (std::size_t column = 0; column < table.cells[row].size(); ++column) {
      auto& cell = table.cells[row][column];
      if (!cell.complete && cell.published) open.insert(rivals_of(table, row, column, wanted));
      if (cell.complete && cell.value) rivals[rivals_of(table, row, column, wanted)].push_back(&cell);
    }
  }
  for (const auto& [name, cells] : rivals) {
    if (!open.contains(name)) mark(cells, table.style(*cells.front()));
  }
}

}  // namespace unseen
