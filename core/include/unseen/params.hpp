#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <unseen/value.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// Bounds of a numeric parameter, both inclusive.
struct Range {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
};

/// One parameter as a reader of `unseen plugins NAME` sees it.
struct ParamInfo {
  std::string name;
  std::string type;
  std::string default_text;  ///< "required" where there is none
  std::string range;         ///< "" where every value goes; choices as "a | b"
  std::string description;
  std::vector<std::string> choices;  ///< those of `range`
};

/// A checked view of one table of an experiment. Each getter names a key, its default (none: required), its
/// bounds and a one-line description; a wrong type, a value out of bounds or a missing required key throws
/// InputError with file:line:column. What was read, defaults included, is the resolved configuration.
class Params {
 public:
  enum class Mode {
    checked,   ///< an experiment's table
    describe,  ///< no table: required keys get placeholders, so that a plugin can list what it takes
  };

  /// `owner` stands in every message, for example `regularizer "sam"`. `table` must hold a table or nothing.
  Params(std::string owner, Value table, Mode mode = Mode::checked);

  double number(const std::string& name, std::optional<double> fallback, const std::string& description,
                Range range = {}) const;
  std::int64_t integer(const std::string& name, std::optional<std::int64_t> fallback,
                       const std::string& description, Range range = {}) const;
  bool flag(const std::string& name, std::optional<bool> fallback, const std::string& description) const;
  /// `choices` empty: any text.
  std::string text(const std::string& name, std::optional<std::string> fallback,
                   const std::string& description, const std::vector<std::string>& choices = {}) const;
  std::vector<std::string> texts(const std::string& name, std::optional<std::vector<std::string>> fallback,
                                 const std::string& description,
                                 const std::vector<std::string>& choices = {}) const;
  std::vector<double> numbers(const std::string& name, std::optional<std::vector<double>> fallback,
                              const std::string& description, Range range = {}) const;

  /// Two numbers in order, [least, most]. One number x stands for [-x, x], or for [0, x] where `range` begins
  /// at 0.
  Range interval(const std::string& name, std::optional<Range> fallback, const std::string& description,
                 Range range = {}) const;

  /// The raw value of a key that has a structure of its own; null where it is not there. Counts as read.
  Value value(const std::string& name, const std::string& description) const;

  /// True where the table holds the key; does not count as reading it.
  bool has(const std::string& name) const;

  /// Where a key was written, for an error of the caller's own: "file:line:column: owner.name".
  std::string where(const std::string& name) const;

  /// InputError for a key that nobody read, naming the nearest key that somebody did.
  void refuse_unread() const;

  /// All that was read, defaults included.
  const Value& resolved() const;
  const std::vector<ParamInfo>& described() const;
  Mode mode() const;

 private:
  struct State;
  std::shared_ptr<State> state_;  ///< shared: a Params is passed by value and const reference alike
};

/// Of `known`, the name with the smallest edit distance to `name`; "" where none is near.
std::string nearest_name(const std::string& name, const std::vector<std::string>& known);

/// `; did you mean "NEAREST"?` or, where none is near, `; known: a, b, c`.
std::string name_hint(const std::string& name, const std::vector<std::string>& known);

}  // namespace unseen
