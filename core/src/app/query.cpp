#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/databases.hpp"
#include "app/exit_code.hpp"
#include "app/text_table.hpp"
#include "results/queries.hpp"
#include "sdk/csv_line.hpp"

namespace unseen {
namespace {

std::string shown(const QueryValue& value) {
  if (!value) return "";
  return std::visit([](const auto& held) { return fmt::format("{}", held); }, *value);
}

std::vector<std::string> shown(const std::vector<QueryValue>& row) {
  std::vector<std::string> fields;
  for (const auto& value : row) fields.push_back(shown(value));
  return fields;
}

std::string as_csv(const QueryResult& result) {
  auto out = csv_line(result.columns);
  for (const auto& row : result.rows) out += csv_line(shown(row));
  return out;
}

std::string as_text(const QueryResult& result) {
  TextTable table{result.columns};
  for (const auto& row : result.rows) table.add(shown(row));
  return table.text();
}

std::string as_json(const QueryResult& result) {
  auto rows = nlohmann::ordered_json::array();
  for (const auto& row : result.rows) {
    nlohmann::ordered_json object;
    for (std::size_t i = 0; i < row.size(); ++i) {
      auto& field = object[result.columns[i]];
      if (row[i]) std::visit([&field](const auto& held) { field = held; }, *row[i]);
    }
    rows.push_back(std::move(object));
  }
  return rows.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace

int query(const QueryOptions& options) {
  auto database = existing_database(options.database);
  try_mark_lost(database);
  const auto result = query(database, options.sql);
  fmt::print("{}", options.format == "csv"    ? as_csv(result)
                   : options.format == "json" ? as_json(result)
                                              : as_text(result));
  return kDone;
}

}  // namespace unseen
