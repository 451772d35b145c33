#include "results/migrations.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>

#include <unseen/error.hpp>

#include "results/schema.hpp"

namespace unseen {
namespace {

struct Stamp {
  std::int64_t application = 0, version = 0, objects = 0;
  bool is_empty() const { return application == 0 && version == 0 && objects == 0; }
};

Stamp stamp_of(Connection& connection) {
  return {connection.integer("PRAGMA application_id").value_or(0),
          connection.integer("PRAGMA user_version").value_or(0),
          connection.integer("SELECT count(*) FROM sqlite_schema").value_or(0)};
}

/// At one moment: another process may be writing the schema.
Stamp consistent_stamp_of(Connection& connection) {
  const ReadTransaction consistent{connection};
  return stamp_of(connection);
}

void refuse_foreign(const Connection& connection, const Stamp& stamp) {
  if (stamp.is_empty() || stamp.application == kApplicationId) return;
  throw Error{fmt::format(
      "{}: wanted a results database of unseen, found a SQLite file of another program (application_id {}); "
      "name another file with --db or $UNSEEN_DB",
      connection.file().string(), stamp.application)};
}

void refuse_newer(const Connection& connection, const Stamp& stamp, int known) {
  if (stamp.version <= known) return;
  throw Error{
      fmt::format("{}: its schema has version {}, this program knows versions up to {}; use a newer unseen, "
                  "or another file with "
                  "--db or $UNSEEN_DB",
                  connection.file().string(), stamp.version, known)};
}

// Written under another name first, so that a backup is there whole or not at all.
void back_up(Connection& connection, std::int64_t version) {
  const auto backup = fmt::format("{}.v{}.backup", connection.file().string(), version);
  const auto unfinished = fmt::format("{}.{}", backup, ::getpid());
  connection.run("VACUUM INTO ?", unfinished);
  std::filesystem::rename(unfinished, backup);
}

void drop_views(Connection& connection) {
  std::string drop;
  connection.each("SELECT name FROM sqlite_schema WHERE type = 'view'",
                  [&](const Row& row) { drop += fmt::format("DROP VIEW \"{}\";", row.text(0)); });
  connection.script(drop);
}

void apply(Connection& connection, std::span<const Migration> steps, const std::string& views) {
  Transaction transaction{connection};
  const auto stamp = stamp_of(connection);  // again: another process may have been first
  refuse_newer(connection, stamp, steps.back().version);
  if (stamp.version == steps.back().version) return;
  drop_views(connection);
  for (const auto& step : steps) {
    if (step.version > stamp.version) connection.script(step.sql);
  }
  connection.script(views);
  connection.script(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId,
                                steps.back().version));
  transaction.commit();
}

}  // namespace

std::span<const Migration> migrations() {
  static const std::array<Migration, 3> kSteps{
      Migration{1, kTablesV1}, Migration{2, kTablesV2},
      Migration{3, ""}  // views alone: a test is told by its identity
  };
  return kSteps;
}

void migrate(Connection& connection, std::span<const Migration> steps, const std::string& views) {
  const auto stamp = consistent_stamp_of(connection);
  refuse_foreign(connection, stamp);
  refuse_newer(connection, stamp, steps.back().version);
  if (stamp.version == steps.back().version) return;
  if (!stamp.is_empty()) back_up(connection, stamp.version);
  apply(connection, steps, views);
}

void require_version(Connection& connection, int wanted) {
  const auto stamp = consistent_stamp_of(connection);
  refuse_foreign(connection, stamp);
  refuse_newer(connection, stamp, wanted);
  if (stamp.is_empty()) {
    throw InputError{fmt::format("{}: holds no results yet; `unseen run EXPERIMENT` writes some",
                                 connection.file().string())};
  }
  if (stamp.version < wanted) {
    throw Error{
        fmt::format("{}: its schema has version {}, this program reads version {}; a command that writes, "
                    "such as `unseen run`, "
                    "brings it up to date after a backup",
                    connection.file().string(), stamp.version, wanted)};
  }
}

}  // namespace unseen
