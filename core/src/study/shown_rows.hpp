#pragma once

#include <string>
#include <vector>

#include "study/cell_text.hpp"
#include "study/table.hpp"

namespace unseen {

struct ShownCell {
  CellText text;
  bool best = false, second = false;
  const TableCell* cell = nullptr;  ///< null where only a published number stands
};

/// A line of a table as every format prints it.
struct ShownRow {
  std::vector<std::string> labels;  ///< one for each row axis; "" where the line above says the same
  std::vector<ShownCell> cells;
  bool starts_group = false;  ///< its first label is another than that of the line above
  bool is_published = false;  ///< it tells what was published of the row above it
};

/// The lines of a table; below a row that has published numbers one with these. Pointers lead into the table.
std::vector<ShownRow> shown_rows(const Table& table);

/// What axes are called: their titles, else their names.
std::vector<std::string> axis_titles(const Table& table, const std::vector<std::string>& axes);

/// A label as shown: of a metric its title, and which way is better.
std::string shown_label(const Table& table, const std::string& axis, const std::string& label);

/// Neighbouring columns that share their labels from the first axis to `axis`.
struct ColumnGroup {
  std::string label;
  std::size_t width = 1;
};
std::vector<ColumnGroup> column_groups(const Table& table, std::size_t axis);

/// A column's labels, or the metric's title where the columns have no axis.
std::string column_title(const Table& table, std::size_t column);

}  // namespace unseen
