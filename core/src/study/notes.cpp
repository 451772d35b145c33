#include "study/notes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

namespace unseen {
namespace {

bool any_cell(const Table& table, const std::function<bool(const TableCell&)>& holds) {
  return std::any_of(table.cells.begin(), table.cells.end(),
                     [&](const auto& row) { return std::any_of(row.begin(), row.end(), holds); });
}

std::string interval_note(const Table& table) {
  if (!table.has_intervals || !any_cell(table, [](const auto& cell) { return cell.low && cell.high; }))
    return "";
  const auto is_extreme = [](const auto& cell) { return cell.high == 1.0 || cell.low == 0.0; };
  return fmt::format("; [low, high]: 95 % interval (DeLong over videos{}){}",
                     any_cell(table, is_extreme) ? ", binomial where an AUC is 0 or 1" : "",
                     table.seeds > 1 ? ", its ends averaged over the seeds" : "");
}

std::string metric_note(const Table& table) {
  const auto seeds = table.seeds == 1
                         ? std::string{"one seed"}
                         : fmt::format("mean ± SD over {} seeds (sample SD, n - 1)", table.seeds);
  std::vector<std::string> titles;
  for (const auto& metric : table.metrics) titles.push_back(metric.title);
  return fmt::format("{}, {}{}.", fmt::join(titles, " and "), seeds, interval_note(table));
}

std::string test_of(const TableEntry& entry) {
  for (const auto& [axis, label] : entry.labels) {
    if (axis == "test") return label;
  }
  return "";
}

/// What the values of one test rest on: one text, or several where cells left out different videos.
struct TestVideos {
  std::string test;
  std::vector<std::string> counts;
};

std::vector<TestVideos> videos_by_test(const std::vector<TableEntry>& entries) {
  std::vector<TestVideos> tests;
  for (const auto& entry : entries) {
    if (!entry.value || entry.real_videos + entry.fake_videos == 0) continue;
    const auto test = test_of(entry);
    auto found =
        std::find_if(tests.begin(), tests.end(), [&](const auto& known) { return known.test == test; });
    if (found == tests.end()) found = tests.insert(tests.end(), {test, {}});
    const auto count = fmt::format("{} real + {} fake", entry.real_videos, entry.fake_videos);
    auto& counts = found->counts;
    if (std::find(counts.begin(), counts.end(), count) == counts.end()) counts.push_back(count);
  }
  return tests;
}

std::string videos_note(const std::vector<TestVideos>& tests) {
  const auto alike = [&](const auto& test) { return test.counts == tests.front().counts; };
  if (std::all_of(tests.begin(), tests.end(), alike)) {
    return fmt::format("Each number is of {} videos.", fmt::join(tests.front().counts, " or "));
  }
  std::string text;
  for (const auto& test : tests) {
    text +=
        fmt::format("{}{} {}", text.empty() ? "Videos: " : "; ", test.test, fmt::join(test.counts, " or "));
  }
  return text + ".";
}

std::string best_note(const Table& table) {
  std::set<bool> lower;
  for (const auto& metric : table.metrics) lower.insert(metric.lower_is_better);
  const auto* which = lower.size() > 1 ? "best" : *lower.begin() ? "lowest" : "highest";
  const auto has_second = any_cell(table, [](const auto& cell) { return cell.second; });
  return fmt::format("Bold: {}{}.", which, has_second ? "; underlined: second" : "");
}

std::string published_note(const Table& table) {
  std::string note;
  if (table.cited > 0) note = fmt::format("The first {} rows are published numbers.", table.cited);
  const auto beside = [](const auto& cell) { return cell.published && cell.state != "published"; };
  if (any_cell(table, beside)) {
    note +=
        fmt::format("{}Below a row: what was published, and in brackets how far the row above is from it.",
                    note.empty() ? "" : " ");
  }
  return note;
}

/// The remarks on published numbers, each with the places that it is on.
std::vector<std::string> remarks(const std::vector<PublishedValue>& published) {
  std::vector<std::pair<std::string, std::vector<std::string>>> all;
  for (const auto& value : published) {
    if (value.note.empty()) continue;
    auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& known) { return known.first == value.note; });
    if (found == all.end()) found = all.insert(all.end(), {value.note, {}});
    std::vector<std::string> labels;
    for (const auto& label : value.labels) labels.push_back(label.label);
    found->second.push_back(fmt::format("{}", fmt::join(labels, ", ")));
  }
  std::vector<std::string> notes;
  for (const auto& [note, places] : all)
    notes.push_back(fmt::format("Published, {}: {}.", note, fmt::join(places, "; ")));
  return notes;
}

std::set<std::string> builds(const std::vector<TableEntry>& entries) {
  std::set<std::string> all;
  for (const auto& entry : entries) {
    if (entry.value && !entry.source.build.empty()) all.insert(entry.source.build);
  }
  return all;
}

}  // namespace

std::vector<std::string> notes_of(const Table& table, const TableInput& input) {
  std::vector<std::string> notes{metric_note(table)};
  if (const auto tests = videos_by_test(input.entries); !tests.empty()) notes.push_back(videos_note(tests));
  if (table.has_average) notes.push_back("Average: mean over the tests.");
  if (any_cell(table, [](const auto& cell) { return cell.best; })) notes.push_back(best_note(table));
  if (any_cell(table, [](const auto& cell) { return cell.difference.has_value(); })) {
    notes.push_back(fmt::format("In brackets: the difference from \"{}\".", table.difference->label));
  }
  if (const auto note = published_note(table); !note.empty()) notes.push_back(note);
  for (auto& remark : remarks(input.published)) notes.push_back(std::move(remark));
  if (const auto all = builds(input.entries); all.size() > 1) {
    notes.push_back(
        fmt::format("Trained by {} builds of the program: {}.", all.size(), fmt::join(all, ", ")));
  }
  return notes;
}

}  // namespace unseen
