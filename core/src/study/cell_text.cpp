#include "study/cell_text.hpp"

#include <fmt/format.h>

namespace unseen {

CellText cell_text(const TableCell& cell, const Table& table) {
  const auto nothing_to_say =
      cell.complete || cell.state == "not run" || cell.state == "incomplete" || cell.state == "not published";
  if (!cell.value) return {nothing_to_say ? "-" : cell.state, {}, {}, {}, {}};
  const auto& style = table.style(cell);
  CellText text{style.text(*cell.value), {}, {}, {}, {}};
  if (cell.sd) text.spread = style.text(*cell.sd);
  if (table.has_intervals && cell.low && cell.high)
    text.interval = fmt::format("[{}, {}]", style.short_text(*cell.low), style.short_text(*cell.high));
  if (cell.difference) text.difference = style.signed_text(*cell.difference);
  if (!cell.complete) {
    text.remark = fmt::format("n={}/{}{}", cell.n, table.seeds, nothing_to_say ? "" : ", " + cell.state);
  }
  return text;
}

CellText published_text(const TableCell& cell, const Table& table) {
  if (!cell.published) return {"-", {}, {}, {}, {}};
  const auto& style = table.style(cell);
  CellText text{style.text(*cell.published), {}, {}, {}, {}};
  if (cell.value) text.difference = style.signed_text(*cell.value - *cell.published);
  return text;
}

std::string joined(const CellText& text, const std::string& value, const std::string& plus_minus) {
  return value + (text.spread.empty() ? "" : " " + plus_minus + " " + text.spread) +
         (text.interval.empty() ? "" : " " + text.interval) +
         (text.difference.empty() ? "" : " (" + text.difference + ")") +
         (text.remark.empty() ? "" : " (" + text.remark + ")");
}

}  // namespace unseen
