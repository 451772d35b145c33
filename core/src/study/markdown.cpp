#include <cctype>
#include <string_view>

#include "study/padded_grid.hpp"
#include "study/shown_rows.hpp"

namespace unseen {
namespace {

bool is_word(const std::string& text, std::size_t i) {
  return i < text.size() && std::isalnum(static_cast<unsigned char>(text[i])) != 0;
}

/// Names like video_auc stay as they are: an underscore between letters is no markup.
std::string escaped(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = text[i];
    const auto inside_word = c == '_' && i > 0 && is_word(text, i - 1) && is_word(text, i + 1);
    if (std::string_view{"\\|*`<_"}.find(c) != std::string_view::npos && !inside_word) result += '\\';
    result += std::iscntrl(static_cast<unsigned char>(c)) != 0 ? ' ' : c;
  }
  return result;
}

std::string marked(const ShownCell& cell) {
  if (cell.best) return "**" + cell.text.value + "**";
  return cell.second ? "<u>" + cell.text.value + "</u>" : cell.text.value;
}

TextGrid grid_of(const Table& table) {
  TextGrid grid(1);
  for (const auto& title : axis_titles(table, table.row_axes)) grid[0].push_back(escaped(title));
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    grid[0].push_back(escaped(column_title(table, column)));
  }
  for (const auto& row : shown_rows(table)) {
    auto& line = grid.emplace_back();
    for (const auto& label : row.labels) line.push_back(escaped(label));
    for (const auto& cell : row.cells) line.push_back(joined(cell.text, marked(cell), "±"));
  }
  return grid;
}

std::string line_text(const std::vector<std::string>& fields) {
  std::string text = "|";
  for (const auto& field : fields) text += " " + field + " |";
  return text + "\n";
}

/// The line under the header: dashes as wide as the fields, a colon at the end of what stands at the right.
std::string rule_text(const std::vector<std::string>& fields, std::size_t left) {
  std::string text = "|";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string dashes(text_width(fields[i]) + 1, '-');
    text += dashes + (i < left ? "-|" : ":|");
  }
  return text + "\n";
}

}  // namespace

std::string to_markdown(const Table& table) {
  auto grid = grid_of(table);
  pad(grid, table.row_axes.size());
  std::string text = "**" + escaped(table.title()) + "**\n\n" + line_text(grid.front());
  text += rule_text(grid.front(), table.row_axes.size());
  for (std::size_t row = 1; row < grid.size(); ++row) text += line_text(grid[row]);
  text += "\n";
  for (const auto& note : table.notes) text += escaped(note) + "\n";
  return text;
}

}  // namespace unseen
