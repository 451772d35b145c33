#include "table_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include <unseen/params.hpp>

#include "experiment/failure.hpp"

namespace unseen {
namespace {

constexpr const char* kTest = "test";

std::vector<std::string> names_at(const Params& params, const Value& table, const std::string& key,
                                  std::vector<std::string> fallback, const std::string& description) {
  const auto* written = table.find(key);
  if (written != nullptr && written->get<std::string>() != nullptr)
    return {params.text(key, "", description)};
  return params.texts(key, std::move(fallback), description);
}

std::vector<std::string> known_names(const std::vector<Axis>& axes) {
  std::vector<std::string> known;
  for (const auto& axis : axes) known.push_back(axis.name);
  known.push_back(kTest);
  return known;
}

void check_named(const Params& params, const std::string& key, const std::vector<std::string>& names,
                 const std::vector<std::string>& known, std::set<std::string>& seen) {
  for (const auto& name : names) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw InputError{fmt::format("{}: \"{}\" is no axis of the sweep{}", params.where(key), name,
                                   name_hint(name, known))};
    }
    if (!seen.insert(name).second) {
      throw InputError{fmt::format("{}: the table names \"{}\" twice", params.where(key), name)};
    }
  }
}

void check_complete(const Value& table, const std::vector<Axis>& axes, std::size_t tests,
                    const std::set<std::string>& named) {
  const auto check = [&](const std::string& name, std::size_t count) {
    if (count < 2 || named.contains(name)) return;
    fail_at(table.source,
            fmt::format("[table] names \"{}\" nowhere, which has {} values: one place of the table would "
                        "hold several numbers; add it to rows or columns",
                        name, count));
  };
  for (const auto& axis : axes) check(axis.name, axis.values.size());
  check(kTest, tests);
}

}  // namespace

std::optional<TableConfig> parse_table(const Value& document, const std::vector<Axis>& axes,
                                       std::size_t tests) {
  const auto* found = document.find("table");
  if (found == nullptr) return std::nullopt;
  const Params params{"[table]", *found};
  TableConfig config;
  config.rows = names_at(params, *found, "rows", {}, "axes that go down");
  const auto test_in_rows = std::find(config.rows.begin(), config.rows.end(), kTest) != config.rows.end();
  config.columns =
      names_at(params, *found, "columns",
               test_in_rows ? std::vector<std::string>{} : std::vector<std::string>{kTest}, "axes, or test");
  config.metric =
      params.text("metric", config.metric, "what the table shows",
                  {"video_auc", "frame_auc", "video_accuracy", "video_logloss", "video_eer", "video_ap"});
  config.caption = params.text("caption", "", "what stands above the table");
  config.intervals = params.flag("intervals", false, "95 % intervals also beside values over several seeds");
  params.refuse_unread();
  std::set<std::string> named;
  const auto known = known_names(axes);
  check_named(params, "rows", config.rows, known, named);
  check_named(params, "columns", config.columns, known, named);
  check_complete(*found, axes, tests, named);
  return config;
}

}  // namespace unseen
