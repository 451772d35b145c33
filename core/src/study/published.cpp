#include "study/published.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include <unseen/csv_file.hpp>
#include <unseen/error.hpp>

#include "study/table.hpp"

namespace unseen {
namespace {

constexpr const char *kValue = "value", *kNote = "note", *kMetric = "metric";

double number_at(const CsvFile& csv, const CsvRow& row, const std::string& text) {
  double value = 0.0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc{} || read.ptr != end)
    throw InputError{fmt::format("{}: wanted a number as value, found \"{}\"", csv.where(row), text)};
  return value;
}

/// What a published value says of some axes; nothing where it leaves one out. A table of one metric needs no
/// column for it.
std::optional<std::vector<std::string>> labels_of(const PublishedValue& value,
                                                  const std::vector<std::string>& axes, const Table& table) {
  std::vector<std::string> labels;
  for (const auto& axis : axes) {
    const auto found = std::find_if(value.labels.begin(), value.labels.end(),
                                    [&](const AxisLabel& label) { return label.axis == axis; });
    if (found != value.labels.end()) {
      labels.push_back(found->label);
    } else if (axis == kMetric && table.metrics.size() == 1) {
      labels.push_back(table.metrics.front().name);
    } else {
      return std::nullopt;
    }
  }
  return labels;
}

std::size_t place_of(const std::vector<std::vector<std::string>>& all,
                     const std::vector<std::string>& labels) {
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), labels) - all.begin());
}

std::vector<TableCell> empty_row(const Table& table) {
  std::vector<TableCell> row(table.columns.size());
  for (std::size_t column = 0; column < row.size(); ++column) {
    row[column].state = "not published";
    if (!table.cells.empty()) row[column].metric = table.cells.back()[column].metric;
  }
  return row;
}

/// The place of a row, put behind the cited ones where the table has none like it.
std::size_t row_for(Table& table, const std::vector<std::string>& labels) {
  const auto known = place_of(table.rows, labels);
  if (known < table.rows.size()) return known;
  const auto at = static_cast<std::ptrdiff_t>(table.cited);
  table.cells.insert(table.cells.begin() + at, empty_row(table));
  table.rows.insert(table.rows.begin() + at, labels);
  return table.cited++;
}

/// In the database's units, of the digits that were printed: 68.04 % is 0.6804.
double in_units(double printed, double scale) {
  constexpr double kDigits = 1e12;
  return std::round(printed / scale * kDigits) / kDigits;
}

void require_units(double value, const MetricStyle& style, const std::string& source) {
  if (!style.is_share || value <= 1.0) return;
  throw InputError{
      fmt::format("{}: the published {} is no share: wanted the table's units, {}; `percent` of [table] "
                  "chooses",
                  source, style.scale * value, style.scale == 1.0 ? "shares from 0 to 1" : "percent")};
}

void put(TableCell& cell, double value, bool is_cited) {
  cell.published = value;
  if (!is_cited) return;
  cell.value = value;
  cell.complete = true;
  cell.state = "published";
}

}  // namespace

std::vector<PublishedValue> read_published(const std::filesystem::path& file) {
  const CsvFile csv{file};
  const auto value_column = csv.column(kValue);
  if (!value_column) throw InputError{csv.where_header() + ": wanted a column \"value\""};
  const auto note_column = csv.column(kNote);
  std::vector<PublishedValue> values;
  for (const auto& row : csv.rows()) {
    const auto& text = row.cells[*value_column];
    if (text.empty()) continue;
    PublishedValue value{{}, number_at(csv, row, text), note_column ? row.cells[*note_column] : ""};
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (i != *value_column && csv.header()[i] != kNote)
        value.labels.push_back({csv.header()[i], row.cells[i]});
    }
    values.push_back(std::move(value));
  }
  return values;
}

void add_published(Table& table, const std::vector<PublishedValue>& values, const std::string& source) {
  for (const auto& value : values) {
    const auto row_labels = labels_of(value, table.row_axes, table);
    const auto column_labels = labels_of(value, table.column_axes, table);
    if (!row_labels || !column_labels) {
      throw InputError{fmt::format("{}: wanted a column for each axis of the table: {}, {}", source,
                                   fmt::join(table.row_axes, ", "), fmt::join(table.column_axes, ", "))};
    }
    const auto column = place_of(table.columns, *column_labels);
    if (column == table.columns.size()) continue;  // a test that this table leaves out
    const auto row = row_for(table, *row_labels);
    auto& cell = table.cells[row][column];
    const auto& style = table.style(cell);
    const auto stored = in_units(value.value, style.scale);
    require_units(stored, style, source);
    put(cell, stored, row < table.cited);
  }
}

}  // namespace unseen
