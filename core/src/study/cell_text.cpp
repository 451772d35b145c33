#include "study/cell_text.hpp"

#include <fmt/format.h>

namespace unseen {

CellText cell_text(const TableCell& cell, const Table& table) {
  const auto nothing_to_say = cell.complete || cell.state == "not run" || cell.state == "incomplete";
  if (!cell.value) return {nothing_to_say ? "-" : cell.state, {}, {}, {}};
  CellText text{table.metric.text(*cell.value), {}, {}, {}};
  if (cell.sd) text.spread = table.metric.text(*cell.sd);
  if (table.has_intervals && cell.low && cell.high) {
    text.interval =
        fmt::format("[{}, {}]", table.metric.short_text(*cell.low), table.metric.short_text(*cell.high));
  }
  if (!cell.complete) {
    text.remark = fmt::format("n={}/{}{}", cell.n, table.seeds, nothing_to_say ? "" : ", " + cell.state);
  }
  return text;
}

std::string column_title(const Table& table, std::size_t column) {
  if (table.column_axes.empty()) return table.metric.title;
  return fmt::format("{}", fmt::join(table.columns[column], " / "));
}

std::string joined(const CellText& text, const std::string& value, const std::string& plus_minus) {
  return value + (text.spread.empty() ? "" : " " + plus_minus + " " + text.spread) +
         (text.interval.empty() ? "" : " " + text.interval) +
         (text.remark.empty() ? "" : " (" + text.remark + ")");
}

}  // namespace unseen
