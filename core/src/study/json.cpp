#include <nlohmann/json.hpp>

#include "study/table.hpp"

namespace unseen {
namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json labels(const Table& table, std::size_t row, std::size_t column) {
  auto object = Json::object();
  for (const auto& [axis, label] : table.labels(row, column)) object[axis] = label;
  return object;
}

Json metric_names(const Table& table) {
  auto names = Json::array();
  for (const auto& metric : table.metrics) names.push_back(metric.name);
  return names;
}

Json cell_object(const Table& table, std::size_t row, std::size_t column) {
  const auto& cell = table.cells[row][column];
  return {{"labels", labels(table, row, column)},
          {"metric", table.style(cell).name},
          {"value", number(cell.value)},
          {"sd", number(cell.sd)},
          {"n", cell.n},
          {"low", number(cell.low)},
          {"high", number(cell.high)},
          {"state", cell.state},
          {"difference", number(cell.difference)},
          {"published", number(cell.published)},
          {"run_ids", run_ids(cell.sources)},
          {"average", table.has_average && column + 1 == table.columns.size()},
          {"best", cell.best},
          {"second", cell.second}};
}

}  // namespace

std::string to_json(const Table& table) {
  Json document{{"experiment", table.experiment}, {"title", table.title()}, {"metrics", metric_names(table)},
                {"seeds", table.seeds},           {"rows", table.row_axes}, {"columns", table.column_axes},
                {"notes", table.notes},           {"cells", Json::array()}};
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      document["cells"].push_back(cell_object(table, row, column));
    }
  }
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace unseen
