#include <fmt/format.h>

#include "sdk/csv_line.hpp"
#include "study/table.hpp"

namespace unseen {
namespace {

/// The shortest text that reads back as the same number.
std::string number(const std::optional<double>& value) { return value ? fmt::format("{}", *value) : ""; }

std::vector<std::string> header(const Table& table) {
  auto fields = table.row_axes;
  fields.insert(fields.end(), table.column_axes.begin(), table.column_axes.end());
  const auto numbers = {"metric", "value", "sd",         "n",         "seeds",  "low",
                        "high",   "state", "difference", "published", "run_ids"};
  fields.insert(fields.end(), numbers.begin(), numbers.end());
  return fields;
}

std::vector<std::string> line(const Table& table, std::size_t row, std::size_t column) {
  const auto& cell = table.cells[row][column];
  auto fields = table.rows[row];
  fields.insert(fields.end(), table.columns[column].begin(), table.columns[column].end());
  fields.insert(fields.end(), {table.style(cell).name, number(cell.value), number(cell.sd),
                               std::to_string(cell.n), std::to_string(table.seeds), number(cell.low),
                               number(cell.high), cell.state, number(cell.difference), number(cell.published),
                               fmt::format("{}", fmt::join(run_ids(cell.sources), " "))});
  return fields;
}

}  // namespace

std::string to_csv(const Table& table) {
  auto text = csv_line(header(table));
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      text += csv_line(line(table, row, column));
    }
  }
  return text;
}

}  // namespace unseen
