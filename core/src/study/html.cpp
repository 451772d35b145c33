#include <fmt/format.h>

#include "study/html_text.hpp"
#include "study/shown_rows.hpp"

namespace unseen {
namespace {

std::string tooltip(const TableCell& cell) {
  std::string text;
  for (const auto& source : cell.sources) text += (text.empty() ? "run " : "\nrun ") + source_text(source);
  if (text.empty()) return text;
  return text + "\nconfiguration: unseen show " + cell.sources.front().run_id +
         "; scores of videos: v_video_scores";
}

std::string marked(const ShownCell& cell) {
  const auto value = html_text(cell.text.value);
  if (cell.best) return "<b>" + value + "</b>";
  return cell.second ? "<u>" + value + "</u>" : value;
}

std::string cell_element(const ShownCell& cell) {
  auto text = cell.text;
  text.remark = html_text(text.remark);
  const auto runs = cell.cell == nullptr ? std::string{} : tooltip(*cell.cell);
  return fmt::format("<td{}>{}</td>", runs.empty() ? "" : " title=\"" + html_text(runs) + "\"",
                     joined(text, marked(cell), "±"));
}

std::string row_element(const ShownRow& row) {
  std::string text = row.is_published   ? "<tr class=\"published\">"
                     : row.starts_group ? "<tr class=\"group\">"
                                        : "<tr>";
  for (const auto& label : row.labels) text += "<th scope=\"row\">" + html_text(label) + "</th>";
  for (const auto& cell : row.cells) text += cell_element(cell);
  return text + "</tr>\n";
}

/// One line for each column axis; the titles of the rows span them all.
std::string header(const Table& table) {
  const auto lines = std::max<std::size_t>(table.column_axes.size(), 1);
  std::string text = "<tr>";
  for (const auto& title : axis_titles(table, table.row_axes))
    text += fmt::format("<th class=\"axis\" rowspan=\"{}\">{}</th>", lines, html_text(title));
  if (table.column_axes.empty()) text += "<th>" + html_text(column_title(table, 0)) + "</th>";
  for (std::size_t axis = 0; axis < table.column_axes.size(); ++axis) {
    if (axis > 0) text += "</tr>\n<tr>";
    for (const auto& group : column_groups(table, axis))
      text += fmt::format("<th colspan=\"{}\">{}</th>", group.width, html_text(group.label));
  }
  return "<thead>" + text + "</tr></thead>\n";
}

}  // namespace

std::string to_html(const Table& table) {
  std::string text = "<table class=\"numbers\">\n<caption>" + html_text(table.title()) + "</caption>\n";
  text += header(table) + "<tbody>\n";
  for (const auto& row : shown_rows(table)) text += row_element(row);
  text += "</tbody>\n</table>\n<p class=\"notes\">";
  for (const auto& note : table.notes) text += html_text(note) + " ";
  return text + "</p>\n";
}

}  // namespace unseen
