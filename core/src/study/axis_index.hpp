#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "study/table_input.hpp"

namespace unseen {

/// The combinations of labels of several axes that occur among entries, in the order of the axes' product,
/// each axis' labels in first-seen order; of axes that stand together (TableConfig::together) their
/// combinations are. Without axes there is one, empty.
class AxisIndex {
 public:
  /// InputError where an entry lacks an axis.
  AxisIndex(std::vector<std::string> axes, const TableInput& input);

  const std::vector<std::vector<std::string>>& combinations() const { return combinations_; }

  /// The place of an entry's combination.
  std::size_t place(const TableEntry& entry) const;

 private:
  std::vector<std::string> axes_;
  std::vector<std::vector<std::string>> combinations_;
  std::map<std::vector<std::string>, std::size_t> places_;
};

}  // namespace unseen
