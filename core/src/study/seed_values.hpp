#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "study/table.hpp"
#include "study/table_input.hpp"

namespace unseen {

/// What the seeds gave for one cell.
class SeedValues {
 public:
  struct Value {
    double value;
    std::vector<RunSource> sources;
    std::optional<double> low, high;
  };

  /// False, and nothing is kept, where an entry of that seed is here already.
  bool add(const TableEntry& entry);

  /// Seeds with an entry, whether it has a value or not.
  std::size_t size() const { return values_.size() + missing_.size(); }

  /// Mean and spread of what is here, of `seeds` that were planned.
  TableCell summary(std::size_t seeds) const;

  /// Seed by seed the mean over several cells, for the seeds that have a value in each of one or more.
  static SeedValues average(const std::vector<SeedValues>& cells);

 private:
  void set_numbers(TableCell& cell) const;
  std::string missing(std::size_t seeds) const;

  std::map<std::int64_t, Value> values_;
  std::map<std::int64_t, std::string> missing_;  ///< what is instead of a value
};

}  // namespace unseen
