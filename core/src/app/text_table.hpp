#pragma once

#include <string>
#include <vector>

namespace unseen {

/// Columns of plain text, each as wide as its widest cell.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header);
  void add(std::vector<std::string> row);
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace unseen
