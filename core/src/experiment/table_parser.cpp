#include "table_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include <unseen/params.hpp>

#include "experiment/failure.hpp"

namespace unseen {
namespace {

constexpr const char *kTest = "test", *kMetric = "metric";

std::vector<std::string> names_at(const Params& params, const Value& table, const std::string& key,
                                  std::vector<std::string> fallback, const std::string& description) {
  const auto* written = table.find(key);
  if (written != nullptr && written->get<std::string>() != nullptr)
    return {params.text(key, "", description)};
  return params.texts(key, std::move(fallback), description);
}

std::vector<std::string> known_names(const std::vector<Axis>& axes) {
  std::vector<std::string> known;
  for (const auto& axis : axes) known.insert(known.end(), axis.names.begin(), axis.names.end());
  known.insert(known.end(), {kTest, kMetric});
  return known;
}

void check_known(const std::string& where, const std::string& name, const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  throw InputError{fmt::format("{}: \"{}\" is no axis of the sweep{}", where, name, name_hint(name, known))};
}

void check_named(const Params& params, const std::string& key, const std::vector<std::string>& names,
                 const std::vector<std::string>& known, std::set<std::string>& seen) {
  for (const auto& name : names) {
    check_known(params.where(key), name, known);
    if (!seen.insert(name).second) {
      throw InputError{fmt::format("{}: the table names \"{}\" twice", params.where(key), name)};
    }
  }
}

std::set<std::string> labels_of(const Axis& axis, std::size_t name) {
  std::set<std::string> labels;
  for (const auto& value : axis.values) labels.insert(value.labels[name]);
  return labels;
}

void check_complete(const Value& table, const std::vector<Axis>& axes, std::size_t tests, std::size_t metrics,
                    const std::set<std::string>& named) {
  const auto check = [&](const std::string& name, std::size_t count) {
    if (count < 2 || named.contains(name)) return;
    fail_at(table.source,
            fmt::format("[table] names \"{}\" nowhere, which has {} values: one place of the table would "
                        "hold several numbers; add it to rows or columns",
                        name, count));
  };
  for (const auto& axis : axes) {
    for (std::size_t i = 0; i < axis.names.size(); ++i) check(axis.names[i], labels_of(axis, i).size());
  }
  check(kTest, tests);
  check(kMetric, metrics);
}

bool holds(const std::vector<std::string>& names, const char* name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Tests go across unless they go down, as do several metrics.
std::vector<std::string> usual_columns(const TableConfig& config) {
  std::vector<std::string> columns;
  if (!holds(config.rows, kTest)) columns.emplace_back(kTest);
  if (config.metrics.size() > 1 && !holds(config.rows, kMetric)) columns.emplace_back(kMetric);
  return columns;
}

void check_metrics(const Params& params, const std::vector<std::string>& metrics) {
  static const std::vector<std::string> known{"video_auc",     "frame_auc", "video_accuracy",
                                              "video_logloss", "video_eer", "video_ap"};
  for (const auto& metric : metrics) {
    if (std::find(known.begin(), known.end(), metric) != known.end()) continue;
    throw InputError{fmt::format("{}: wanted one of {}, found \"{}\"{}", params.where("metric"),
                                 fmt::join(known, " | "), metric, name_hint(metric, known))};
  }
  if (std::set<std::string>{metrics.begin(), metrics.end()}.size() == metrics.size() && !metrics.empty())
    return;
  throw InputError{params.where("metric") + ": wanted metrics, each once"};
}

std::optional<AxisLabel> parse_difference(const Params& params, const std::vector<std::string>& known) {
  const auto value = params.value("difference", "{ axis = ..., from = the label to compare with }");
  if (value.is_null()) return std::nullopt;
  const Params inside{"[table].difference", value};
  AxisLabel from{inside.text("axis", std::nullopt, "the axis along which values are compared"),
                 inside.text("from", std::nullopt, "the label that others are compared with")};
  inside.refuse_unread();
  check_known(inside.where("axis"), from.axis, known);
  return from;
}

std::map<std::string, std::string> parse_titles(const Params& params, const std::vector<std::string>& known) {
  std::map<std::string, std::string> titles;
  const auto value = params.value("titles", "what the table calls an axis");
  if (value.is_null()) return titles;
  const auto* entries = value.get<Value::Table>();
  if (entries == nullptr)
    fail_at(value.source, "titles wants { axis = \"title\" }, found " + value.type_name());
  for (const auto& [axis, title] : *entries) {
    check_known(params.where("titles"), axis, known);
    const auto* text = title.get<std::string>();
    if (text == nullptr) fail_at(title.source, "a title is a string in quotes, found " + title.type_name());
    titles[axis] = *text;
  }
  return titles;
}

std::filesystem::path parse_published(const Params& params, const Value& table, const Roots& roots) {
  const auto written = params.text("published", "", "a CSV file of numbers to show beside these");
  return written.empty() ? std::filesystem::path{} : roots.absolute(written, table.find("published")->source);
}

}  // namespace

std::optional<TableConfig> parse_table(const Value& document, const std::vector<Axis>& axes,
                                       std::size_t tests, const Roots& roots) {
  const auto* found = document.find("table");
  if (found == nullptr) return std::nullopt;
  const Params params{"[table]", *found};
  const auto known = known_names(axes);
  TableConfig config;
  config.rows = names_at(params, *found, "rows", {}, "axes that go down");
  config.metrics = names_at(params, *found, "metric", config.metrics, "what the table shows; one or several");
  config.columns = names_at(params, *found, "columns", usual_columns(config), "axes that go across");
  config.caption = params.text("caption", "", "what stands above the table");
  config.intervals = params.flag("intervals", false, "95 % intervals also beside values over several seeds");
  config.percent = params.flag("percent", true, "shares in percent, with two decimals; else four decimals");
  config.average = params.flag("average", true, "a last column with the mean over the tests");
  if (found->find("best") != nullptr) {
    config.best = names_at(params, *found, "best", {}, "axes whose values compete for bold; [] marks none");
    for (const auto& axis : *config.best) check_known(params.where("best"), axis, known);
  }
  config.difference = parse_difference(params, known);
  config.titles = parse_titles(params, known);
  for (const auto& axis : axes) {
    if (axis.names.size() > 1) config.together.push_back(axis.names);
  }
  config.published = parse_published(params, *found, roots);
  params.refuse_unread();
  check_metrics(params, config.metrics);
  std::set<std::string> named;
  check_named(params, "rows", config.rows, known, named);
  check_named(params, "columns", config.columns, known, named);
  check_complete(*found, axes, tests, config.metrics.size(), named);
  return config;
}

}  // namespace unseen
