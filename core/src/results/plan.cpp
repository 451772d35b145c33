#include "results/plan.hpp"

#include "results/connection.hpp"

namespace unseen {
namespace {

void write_cell(Connection& connection, std::int64_t plan, std::size_t position, const PlannedCell& cell) {
  connection.run("INSERT INTO plan_cell VALUES (?, ?, ?, ?)", plan, position, cell.identity,
                 cell.provisional);
  for (std::size_t i = 0; i < cell.labels.size(); ++i) {
    connection.run("INSERT INTO plan_label VALUES (?, ?, ?, ?, ?)", plan, position, i, cell.labels[i].axis,
                   cell.labels[i].label);
  }
  for (std::size_t i = 0; i < cell.tests.size(); ++i) {
    connection.run("INSERT INTO plan_test VALUES (?, ?, ?, ?, ?)", plan, position, i, cell.tests[i].name,
                   cell.tests[i].identity);
  }
}

void write_evidence(Connection& connection, std::int64_t plan, std::size_t position,
                    const Evidence& evidence) {
  connection.run("INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)", plan, position, evidence.kind,
                 evidence.name, evidence.path, evidence.bytes, evidence.mtime_ns);
}

void read_cells(Connection& connection, std::int64_t id, Plan& plan) {
  connection.each(
      "SELECT identity, provisional FROM plan_cell WHERE plan = ? ORDER BY position",
      [&](const Row& row) {
        plan.cells.push_back({{}, row.text(0), row.integer(1) != 0, {}});
      },
      id);
  connection.each(
      "SELECT cell, axis, label FROM plan_label WHERE plan = ? ORDER BY cell, position",
      [&](const Row& row) {
        plan.cells.at(static_cast<std::size_t>(row.integer(0))).labels.push_back({row.text(1), row.text(2)});
      },
      id);
  connection.each(
      "SELECT cell, name, identity FROM plan_test WHERE plan = ? ORDER BY cell, position",
      [&](const Row& row) {
        plan.cells.at(static_cast<std::size_t>(row.integer(0))).tests.push_back({row.text(1), row.text(2)});
      },
      id);
}

}  // namespace

void write_plan(Database& database, const Plan& plan) {
  auto& connection = database.connection();
  Transaction transaction{connection};
  connection.run("DELETE FROM plan WHERE experiment = ? AND hash = ?", plan.experiment, plan.hash);
  connection.run("INSERT INTO plan (experiment, hash, file, document, written) VALUES (?, ?, ?, ?, ?)",
                 plan.experiment, plan.hash, plan.file, plan.document, now_ms());
  const auto id = connection.last_id();
  for (std::size_t i = 0; i < plan.seeds.size(); ++i) {
    connection.run("INSERT INTO plan_seed VALUES (?, ?, ?)", id, i, plan.seeds[i]);
  }
  for (std::size_t i = 0; i < plan.cells.size(); ++i) write_cell(connection, id, i, plan.cells[i]);
  for (std::size_t i = 0; i < plan.evidence.size(); ++i) write_evidence(connection, id, i, plan.evidence[i]);
  transaction.commit();
}

std::optional<Plan> read_plan(Database& database, const std::string& experiment, const std::string& hash) {
  auto& connection = database.connection();
  const ReadTransaction consistent{connection};
  Plan plan{experiment, hash, {}, {}, {}, {}, {}};
  std::optional<std::int64_t> id;
  connection.each(
      "SELECT id, file, document FROM plan WHERE experiment = ? AND hash = ?",
      [&](const Row& row) {
        id = row.integer(0);
        plan.file = row.text(1);
        plan.document = row.text(2);
      },
      experiment, hash);
  if (!id) return std::nullopt;
  connection.each(
      "SELECT seed FROM plan_seed WHERE plan = ? ORDER BY position",
      [&](const Row& row) { plan.seeds.push_back(row.integer(0)); }, *id);
  read_cells(connection, *id, plan);
  connection.each(
      "SELECT kind, name, path, bytes, mtime_ns FROM evidence WHERE plan = ? ORDER BY position",
      [&](const Row& row) {
        plan.evidence.push_back({row.text(0), row.text(1), row.text(2), row.integer(3), row.integer(4)});
      },
      *id);
  return plan;
}

std::vector<PlannedFile> planned_files(Database& database, const std::set<std::string>& identities) {
  std::vector<PlannedFile> files;
  database.connection().each(
      "SELECT p.experiment, p.file, c.identity FROM plan p JOIN plan_cell c ON c.plan = p.id WHERE p.id = "
      "(SELECT q.id "
      "FROM plan q WHERE q.experiment = p.experiment ORDER BY q.written DESC, q.id DESC LIMIT 1) ORDER BY "
      "p.experiment",
      [&](const Row& row) {
        if (!identities.contains(row.text(2))) return;
        if (files.empty() || files.back().experiment != row.text(0))
          files.push_back({row.text(0), row.text(1)});
      });
  return files;
}

std::int64_t plans_sharing(Database& database, const std::string& identity) {
  return database.connection()
      .integer("SELECT count(DISTINCT plan) FROM plan_cell WHERE identity = ?", identity)
      .value_or(0);
}

}  // namespace unseen
