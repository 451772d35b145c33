#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "study/metric_style.hpp"
#include "study/table_input.hpp"

namespace unseen {

/// One number of a table, over the seeds that have it, and what is missing of it.
struct TableCell {
  std::size_t metric = 0;           ///< its place in Table::metrics
  std::optional<double> value;      ///< mean over seeds, in the database's units
  std::optional<double> sd;         ///< sample SD (n - 1); from two seeds on
  std::optional<double> low, high;  ///< 95 % interval; over several seeds the means of its ends
  std::size_t n = 0;                ///< seeds with a value
  std::string state;  ///< "finished"; else what the missing seeds are: "running, failed", "not run";
                      ///< of an average "incomplete"; of a row of published numbers alone "published"
  std::vector<RunSource> sources;    ///< behind the value, by seed
  bool complete = false;             ///< all planned seeds have a value
  bool best = false;                 ///< among the complete ones that it competes with
  bool second = false;               ///< likewise, where three compete
  std::optional<double> difference;  ///< from the value that the table compares it with
  std::optional<double> published;   ///< what somebody printed, in the database's units
};

struct Table {
  std::string experiment, description, caption;
  std::vector<MetricStyle> metrics;
  std::size_t seeds = 1;
  std::vector<std::string> row_axes, column_axes;
  /// Labels, one for each axis; an average column has the one "Average".
  std::vector<std::vector<std::string>> rows, columns;
  std::vector<std::vector<TableCell>> cells;  ///< [row][column]
  std::size_t cited = 0;                      ///< rows at the top that are published numbers alone
  bool has_average = false;                   ///< the last column
  bool has_intervals = false;                 ///< shown beside the values
  std::optional<AxisLabel> difference;        ///< whose values the others are compared with
  std::map<std::string, std::string> titles;  ///< of axes
  std::vector<std::string> notes;             ///< what the numbers are, a sentence each

  /// The caption, else the description, else the experiment's name.
  const std::string& title() const;

  const MetricStyle& style(const TableCell& cell) const { return metrics[cell.metric]; }

  /// The labels of a place, by axis.
  std::vector<AxisLabel> labels(std::size_t row, std::size_t column) const;
};

/// Rows and columns are the products of their axes, labels in first-seen order; without row axes the one row
/// is the experiment, without column axes the one column the metric. A value counts only where run and
/// evaluation are finished. Where the columns are two tests or more (and nothing else), the last column
/// averages over them, seed by seed, for the seeds that have every test.
///
/// The best of complete values is marked, with those that look the same as shown, where two or more compete,
/// and the second where three do: those of a column, or, where the tests stand in the rows, those of one
/// test; TableConfig::best names other axes. Numbers of different tests or metrics never compete.
///
/// InputError where an axis is unknown, where two entries of one seed meet in a cell (an axis that the table
/// names nowhere), or where there is nothing to show.
Table build_table(const TableInput& input);

/// Aligned, so that it reads well in a terminal; the best in bold, the second underlined.
std::string to_markdown(const Table& table);

/// A table environment for the booktabs package, notes in its caption.
std::string to_latex(const Table& table);

/// A <table> element without a page around it; each number's tooltip names the runs behind it.
std::string to_html(const Table& table);

/// One line a number, full precision, in the database's units (shares, nats): the labels of each axis,
/// metric, value, sd, n, seeds, low, high, state, difference, published, run_ids (separated by blanks).
/// RFC 4180 quoting, empty fields for what is unknown.
std::string to_csv(const Table& table);

/// The same as to_csv(), as an object with a list "cells"; null for what is unknown.
std::string to_json(const Table& table);

/// One line a number that is shown: row labels, column, number, n, and the runs behind it with the commit and
/// the data that they were trained with.
std::string cells_text(const Table& table);

}  // namespace unseen
