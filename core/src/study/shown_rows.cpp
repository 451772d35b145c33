#include "study/shown_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace unseen {
namespace {

bool has_published(const Table& table, std::size_t row) {
  const auto& cells = table.cells[row];
  return row >= table.cited && std::any_of(cells.begin(), cells.end(),
                                           [](const TableCell& cell) { return cell.published.has_value(); });
}

/// The last label always stands; one before it where it, or one further left, changes.
std::vector<std::string> labels_of(const Table& table, std::size_t row) {
  std::vector<std::string> labels;
  auto repeats = row > 0 && row != table.cited;
  for (std::size_t i = 0; i < table.rows[row].size(); ++i) {
    const auto& label = table.rows[row][i];
    repeats = repeats && table.rows[row - 1][i] == label;
    const auto is_last = i + 1 == table.rows[row].size();
    labels.push_back(repeats && !is_last ? "" : shown_label(table, table.row_axes[i], label));
  }
  return labels;
}

/// Whether some rows share their first label with the row above.
bool has_groups(const Table& table) {
  if (table.row_axes.size() < 2) return false;
  return std::adjacent_find(table.rows.begin() + static_cast<std::ptrdiff_t>(table.cited), table.rows.end(),
                            [](const auto& above, const auto& below) { return above[0] == below[0]; }) !=
         table.rows.end();
}

ShownRow own_row(const Table& table, std::size_t row) {
  ShownRow shown{labels_of(table, row), {}, false, false};
  shown.starts_group = row > 0 && (row == table.cited || (row > table.cited && has_groups(table) &&
                                                          table.rows[row][0] != table.rows[row - 1][0]));
  for (const auto& cell : table.cells[row])
    shown.cells.push_back({cell_text(cell, table), cell.best, cell.second, &cell});
  return shown;
}

ShownRow published_row(const Table& table, std::size_t row) {
  ShownRow shown{std::vector<std::string>(table.row_axes.size()), {}, false, true};
  shown.labels.back() = "published";
  for (const auto& cell : table.cells[row])
    shown.cells.push_back({published_text(cell, table), false, false, nullptr});
  return shown;
}

}  // namespace

std::vector<ShownRow> shown_rows(const Table& table) {
  std::vector<ShownRow> rows;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    rows.push_back(own_row(table, row));
    if (has_published(table, row)) rows.push_back(published_row(table, row));
  }
  return rows;
}

std::vector<std::string> axis_titles(const Table& table, const std::vector<std::string>& axes) {
  std::vector<std::string> titles;
  for (const auto& axis : axes) {
    const auto title = table.titles.find(axis);
    titles.push_back(title == table.titles.end() ? axis : title->second);
  }
  return titles;
}

std::string shown_label(const Table& table, const std::string& axis, const std::string& label) {
  if (axis != "metric") return label;
  for (const auto& metric : table.metrics) {
    if (metric.name == label) return metric.title + (metric.lower_is_better ? " ↓" : " ↑");
  }
  return label;
}

std::vector<ColumnGroup> column_groups(const Table& table, std::size_t axis) {
  std::vector<ColumnGroup> groups;
  const auto same_so_far = [&](const auto& left, const auto& right) {
    return std::equal(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(axis) + 1, right.begin());
  };
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    const auto& labels = table.columns[column];
    if (column > 0 && same_so_far(labels, table.columns[column - 1])) {
      ++groups.back().width;
    } else {
      groups.push_back({shown_label(table, table.column_axes[axis], labels[axis])});
    }
  }
  return groups;
}

std::string column_title(const Table& table, std::size_t column) {
  if (table.column_axes.empty()) return table.metrics.front().title;
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < table.columns[column].size(); ++i)
    labels.push_back(shown_label(table, table.column_axes[i], table.columns[column][i]));
  return fmt::format("{}", fmt::join(labels, " / "));
}

}  // namespace unseen
