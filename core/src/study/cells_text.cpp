#include <fmt/format.h>

#include "study/padded_grid.hpp"
#include "study/shown_rows.hpp"

namespace unseen {

std::string cells_text(const Table& table) {
  TextGrid grid;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      const auto& cell = table.cells[row][column];
      if (!cell.value || row < table.cited) continue;
      auto& line = grid.emplace_back(table.rows[row]);
      auto text = cell_text(cell, table);
      text.remark.clear();  // n has a field of its own
      line.push_back(column_title(table, column));
      line.push_back(joined(text, text.value, "±"));
      line.push_back(fmt::format("n={}", cell.n));
      std::vector<std::string> sources;
      for (const auto& source : cell.sources) sources.push_back(source_text(source));
      line.push_back(fmt::format("{}", fmt::join(sources, ", ")));
    }
  }
  // Run ids stand last, where nothing needs to be aligned with their end.
  std::vector<std::string> run_ids;
  for (auto& line : grid) {
    run_ids.push_back(line.back());
    line.pop_back();
  }
  pad(grid, table.row_axes.size() + 1);
  std::string text;
  for (std::size_t i = 0; i < grid.size(); ++i)
    text += fmt::format("{}  {}\n", fmt::join(grid[i], "  "), run_ids[i]);
  return text;
}

}  // namespace unseen
