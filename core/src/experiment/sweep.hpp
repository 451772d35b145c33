#pragma once

#include <string>
#include <vector>

#include <unseen/value.hpp>

#include "experiment/assignment.hpp"
#include "experiment/config.hpp"

namespace unseen {

struct AxisValue {
  std::vector<std::string> labels;  ///< one for each name of the axis
  std::vector<Assignment> assignments;

  std::string title() const;
};

/// One [[sweep]]: what varies together under one name, or under several that tables show apart.
struct Axis {
  std::vector<std::string> names;
  std::vector<AxisValue> values;
  Source source;

  std::string title() const;
};

/// One combination, before it is parsed.
struct SweptDocument {
  std::vector<AxisLabel> labels;
  Value document;
};

/// The axes of a document, none without [[sweep]]. InputError for a wrong form, an axis or a label twice, and
/// for a path that belongs to the whole experiment.
std::vector<Axis> parse_sweep(const Value& document);

/// All combinations, the first axis slowest; the document itself where there is no axis. [[sweep]] and
/// [table] are taken out. InputError where two axes set one path, or there are more than 10000 combinations.
std::vector<SweptDocument> expand(const std::vector<Axis>& axes, const Value& document);

}  // namespace unseen
