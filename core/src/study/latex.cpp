#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "study/shown_rows.hpp"

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

struct Sign {
  std::string_view text, latex;
};

/// Beyond ASCII, what tables of ours hold; other letters are left to the document's encoding.
constexpr std::array kSigns{Sign{"±", "$\\pm$"},   Sign{"−", "$-$"},         Sign{"α", "$\\alpha$"},
                            Sign{"β", "$\\beta$"}, Sign{"↑", "$\\uparrow$"}, Sign{"↓", "$\\downarrow$"}};

const Sign* sign_at(std::string_view text) {
  const auto* found = std::find_if(kSigns.begin(), kSigns.end(),
                                   [&](const Sign& sign) { return text.starts_with(sign.text); });
  return found == kSigns.end() ? nullptr : found;
}

std::string escaped(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto* sign = sign_at(std::string_view{text}.substr(i));
    if (sign != nullptr) {
      result += sign->latex;
      i += sign->text.size() - 1;
    } else if (i == 0 && (text[i] == '[' || text[i] == '*')) {
      // Bare at the start of a row it would be read as an argument of the line break before it.
      result += fmt::format("{{{}}}", text[i]);
    } else {
      result += escaped(text[i]);
    }
  }
  return result;
}

std::vector<std::string> escaped(std::vector<std::string> texts) {
  for (auto& text : texts) text = escaped(text);
  return texts;
}

std::string shown(const ShownCell& cell) {
  auto text = cell.text;
  text.remark = escaped(text.remark);
  text.difference = escaped(text.difference);
  auto value = text.value == "-" ? "--" : escaped(text.value);
  if (cell.best) value = "\\textbf{" + value + "}";
  if (cell.second) value = "\\underline{" + value + "}";
  return joined(text, value, "$\\pm$");
}

std::string line_of(const std::vector<std::string>& fields) {
  return fmt::format("{} \\\\\n", fmt::join(fields, " & "));
}

/// One line for each column axis; labels that stand side by side are one. Row titles stand in the last line.
std::string header_lines(const Table& table) {
  if (table.column_axes.size() < 2) {
    auto fields = escaped(axis_titles(table, table.row_axes));
    for (std::size_t column = 0; column < table.columns.size(); ++column)
      fields.push_back(escaped(column_title(table, column)));
    return line_of(fields);
  }
  std::string lines;
  for (std::size_t axis = 0; axis < table.column_axes.size(); ++axis) {
    const auto is_last = axis + 1 == table.column_axes.size();
    auto fields = is_last ? escaped(axis_titles(table, table.row_axes))
                          : std::vector<std::string>(table.row_axes.size());
    for (const auto& group : column_groups(table, axis))
      fields.push_back(fmt::format("\\multicolumn{{{}}}{{c}}{{{}}}", group.width, escaped(group.label)));
    lines += line_of(fields);
  }
  return lines;
}

std::string row_line(const ShownRow& row) {
  auto fields = escaped(row.labels);
  for (const auto& cell : row.cells) fields.push_back(shown(cell));
  return (row.starts_group ? "\\midrule\n" : "") + line_of(fields);
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
  text += header_lines(table) + "\\midrule\n";
  for (const auto& row : shown_rows(table)) text += row_line(row);
  return text + "\\bottomrule\n\\end{tabular}\n\\end{table}\n";
}

}  // namespace unseen
