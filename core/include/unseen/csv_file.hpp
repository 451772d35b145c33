#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <unseen/error.hpp>

namespace [[gnu::visibility("default")]] unseen {

struct CsvRow {
  std::size_t line = 0;  ///< where it begins, from 1
  std::vector<std::string> cells;
};

/// A file of comma-separated values with a header (RFC 4180: fields in quotes may hold commas, line breaks
/// and doubled quotes; blank lines are passed over). InputError with file and line where it is none.
class CsvFile {
 public:
  explicit CsvFile(std::filesystem::path file) : file_{std::move(file)} {
    std::ifstream stream{file_, std::ios::binary};
    if (!stream) throw InputError{file_.string() + ": cannot be opened"};
    text_.assign(std::istreambuf_iterator<char>{stream}, {});
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (at_ < text_.size()) {
      auto row = next_row();
      if (row.cells.size() == 1 && row.cells.front().empty()) continue;
      rows_.push_back(std::move(row));
    }
    if (rows_.empty()) throw InputError{file_.string() + ": is empty; wanted a header and rows"};
    header_ = std::move(rows_.front());
    rows_.erase(rows_.begin());
    for (const auto& row : rows_) check_width(row);
    text_.clear();
  }

  const std::vector<std::string>& header() const { return header_.cells; }
  const std::vector<CsvRow>& rows() const { return rows_; }
  std::string where(const CsvRow& row) const { return file_.string() + ":" + std::to_string(row.line); }
  std::string where_header() const { return where(header_); }

  std::optional<std::size_t> column(const std::string& name) const {
    const auto found = std::find(header().begin(), header().end(), name);
    if (found == header().end()) return std::nullopt;
    return static_cast<std::size_t>(found - header().begin());
  }

 private:
  CsvRow next_row() {
    CsvRow row{line_, {}};
    row.cells.push_back(next_cell());
    while (at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      row.cells.push_back(next_cell());
    }
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] != '\n')
      refuse("a comma or the end of the line after a quoted field");
    ++at_;
    ++line_;
    return row;
  }

  std::string next_cell() {
    if (at_ < text_.size() && text_[at_] == '"') return quoted_cell();
    const auto end = std::min(text_.find_first_of(",\n", at_), text_.size());
    auto cell = text_.substr(at_, end - at_);
    at_ = end;
    if (cell.ends_with('\r') && (end == text_.size() || text_[end] == '\n')) cell.pop_back();
    if (cell.find('"') != std::string::npos) refuse("quotes around a whole field that holds one");
    return cell;
  }

  std::string quoted_cell() {
    std::string cell;
    while (true) {
      const auto quote = text_.find('"', ++at_);
      if (quote == std::string::npos) refuse("a closing quote");
      cell.append(text_, at_, quote - at_);
      at_ = quote + 1;
      if (at_ >= text_.size() || text_[at_] != '"') break;
      cell += '"';
    }
    line_ += static_cast<std::size_t>(std::count(cell.begin(), cell.end(), '\n'));
    return cell;
  }

  void check_width(const CsvRow& row) const {
    if (row.cells.size() == header().size()) return;
    throw InputError{where(row) + ": wanted " + std::to_string(header().size()) +
                     " fields, as the header has, found " + std::to_string(row.cells.size())};
  }

  [[noreturn]] void refuse(const std::string& wanted) const {
    throw InputError{file_.string() + ":" + std::to_string(line_) + ": wanted " + wanted};
  }

  std::filesystem::path file_;
  std::string text_;  // while it is read
  std::size_t at_ = 0, line_ = 1;
  CsvRow header_;
  std::vector<CsvRow> rows_;
};

}  // namespace unseen
