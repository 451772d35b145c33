#include <fmt/format.h>

#include <cctype>
#include <string_view>

#include "study/cell_text.hpp"
#include "study/table.hpp"

namespace unseen {
namespace {

std::string escaped(char c) {
  switch (c) {
    case '\\': return "\\textbackslash{}";
    case '~': return "\\textasciitilde{}";
    case '^': return "\\textasciicircum{}";
    case '<': return "\\textless{}";
    case '>': return "\\textgreater{}";
    case '|': return "\\textbar{}";
    default: break;
  }
  if (std::string_view{"&%$#_{}"}.find(c) != std::string_view::npos) return {'\\', c};
  return {std::iscntrl(static_cast<unsigned char>(c)) != 0 ? ' ' : c};
}

std::string escaped(const std::string& text) {
  constexpr std::string_view kPlusMinus = "±";
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (std::string_view{text}.substr(i).starts_with(kPlusMinus)) {
      result += "$\\pm$";
      i += kPlusMinus.size() - 1;
    } else if (i == 0 && (text[i] == '[' || text[i] == '*')) {
      // Bare at the start of a row it would be read as an argument of the line break before it.
      result += fmt::format("{{{}}}", text[i]);
    } else {
      result += escaped(text[i]);
    }
  }
  return result;
}

std::string shown(const TableCell& cell, const Table& table) {
  auto text = cell_text(cell, table);
  text.remark = escaped(text.remark);
  auto value = text.value == "-" ? "--" : escaped(text.value);
  if (cell.best) value = "\\textbf{" + value + "}";
  return joined(text, value, "$\\pm$");
}

std::string header_line(const Table& table) {
  std::vector<std::string> fields;
  for (const auto& axis : table.row_axes) fields.push_back(escaped(axis));
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    fields.push_back(escaped(column_title(table, column)));
  }
  return fmt::format("{} \\\\\n", fmt::join(fields, " & "));
}

std::string row_line(const Table& table, std::size_t row) {
  std::vector<std::string> fields;
  for (const auto& label : table.rows[row]) fields.push_back(escaped(label));
  for (const auto& cell : table.cells[row]) fields.push_back(shown(cell, table));
  return fmt::format("{} \\\\\n", fmt::join(fields, " & "));
}

std::string caption(const Table& table) {
  auto text = escaped(table.title());
  if (!text.empty() && std::string_view{".!?"}.find(text.back()) == std::string_view::npos) text += ".";
  for (const auto& note : table.notes) text += " " + escaped(note);
  return text;
}

/// The experiment's name, of which a label can hold letters, digits and a few signs.
std::string label(const std::string& experiment) {
  auto text = experiment;
  for (auto& c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '.') c = '-';
  }
  return text;
}

}  // namespace

std::string to_latex(const Table& table) {
  std::string text = "% \\usepackage{booktabs}\n\\begin{table}\n\\centering\n";
  text += fmt::format("\\caption{{{}}}\n\\label{{tab:{}}}\n", caption(table), label(table.experiment));
  text += fmt::format("\\begin{{tabular}}{{{}{}}}\n\\toprule\n", std::string(table.row_axes.size(), 'l'),
                      std::string(table.columns.size(), 'r'));
  text += header_line(table) + "\\midrule\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row) text += row_line(table, row);
  return text + "\\bottomrule\n\\end{tabular}\n\\end{table}\n";
}

}  // namespace unseen
