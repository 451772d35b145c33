#include "results/database.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <unseen/error.hpp>

#include "results/connection.hpp"
#include "results/migrations.hpp"
#include "results/schema.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

void make_folder(const fs::path& file) {
  std::error_code problem;
  fs::create_directories(file.parent_path(), problem);
  if (problem) {
    throw Error{fmt::format(
        "{}: the folder of the results database cannot be made: {}; name another file with --db or "
        "$UNSEEN_DB",
        file.parent_path().string(), problem.message())};
  }
}

// SQLite opens a write-protected file for reading without a word, and needs the folder for its journal.
void require_writable(const Connection& connection) {
  const auto folder = connection.file().parent_path();
  if (!connection.read_only() && ::access(folder.c_str(), W_OK) == 0) return;
  throw Error{fmt::format(
      "{}: this user may not write {}; change its permissions, or name another file with --db or "
      "$UNSEEN_DB",
      connection.file().string(), connection.read_only() ? "the file" : "the folder that holds it")};
}

}  // namespace

Database::Database(fs::path file, std::unique_ptr<Connection> connection)
    : file_{std::move(file)}, connection_{std::move(connection)} {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Database Database::open(const fs::path& file) {
  auto absolute = fs::absolute(file).lexically_normal();
  make_folder(absolute);
  auto connection = std::make_unique<Connection>(absolute, true);
  require_writable(*connection);
  migrate(*connection, migrations(), kViews);
  return {std::move(absolute), std::move(connection)};
}

Database Database::open_existing(const fs::path& file) {
  auto absolute = fs::absolute(file).lexically_normal();
  if (!fs::is_regular_file(absolute)) {
    throw InputError{
        fmt::format("{}: no results yet: there is no such file; `unseen run EXPERIMENT` writes it, --db or "
                    "$UNSEEN_DB name another",
                    absolute.string())};
  }
  auto connection = std::make_unique<Connection>(absolute, false);
  require_version(*connection, migrations().back().version);
  return {std::move(absolute), std::move(connection)};
}

bool Database::read_only() const { return connection_->read_only(); }

fs::path run_folder(const Database& database, const std::string& run_id) {
  return database.file().parent_path() / "runs" / run_id;
}

}  // namespace unseen
