#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <memory>

#include <unseen/error.hpp>

#include "results/connection.hpp"
#include "results/queries.hpp"

namespace unseen {
namespace {

int only_reading(void*, int action, const char*, const char* name, const char*, const char*) {
  const bool reads = action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE;
  const bool calls = action == SQLITE_FUNCTION && std::string_view{name} != "load_extension";
  return reads || calls ? SQLITE_OK : SQLITE_DENY;
}

// SQLite asks while it compiles, so nothing of a refused statement runs.
class ReadingOnly {
 public:
  explicit ReadingOnly(sqlite3* handle) : handle_{handle} {
    sqlite3_set_authorizer(handle_, only_reading, nullptr);
  }
  ~ReadingOnly() { sqlite3_set_authorizer(handle_, nullptr, nullptr); }
  ReadingOnly(const ReadingOnly&) = delete;
  ReadingOnly& operator=(const ReadingOnly&) = delete;

 private:
  sqlite3* handle_;
};

using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

[[noreturn]] void refuse(const std::string& sql, const std::string& problem) {
  throw InputError{fmt::format("query: {}; wanted one SELECT, found: {}", problem, sql)};
}

bool is_blank(const char* text) {
  return std::all_of(text, text + std::char_traits<char>::length(text),
                     [](unsigned char c) { return std::isspace(c) != 0 || c == ';'; });
}

Statement compile(Connection& connection, const std::string& sql) {
  auto* const handle = connection.handle().getHandle();
  sqlite3_stmt* compiled = nullptr;
  const char* rest = nullptr;
  auto code = SQLITE_OK;
  connection.outlast_others([&] {
    code = sqlite3_prepare_v2(handle, sql.c_str(), -1, &compiled, &rest);
    if (code == SQLITE_BUSY) throw SQLite::Exception{handle, code};
  });
  Statement statement{compiled, &sqlite3_finalize};
  if (code == SQLITE_AUTH) refuse(sql, "it would do more than read");
  if (code != SQLITE_OK) refuse(sql, sqlite3_errmsg(handle));
  if (!statement) refuse(sql, "it is empty");
  if (!is_blank(rest)) refuse(sql, "it is more than one statement");
  return statement;
}

QueryValue value_of(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL: return std::nullopt;
    case SQLITE_INTEGER: return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT: return sqlite3_column_double(statement, column);
    default: {
      const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
      return std::string(bytes == nullptr ? "" : bytes,
                         static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    }
  }
}

// False after the last row.
bool step(Connection& connection, sqlite3_stmt* statement, const std::string& sql) {
  auto* const handle = connection.handle().getHandle();
  auto code = SQLITE_OK;
  connection.outlast_others([&] {
    code = sqlite3_step(statement);
    if (code == SQLITE_BUSY) throw SQLite::Exception{handle, code};
  });
  if (code != SQLITE_ROW && code != SQLITE_DONE) refuse(sql, sqlite3_errmsg(handle));
  return code == SQLITE_ROW;
}

}  // namespace

QueryResult query(Database& database, const std::string& sql) {
  auto& connection = database.connection();
  const ReadingOnly guard{connection.handle().getHandle()};
  const auto statement = compile(connection, sql);
  const auto columns = sqlite3_column_count(statement.get());
  QueryResult result;
  for (int i = 0; i < columns; ++i) result.columns.emplace_back(sqlite3_column_name(statement.get(), i));
  while (step(connection, statement.get(), sql)) {
    auto& row = result.rows.emplace_back();
    for (int i = 0; i < columns; ++i) row.push_back(value_of(statement.get(), i));
  }
  return result;
}

}  // namespace unseen
