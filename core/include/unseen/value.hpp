#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace [[gnu::visibility("default")]] unseen {

/// Where a value was written: a file of the user's, 1-based line and column; line 0 where it has no file.
struct Source {
  std::shared_ptr<const std::string> file;
  int line = 0;
  int column = 0;

  /// "file:line:column", or "" without a file.
  std::string text() const;
};

/// A tree of configuration: what TOML and JSON can say, with the place each part was written.
class Value {
 public:
  using Array = std::vector<Value>;
  using Table = std::map<std::string, Value, std::less<>>;
  using Data = std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Table>;

  Value() = default;
  Value(bool value) : data_{value} {}
  Value(int value) : data_{std::int64_t{value}} {}
  Value(std::int64_t value) : data_{value} {}
  Value(double value) : data_{value} {}
  Value(const char* value) : data_{std::string{value}} {}
  Value(std::string value) : data_{std::move(value)} {}
  Value(Array value) : data_{std::move(value)} {}
  Value(Table value) : data_{std::move(value)} {}

  const Data& data() const { return data_; }
  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }

  /// The held alternative, or nullptr where another is held.
  template <class T>
  const T* get() const {
    return std::get_if<T>(&data_);
  }
  template <class T>
  T* get() {
    return std::get_if<T>(&data_);
  }

  /// The value at a dotted path ("train.epochs"), nullptr where nothing stands there.
  const Value* find(std::string_view dotted_path) const;

  /// Puts a value at a dotted path, making the tables on the way. InputError where the way meets a non-table.
  void set(std::string_view dotted_path, Value value);

  /// "a string", "an integer", ...: for error messages.
  std::string type_name() const;

  /// Equal data; where it was written does not count.
  friend bool operator==(const Value& left, const Value& right) { return left.data_ == right.data_; }

  Source source;

 private:
  Data data_;
};

/// JSON with sorted keys, no blanks and shortest round-trip numbers: equal values give equal text.
/// A double keeps a fraction or exponent ("1.0"), so that it reads back as a double.
std::string canonical_json(const Value& value);

/// InputError on malformed text.
Value parse_json(std::string_view text);

}  // namespace unseen
