#include "study/table.hpp"

#include <fmt/format.h>

#include <unseen/error.hpp>

#include "study/axis_index.hpp"
#include "study/best.hpp"
#include "study/differences.hpp"
#include "study/notes.hpp"
#include "study/seed_values.hpp"

namespace unseen {
namespace {

using Grid = std::vector<std::vector<SeedValues>>;

std::string labels_text(const TableEntry& entry) {
  std::string text;
  for (const auto& label : entry.labels)
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", label.axis, label.label);
  return text;
}

Grid gathered(const TableInput& input, const AxisIndex& rows, const AxisIndex& columns) {
  Grid grid(rows.combinations().size(), std::vector<SeedValues>(columns.combinations().size()));
  for (const auto& entry : input.entries) {
    auto& cell = grid[rows.place(entry)][columns.place(entry)];
    if (!cell.add(entry)) {
      throw InputError{
          fmt::format("the table of \"{}\" has two values of seed {} for one place, the second of {}: name "
                      "each axis and, with "
                      "several tests, \"test\" in the rows or columns of [table]",
                      input.experiment, entry.source.seed, labels_text(entry))};
    }
    if (cell.size() > input.seeds) {
      throw Error{fmt::format("the table of \"{}\" has more than the {} planned seeds at {}",
                              input.experiment, input.seeds, labels_text(entry))};
    }
  }
  return grid;
}

std::vector<TableCell> summaries(const std::vector<SeedValues>& row, std::size_t seeds, bool with_average) {
  std::vector<TableCell> cells;
  for (const auto& values : row) cells.push_back(values.summary(seeds));
  if (with_average) {
    auto average = SeedValues::average(row).summary(seeds);
    if (!average.complete) average.state = "incomplete";
    cells.push_back(std::move(average));
  }
  return cells;
}

/// All but rows, columns, cells and notes.
Table titled(const TableInput& input) {
  if (input.entries.empty()) {
    throw InputError{fmt::format("the table of \"{}\" has nothing to show: give the experiment a [[test]]",
                                 input.experiment)};
  }
  Table table;
  table.experiment = input.experiment;
  table.description = input.description;
  table.caption = input.config.caption;
  for (const auto& name : input.config.metrics)
    table.metrics.push_back(metric_style(name, input.config.percent));
  table.seeds = input.seeds;
  table.has_intervals = input.seeds == 1 || input.config.intervals;
  table.row_axes = input.config.rows;
  table.column_axes = input.config.columns;
  table.difference = input.config.difference;
  table.titles = input.config.titles;
  return table;
}

void set_metrics(Table& table) {
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      for (const auto& [axis, label] : table.labels(row, column)) {
        if (axis != "metric") continue;
        for (std::size_t i = 0; i < table.metrics.size(); ++i) {
          if (table.metrics[i].name == label) table.cells[row][column].metric = i;
        }
      }
    }
  }
}

}  // namespace

const std::string& Table::title() const {
  return !caption.empty() ? caption : !description.empty() ? description : experiment;
}

std::vector<AxisLabel> Table::labels(std::size_t row, std::size_t column) const {
  std::vector<AxisLabel> all;
  for (std::size_t i = 0; i < row_axes.size(); ++i) all.push_back({row_axes[i], rows[row][i]});
  for (std::size_t i = 0; i < column_axes.size(); ++i) all.push_back({column_axes[i], columns[column][i]});
  return all;
}

Table build_table(const TableInput& input) {
  auto table = titled(input);
  const AxisIndex rows{input.config.rows, input}, columns{input.config.columns, input};
  table.rows = rows.combinations();
  table.columns = columns.combinations();
  table.has_average = input.config.average && table.column_axes == std::vector<std::string>{"test"} &&
                      table.columns.size() >= 2;
  for (const auto& row : gathered(input, rows, columns)) {
    table.cells.push_back(summaries(row, table.seeds, table.has_average));
  }
  if (table.has_average) table.columns.push_back({"Average"});
  if (table.row_axes.empty()) {
    table.row_axes = {"experiment"};
    table.rows = {{table.experiment}};
  }
  set_metrics(table);
  add_differences(table);
  add_published(table, input.published, input.config.published.string());
  mark_best(table, input.config.best);
  table.notes = notes_of(table, input);
  return table;
}

}  // namespace unseen
