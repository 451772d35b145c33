#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <unseen/value.hpp>

namespace unseen {

/// A value and the dotted path that it goes to: one leaf of a sweep's `set`, or one `--set`.
struct Assignment {
  std::string path;
  Value value;
};

/// The leaves of a value under a path: tables are walked, so that they merge; all else is one leaf.
/// InputError where a part of a path is empty.
std::vector<Assignment> flattened(const std::string& path, const Value& value);

/// True where putting one would touch the other: equal paths, or one inside the other.
bool overlap(std::string_view left, std::string_view right);

/// Puts all values in order, making missing tables. A table whose `plugin` one of them changes loses its own
/// keys before any value is put: the new plugin starts from its defaults. InputError where a path leads into
/// something other than tables.
void apply(const std::vector<Assignment>& assignments, Value& document);

}  // namespace unseen
