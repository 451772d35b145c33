#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace unseen {

/// One row of a result, valid until the next.
class Row {
 public:
  explicit Row(SQLite::Statement& statement) : statement_{statement} {}

  std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
  std::string text(int column) const { return statement_.getColumn(column).getString(); }
  bool is_null(int column) const { return statement_.isColumnNull(column); }
  std::optional<double> number(int column) const {
    return is_null(column) ? std::nullopt : std::optional{statement_.getColumn(column).getDouble()};
  }
  std::optional<std::int64_t> maybe_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional{integer(column)};
  }

 private:
  SQLite::Statement& statement_;
};

/// A SQLite handle with the room's settings. Keeps its statements; waits out other processes; every failure
/// is an Error that names the file and the remedy.
class Connection {
 public:
  /// `create` makes the file where absent. Sets the pragmas, looks at no schema.
  Connection(const std::filesystem::path& file, bool create);
  ~Connection();

  /// Runs one statement that returns no rows, its ? bound in order.
  template <class... Args>
  void run(std::string_view sql, const Args&... args) {
    each(
        sql, [](const Row&) {}, args...);
  }

  /// Calls `visit` for each row. It must not run the same statement again.
  template <class Visit, class... Args>
  void each(std::string_view sql, const Visit& visit, const Args&... args) {
    guarded([&] {
      auto& statement = prepared(sql);
      const Reset reset{statement};
      int index = 0;
      (bind(statement, ++index, args), ...);
      for (bool more = first_step(statement); more; more = statement.executeStep()) visit(Row{statement});
    });
  }

  /// The first column of the first row.
  template <class... Args>
  std::optional<std::string> text(std::string_view sql, const Args&... args) {
    std::optional<std::string> found;
    each(
        sql,
        [&](const Row& row) {
          if (!found) found = row.text(0);
        },
        args...);
    return found;
  }
  template <class... Args>
  std::optional<std::int64_t> integer(std::string_view sql, const Args&... args) {
    std::optional<std::int64_t> found;
    each(
        sql,
        [&](const Row& row) {
          if (!found) found = row.integer(0);
        },
        args...);
    return found;
  }

  /// Several statements without parameters.
  void script(const std::string& sql);

  /// Rows that the latest INSERT, UPDATE or DELETE changed.
  int changes();
  std::int64_t last_id();
  bool read_only() const;

  /// Tries BEGIN IMMEDIATE, COMMIT or a first step again for as long as another process holds the file.
  void outlast_others(const std::function<void()>& attempt);

  SQLite::Database& handle() { return database_; }
  const std::filesystem::path& file() const { return file_; }

 private:
  struct Reset {
    SQLite::Statement& statement;
    ~Reset() { statement.tryReset(); }
  };

  template <class Work>
  void guarded(const Work& work) {
    try {
      work();
    } catch (const SQLite::Exception& error) {
      rethrow(error);
    }
  }

  template <class T>
  static void bind(SQLite::Statement& statement, int index, const T& value) {
    if constexpr (std::is_same_v<T, std::nullopt_t>) {
      statement.bind(index);
    } else if constexpr (std::is_same_v<T, bool>) {
      statement.bind(index, int{value});
    } else if constexpr (std::is_integral_v<T>) {
      statement.bind(index, static_cast<std::int64_t>(value));
    } else if constexpr (std::is_floating_point_v<T>) {
      std::isnan(value) ? statement.bind(index) : statement.bind(index, value);
    } else {
      statement.bind(index, std::string{std::string_view{value}});
    }
  }
  template <class T>
  static void bind(SQLite::Statement& statement, int index, const std::optional<T>& value) {
    value ? bind(statement, index, *value) : statement.bind(index);
  }

  [[noreturn]] void rethrow(const SQLite::Exception& error) const;
  SQLite::Statement& prepared(std::string_view sql);
  bool first_step(SQLite::Statement& statement);

  std::filesystem::path file_;
  bool writer_;
  SQLite::Database database_;
  std::map<std::string, SQLite::Statement, std::less<>> statements_;  ///< goes before the database
};

/// BEGIN IMMEDIATE; rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

/// A consistent view over several reads, which holds up every writer meanwhile: read and let go.
class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection);
  ~ReadTransaction();
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

 private:
  Connection& connection_;
};

/// Milliseconds since 1970.
std::int64_t now_ms();

/// 16 random hexadecimal digits.
std::string random_id();

}  // namespace unseen
