#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/databases.hpp"
#include "app/exit_code.hpp"
#include "app/text_table.hpp"
#include "results/annotations.hpp"
#include "results/queries.hpp"

namespace unseen {
namespace {

std::string number(const std::optional<double>& value) {
  return value ? fmt::format("{:.6g}", *value) : "NaN";
}

void print_head(const RunDetail& detail) {
  const auto& run = detail.run;
  fmt::print("run        {}\nstate      {}{}\nidentity   {}  seed {}\n", run.run_id, run.state,
             run.reason.empty() ? "" : ": " + run.reason, run.identity, run.seed);
  fmt::print("started    {}  ended {}\nhost       {}  device {}\ncommit     {}{}\nfolder     {}\n",
             run.started, run.ended.empty() ? "-" : run.ended, run.host, run.device, run.commit,
             detail.dirty ? " (changed)" : "", detail.folder.string());
}

void print_annotations(Database& database, const std::string& run_id) {
  if (const auto tags = tags_of(database, run_id); !tags.empty())
    fmt::print("tags       {}\n", fmt::join(tags, ", "));
  for (const auto& [time, text] : notes_of_run(database, run_id))
    fmt::print("note       {} {}\n", time, text);
}

void print_configuration(const RunDetail& detail) {
  fmt::print("\nconfiguration\n");
  for (const auto& [path, value] : detail.params) fmt::print("  {} = {}\n", path, value);
  fmt::print("\nenvironment\n");
  for (const auto& [name, value] : detail.environment) fmt::print("  {} = {}\n", name, value);
}

void print_metrics(const RunDetail& detail) {
  TextTable table{{"metric", "values", "last", "at step", "least", "most"}};
  for (const auto& metric : detail.metrics) {
    table.add({metric.metric, std::to_string(metric.n), number(metric.last), std::to_string(metric.last_step),
               number(metric.least), number(metric.most)});
  }
  fmt::print("\n{}", table.text());
}

void print_tests(const RunDetail& detail) {
  for (const auto& test : detail.evaluations) {
    fmt::print("\ntest {}: {}{}\n", test.test, test.state, test.reason.empty() ? "" : ": " + test.reason);
    for (const auto& [name, value] : test.metrics) fmt::print("  {} = {}\n", name, number(value));
  }
}

void print_rest(const RunDetail& detail) {
  TextTable attempts{{"attempt", "from step", "state", "started", "ended", "host", "process"}};
  for (const auto& attempt : detail.attempts) {
    attempts.add({std::to_string(attempt.number), std::to_string(attempt.from_step), attempt.state,
                  attempt.started, attempt.ended, attempt.host, std::to_string(attempt.pid)});
  }
  fmt::print("\n{}", attempts.text());
  if (!detail.artifacts.empty()) fmt::print("\n");
  for (const auto& file : detail.artifacts) {
    fmt::print("file {}: {} ({} bytes, SHA-256 {})\n", file.name, file.path, file.bytes, file.sha256);
  }
  if (!detail.events.empty()) fmt::print("\n");
  for (const auto& event : detail.events) fmt::print("{} {}: {}\n", event.time, event.kind, event.text);
}

}  // namespace

int show(const ShowOptions& options) {
  auto database = existing_database(options.database);
  try_mark_lost(database);
  const auto detail = show_run(database, options.run);
  print_head(detail);
  print_annotations(database, detail.run.run_id);
  print_configuration(detail);
  print_metrics(detail);
  print_tests(detail);
  print_rest(detail);
  return kDone;
}

}  // namespace unseen
