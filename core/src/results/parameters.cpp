#include "results/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unseen/error.hpp>
#include <unseen/value.hpp>

namespace unseen {
namespace {

class Writer {
 public:
  Writer(Connection& connection, std::int64_t run) : connection_{connection}, run_{run} {}

  void write(const std::string& path, const Value& value) {
    std::visit([&](const auto& held) { put(path, value, held); }, value.data());
  }

 private:
  template <class T>
  void insert(const std::string& path, const char* type, const T& value) {
    connection_.run("INSERT INTO param VALUES (?, ?, ?, ?)", run_, path, type, value);
  }

  void put(const std::string& path, const Value&, std::monostate) { insert(path, "null", std::nullopt); }
  void put(const std::string& path, const Value&, bool held) {
    insert(path, "boolean", held ? "true" : "false");
  }
  void put(const std::string& path, const Value&, std::int64_t held) { insert(path, "integer", held); }
  void put(const std::string& path, const Value&, double held) { insert(path, "number", held); }
  void put(const std::string& path, const Value&, const std::string& held) { insert(path, "text", held); }

  void put(const std::string& path, const Value& value, const Value::Array& held) {
    const auto is_table = [](const Value& entry) { return entry.get<Value::Table>() != nullptr; };
    if (std::none_of(held.begin(), held.end(), is_table)) return insert(path, "array", canonical_json(value));
    for (std::size_t i = 0; i < held.size(); ++i) write(fmt::format("{}.{}", path, i), held[i]);
  }

  void put(const std::string& path, const Value&, const Value::Table& held) {
    if (held.empty() && !path.empty()) return insert(path, "table", "{}");
    for (const auto& [key, value] : held) write(path.empty() ? key : path + "." + key, value);
  }

  Connection& connection_;
  std::int64_t run_;
};

}  // namespace

void write_parameters(Connection& connection, std::int64_t run, const std::string& resolved) {
  const auto value = parse_json(resolved);
  if (value.get<Value::Table>() == nullptr) {
    throw InputError{
        fmt::format("the resolved configuration: wanted a JSON table, found {}", value.type_name())};
  }
  connection.run("DELETE FROM param WHERE run = ?", run);
  Writer{connection, run}.write("", value);
}

}  // namespace unseen
