#pragma once

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "training/run_sink.hpp"

namespace unseen::test {

/// A run's log kept in memory. Like the database it forgets, on resume, what came after the checkpoint.
class MemorySink final : public RunSink {
 public:
  using Row = std::tuple<std::string, std::int64_t, std::int64_t, double>;

  void metric(const std::string& name, std::int64_t step, std::int64_t epoch, double value) override {
    if (!name.starts_with("rate/")) rows.emplace_back(name, step, epoch, value);
  }
  void event(const std::string& kind, const std::string& text) override {
    events.push_back(kind + ": " + text);
  }
  void artifact(const std::string&, const std::string&, const std::string&, std::int64_t) override {}
  void flush() override { ++flushes; }

  void forget_after(std::int64_t step) {
    std::erase_if(rows, [step](const Row& row) { return std::get<1>(row) > step; });
  }

  std::vector<Row> rows;
  std::vector<std::string> events;
  int flushes = 0;
};

}  // namespace unseen::test
