#include <nlohmann/json.hpp>

#include "study/table.hpp"

namespace unseen {
namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json labels(const Table& table, std::size_t row, std::size_t column) {
  auto object = Json::object();
  for (std::size_t i = 0; i < table.row_axes.size(); ++i) object[table.row_axes[i]] = table.rows[row][i];
  for (std::size_t i = 0; i < table.column_axes.size(); ++i)
    object[table.column_axes[i]] = table.columns[column][i];
  return object;
}

Json cell_object(const Table& table, std::size_t row, std::size_t column) {
  const auto& cell = table.cells[row][column];
  return {{"labels", labels(table, row, column)},
          {"value", number(cell.value)},
          {"sd", number(cell.sd)},
          {"n", cell.n},
          {"low", number(cell.low)},
          {"high", number(cell.high)},
          {"state", cell.state},
          {"run_ids", cell.run_ids},
          {"average", table.has_average && column + 1 == table.columns.size()},
          {"best", cell.best}};
}

}  // namespace

std::string to_json(const Table& table) {
  Json document{{"experiment", table.experiment}, {"title", table.title()}, {"metric", table.metric.name},
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
