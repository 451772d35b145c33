#include "results/connection.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <random>

#include <unseen/error.hpp>

namespace unseen {
namespace {

constexpr int kBusyMs = 30'000;

// The rollback journal stays: Debian 12's SQLite has the WAL-reset defect, by which a file in WAL mode that
// several processes write can lose commits.
constexpr const char* kPragmas =
    "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16384";

SQLite::Database opened(const std::filesystem::path& file, bool create) {
  const auto flags = SQLite::OPEN_READWRITE | (create ? SQLite::OPEN_CREATE : 0);
  return {file.string(), flags, kBusyMs};
}

bool is_busy(const SQLite::Exception& error) {
  return error.getErrorCode() == SQLITE_BUSY || error.getErrorCode() == SQLITE_LOCKED;
}

std::string remedy(int code) {
  switch (code) {
    case SQLITE_FULL:
      return "make room on the disk and run the same command again; what was committed is kept";
    case SQLITE_IOERR:
      return "see that the disk is not full and works, and run the same command again; what was committed is "
             "kept";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return "wanted a file in a folder that this user may write; name another with --db or $UNSEEN_DB";
    case SQLITE_NOTADB: return "wanted a results database; name another file with --db or $UNSEEN_DB";
    case SQLITE_CORRUPT:
      return "the file is damaged: keep a copy, and save what can be read with `sqlite3 FILE .recover`";
    default: return "this is a defect of unseen or a foreign change to the file";
  }
}

}  // namespace

Connection::Connection(const std::filesystem::path& file, bool create) try
    : file_{file}, writer_{create}, database_{opened(file, create)} {
  outlast_others([this] { database_.exec(kPragmas); });
} catch (const SQLite::Exception& error) {
  throw Error{fmt::format("{}: cannot be opened as a results database: {}; {}", file.string(), error.what(),
                          remedy(error.getErrorCode()))};
}

Connection::~Connection() {
  statements_.clear();
  if (!writer_) return;
  sqlite3_busy_timeout(database_.getHandle(), 0);  // a courtesy to later readers: worth no waiting
  database_.tryExec("PRAGMA analysis_limit = 400; PRAGMA optimize");
}

void Connection::rethrow(const SQLite::Exception& error) const {
  throw Error{fmt::format("{}: {}; {}", file_.string(), error.what(), remedy(error.getErrorCode()))};
}

SQLite::Statement& Connection::prepared(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    outlast_others([&] {
      found = statements_.emplace(sql, SQLite::Statement{database_, std::string{sql}}).first;
    });
  }
  return found->second;
}

bool Connection::first_step(SQLite::Statement& statement) {
  bool more = false;
  outlast_others([&] {
    statement.tryReset();
    more = statement.executeStep();
  });
  return more;
}

void Connection::outlast_others(const std::function<void()>& attempt) {
  for (bool told = false;;) {
    try {
      return attempt();
    } catch (const SQLite::Exception& error) {
      if (!is_busy(error)) throw;
    }
    if (!told) {
      fmt::print(stderr,
                 "{}: another program has held the results database for {} s; waiting until it lets go\n",
                 file_.string(), kBusyMs / 1000);
      told = true;
    }
  }
}

void Connection::script(const std::string& sql) {
  guarded([&] { database_.exec(sql); });
}

int Connection::changes() { return database_.getChanges(); }

std::int64_t Connection::last_id() { return database_.getLastInsertRowid(); }

bool Connection::read_only() const { return sqlite3_db_readonly(database_.getHandle(), "main") == 1; }

Transaction::Transaction(Connection& connection) : connection_{connection} {
  connection_.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  // Some failures (a full disk) have rolled back already.
  if (open_ && sqlite3_get_autocommit(connection_.handle().getHandle()) == 0) {
    connection_.handle().tryExec("ROLLBACK");
  }
}

void Transaction::commit() {
  connection_.run("COMMIT");
  open_ = false;
}

ReadTransaction::ReadTransaction(Connection& connection) : connection_{connection} {
  connection_.run("BEGIN");
}

ReadTransaction::~ReadTransaction() { connection_.handle().tryExec("ROLLBACK"); }

std::int64_t now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

std::string random_id() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

}  // namespace unseen
