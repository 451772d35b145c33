#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <array>

#include <unseen/error.hpp>

#include "app/commands.hpp"
#include "app/databases.hpp"
#include "app/exit_code.hpp"
#include "results/queries.hpp"
#include "results/select_runs.hpp"
#include "sdk/atomic_file.hpp"
#include "sdk/csv_line.hpp"
#include "study/tensorboard.hpp"

namespace unseen {
namespace {

constexpr std::array kViews{"v_runs",         "v_params", "v_curves", "v_final",
                            "v_video_scores", "v_tags",   "v_notes"};

std::vector<std::string> ids_of(Database& database, const std::string& selector) {
  std::vector<std::string> ids;
  if (selector.empty()) {
    for (auto& run : list_runs(database)) ids.push_back(std::move(run.run_id));
  } else {
    ids = select_run_ids(database, selector, RunsOf::any_state);
  }
  return ids;
}

QueryResult rows_of(Database& database, const std::string& view, const std::string& run_id) {
  return query(database, fmt::format("SELECT * FROM {} WHERE run_id = '{}'", view, run_id));
}

std::string text_of(const QueryValue& value) {
  if (!value) return "";
  return std::visit([](const auto& known) { return fmt::format("{}", known); }, *value);
}

nlohmann::ordered_json json_of(const QueryValue& value) {
  if (!value) return nullptr;
  return std::visit([](const auto& known) { return nlohmann::ordered_json(known); }, *value);
}

std::string csv_row(const std::vector<QueryValue>& row) {
  std::vector<std::string> fields;
  for (const auto& value : row) fields.push_back(text_of(value));
  return csv_line(fields);
}

std::string json_row(const std::vector<std::string>& columns, const std::vector<QueryValue>& row) {
  auto object = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < row.size(); ++i) object[columns[i]] = json_of(row[i]);
  return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

/// One file a view, written run by run: a database may hold more than memory does.
void export_view(Database& database, const std::string& view, const std::vector<std::string>& ids,
                 const ExportOptions& options) {
  const auto is_csv = options.format == "csv";
  const auto file = options.out / fmt::format("{}.{}", view.substr(2), is_csv ? "csv" : "jsonl");
  stream_atomically(file, [&](const WriteBytes& write) {
    if (is_csv) write(csv_line(query(database, fmt::format("SELECT * FROM {} LIMIT 0", view)).columns));
    for (const auto& run_id : ids) {
      const auto found = rows_of(database, view, run_id);
      for (const auto& row : found.rows) write(is_csv ? csv_row(row) : json_row(found.columns, row));
    }
  });
  fmt::print("{}\n", file.string());
}

double number_of(const QueryValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value.value())) return static_cast<double>(*integer);
  return std::get<double>(value.value());
}

std::vector<Scalar> scalars_of(Database& database, const std::string& run_id) {
  std::vector<Scalar> scalars;
  std::int64_t last = 0;
  for (const auto& row :
       query(database, fmt::format("SELECT metric, step, value FROM v_curves WHERE run_id = '{}' "
                                   "AND value IS NOT NULL ORDER BY step",
                                   run_id))
           .rows) {
    last = static_cast<std::int64_t>(number_of(row[1]));
    scalars.push_back({text_of(row[0]), last, number_of(row[2])});
  }
  for (const auto& row :
       query(database, fmt::format("SELECT test || CASE WHEN count(*) OVER (PARTITION BY test, metric) > 1 "
                                   "THEN ' ' || substr(test_identity, 1, 8) ELSE '' END, metric, value "
                                   "FROM v_final WHERE run_id = '{}' AND value IS NOT NULL",
                                   run_id))
           .rows)
    scalars.push_back({fmt::format("test/{}/{}", text_of(row[0]), text_of(row[1])), last, number_of(row[2])});
  return scalars;
}

/// A folder a run, as TensorBoard tells runs apart.
void export_events(Database& database, const std::string& run_id, const std::filesystem::path& out) {
  const auto started =
      query(database, fmt::format("SELECT unixepoch(started) FROM v_runs WHERE run_id = '{}'", run_id));
  const auto time = number_of(started.rows.at(0).at(0));
  const auto folder = out / run_id;
  make_folder(folder);
  const auto file = folder / fmt::format("events.out.tfevents.{:010.0f}.unseen", time);
  const auto bytes = event_file(time, scalars_of(database, run_id));
  write_atomically(file, std::array<std::string_view, 1>{bytes});
  fmt::print("{}\n", file.string());
}

}  // namespace

int export_runs(const ExportOptions& options) {
  auto database = existing_database(options.database);
  try_mark_lost(database);
  const auto ids = ids_of(database, options.selector);
  make_folder(options.out);
  if (options.format == "tensorboard") {
    for (const auto& run_id : ids) export_events(database, run_id, options.out);
  } else {
    for (const auto* view : kViews) export_view(database, view, ids, options);
  }
  return kDone;
}

}  // namespace unseen
