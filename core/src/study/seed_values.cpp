#include "study/seed_values.hpp"

#include <algorithm>
#include <cmath>

namespace unseen {
namespace {

constexpr const char* kNotRun = "not run";

/// Empty where the entry has a value that counts.
std::string missing_state(const TableEntry& entry) {
  if (entry.run_state.empty()) return kNotRun;
  if (entry.run_state != "finished") return entry.run_state;
  if (entry.evaluation_state.empty()) return "not evaluated";
  if (entry.evaluation_state != "finished") return "evaluation " + entry.evaluation_state;
  return entry.value && std::isfinite(*entry.value) ? "" : "undefined";
}

template <class Element>
void add_new(std::vector<Element>& all, const Element& element) {
  if (std::find(all.begin(), all.end(), element) == all.end()) all.push_back(element);
}

/// That some seeds were never run goes without saying beside another reason.
std::string joined_reasons(std::vector<std::string> reasons) {
  if (reasons.size() > 1) reasons.erase(std::remove(reasons.begin(), reasons.end(), kNotRun), reasons.end());
  std::string text;
  for (const auto& reason : reasons) text += (text.empty() ? "" : ", ") + reason;
  return text;
}

/// Nothing where a seed has no such end.
std::optional<double> mean_of(const std::map<std::int64_t, SeedValues::Value>& values,
                              std::optional<double> SeedValues::Value::*end) {
  double sum = 0.0;
  for (const auto& [seed, value] : values) {
    if (!(value.*end)) return std::nullopt;
    sum += *(value.*end);
  }
  return sum / static_cast<double>(values.size());
}

}  // namespace

bool SeedValues::add(const TableEntry& entry) {
  if (values_.contains(entry.source.seed) || missing_.contains(entry.source.seed)) return false;
  if (const auto state = missing_state(entry); !state.empty()) {
    missing_.emplace(entry.source.seed, state);
  } else {
    values_.emplace(entry.source.seed, Value{*entry.value, {entry.source}, entry.low, entry.high});
  }
  return true;
}

TableCell SeedValues::summary(std::size_t seeds) const {
  TableCell cell;
  cell.n = values_.size();
  cell.complete = cell.n >= seeds;
  cell.state = cell.complete ? "finished" : missing(seeds);
  for (const auto& [seed, value] : values_) {
    for (const auto& source : value.sources) add_new(cell.sources, source);
  }
  set_numbers(cell);
  return cell;
}

void SeedValues::set_numbers(TableCell& cell) const {
  if (values_.empty()) return;
  const auto n = static_cast<double>(values_.size());
  double sum = 0.0, squares = 0.0;
  for (const auto& [seed, value] : values_) sum += value.value;
  const auto mean = sum / n;
  for (const auto& [seed, value] : values_) squares += (value.value - mean) * (value.value - mean);
  cell.value = mean;
  if (values_.size() > 1) cell.sd = std::sqrt(squares / (n - 1.0));
  cell.low = mean_of(values_, &Value::low);
  cell.high = mean_of(values_, &Value::high);
}

std::string SeedValues::missing(std::size_t seeds) const {
  std::vector<std::string> reasons;
  for (const auto& [seed, state] : missing_) add_new(reasons, state);
  if (size() < seeds) add_new(reasons, std::string{kNotRun});
  return joined_reasons(reasons);
}

SeedValues SeedValues::average(const std::vector<SeedValues>& cells) {
  SeedValues result;
  for (const auto& [seed, first] : cells.front().values_) {
    Value mean{0.0, {}, {}, {}};
    for (const auto& cell : cells) {
      const auto found = cell.values_.find(seed);
      if (found == cell.values_.end()) break;
      mean.value += found->second.value / static_cast<double>(cells.size());
      mean.sources.push_back(found->second.sources.front());
    }
    if (mean.sources.size() == cells.size()) result.values_.emplace(seed, mean);
  }
  return result;
}

}  // namespace unseen
