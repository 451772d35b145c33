#include "sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include <unseen/params.hpp>

#include "experiment/failure.hpp"

namespace unseen {
namespace {

constexpr std::array<std::string_view, 7> kWholeExperiment = {"name",  "description", "seeds", "sweep",
                                                              "table", "extends",     "roots"};
constexpr std::array<std::string_view, 2> kTableAxes = {"test", "metric"};
constexpr std::size_t kMostCells = 10'000;

std::optional<std::string> label_of(const Value& value) {
  if (const auto* text = value.get<std::string>()) return *text;
  if (const auto* flag = value.get<bool>()) return *flag ? "true" : "false";
  if (const auto* integer = value.get<std::int64_t>()) return fmt::format("{}", *integer);
  if (const auto* number = value.get<double>()) return fmt::format("{}", *number);
  return std::nullopt;
}

void check_belongs_to_cells(const Assignment& assignment) {
  for (const auto path : kWholeExperiment) {
    if (!overlap(assignment.path, path)) continue;
    fail_at(assignment.value.source,
            fmt::format("a sweep cannot set \"{}\": it belongs to the whole experiment", assignment.path));
  }
}

/// One text or, where several stand for one thing, an array of `count` texts.
std::vector<std::string> one_or_several(const Params& params, const std::string& key,
                                        const std::string& description) {
  const auto value = params.value(key, description);
  const auto* items = value.get<Value::Array>();
  if (items == nullptr) return {params.text(key, std::nullopt, description)};
  return params.texts(key, {}, description);
}

void check_labels(const Axis& axis, const AxisValue& value, const Value& written) {
  if (value.labels.size() != axis.names.size()) {
    fail_at(written.source,
            fmt::format("the axis \"{}\" has {} names, so that many labels are wanted, found {}",
                        axis.title(), axis.names.size(), value.labels.size()));
  }
  if (std::count(value.labels.begin(), value.labels.end(), "") > 0)
    fail_at(written.source, "a label is wanted, found an empty string");
}

AxisValue long_form(const Axis& axis, const Value& value) {
  const Params params{fmt::format("a value of the axis \"{}\"", axis.title()), value};
  AxisValue parsed{one_or_several(params, "label", "what tables call the value"), {}};
  const auto set = params.value("set", "dotted paths and what they are set to");
  params.refuse_unread();
  check_labels(axis, parsed, value);
  if (set.get<Value::Table>() == nullptr) {
    fail_at(value.source, fmt::format("the value \"{}\" wants set = {{ \"dotted.path\" = VALUE }}, found {}",
                                      parsed.title(), set.type_name()));
  }
  parsed.assignments = flattened("", set);
  return parsed;
}

AxisValue parse_value(const Axis& axis, const Value& value) {
  auto parsed = [&]() -> AxisValue {
    if (value.get<Value::Table>() != nullptr) return long_form(axis, value);
    const auto label = label_of(value);
    if (label && axis.names.size() == 1) return {{*label}, flattened(axis.names.front(), value)};
    fail_at(value.source,
            fmt::format("{} as a value of the axis \"{}\" needs a label: {{ label = \"...\", set = {{ "
                        "\"dotted.path\" = ... }} }}",
                        value.type_name(), axis.title()));
  }();
  for (const auto& assignment : parsed.assignments) check_belongs_to_cells(assignment);
  return parsed;
}

void check_names(const Axis& axis) {
  for (const auto& name : axis.names) {
    if (name.empty()) fail_at(axis.source, "an axis is wanted, found an empty name");
    for (const auto reserved : kTableAxes) {
      if (name != reserved) continue;
      fail_at(axis.source,
              fmt::format("the axis cannot be called \"{0}\": tables have a {0} of their own", name));
    }
    if (std::count(axis.names.begin(), axis.names.end(), name) > 1)
      fail_at(axis.source, fmt::format("the axis \"{}\" is named twice", name));
  }
}

Axis parse_axis(const Value& sweep) {
  const Params params{"[[sweep]]", sweep};
  Axis axis{
      one_or_several(params, "axis",
                     "name of the axis, or the dotted path that it varies; several names: each value has "
                     "a label for each"),
      {},
      sweep.source};
  const auto values = params.value("values", "values, or tables of label and set");
  params.refuse_unread();
  check_names(axis);
  const auto* items = values.get<Value::Array>();
  if (items == nullptr || items->empty()) {
    fail_at(sweep.source,
            fmt::format("the axis \"{}\" wants values = [...] with one value or more", axis.title()));
  }
  for (const auto& item : *items) {
    axis.values.push_back(parse_value(axis, item));
    const auto same = [&](const AxisValue& other) { return other.labels == axis.values.back().labels; };
    if (std::count_if(axis.values.begin(), axis.values.end(), same) > 1) {
      fail_at(item.source, fmt::format("the axis \"{}\" has the label \"{}\" twice", axis.title(),
                                       axis.values.back().title()));
    }
  }
  return axis;
}

void check_apart(const std::vector<Assignment>& assignments) {
  for (std::size_t i = 0; i < assignments.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!overlap(assignments[i].path, assignments[j].path)) continue;
      fail_at(assignments[i].value.source,
              fmt::format("\"{}\" is set here and, as \"{}\", at {}: one of the two would be lost",
                          assignments[i].path, assignments[j].path, assignments[j].value.source.text()));
    }
  }
}

void check_count(const std::vector<Axis>& axes) {
  std::size_t count = 1;
  for (const auto& axis : axes) {
    count *= axis.values.size();
    if (count > kMostCells)
      fail_at(axis.source, fmt::format("the sweep has over {} combinations", kMostCells));
  }
}

Value without_sweep(Value document) {
  auto* entries = document.get<Value::Table>();
  entries->erase("sweep");
  entries->erase("table");
  return document;
}

void check_other_names(const Axis& axis, const Axis& other) {
  for (const auto& name : axis.names) {
    if (std::find(other.names.begin(), other.names.end(), name) == other.names.end()) continue;
    fail_at(axis.source, fmt::format("the axis \"{}\" stands twice; put its values together", name));
  }
}

}  // namespace

std::string Axis::title() const { return fmt::format("{}", fmt::join(names, " / ")); }
std::string AxisValue::title() const { return fmt::format("{}", fmt::join(labels, " / ")); }

std::vector<Axis> parse_sweep(const Value& document) {
  const auto* sweeps = document.find("sweep");
  if (sweeps == nullptr) return {};
  const auto* items = sweeps->get<Value::Array>();
  if (items == nullptr)
    fail_at(sweeps->source, "[[sweep]] is wanted, an array of tables, found " + sweeps->type_name());
  std::vector<Axis> axes;
  for (const auto& item : *items) {
    auto axis = parse_axis(item);
    for (const auto& other : axes) check_other_names(axis, other);
    axes.push_back(std::move(axis));
  }
  return axes;
}

std::vector<SweptDocument> expand(const std::vector<Axis>& axes, const Value& document) {
  check_count(axes);
  struct Combination {
    std::vector<AxisLabel> labels;
    std::vector<Assignment> assignments;
  };
  std::vector<Combination> combinations(1);
  for (const auto& axis : axes) {
    std::vector<Combination> longer;
    for (const auto& combination : combinations) {
      for (const auto& value : axis.values) {
        auto& next = longer.emplace_back(combination);
        for (std::size_t i = 0; i < axis.names.size(); ++i)
          next.labels.push_back({axis.names[i], value.labels[i]});
        next.assignments.insert(next.assignments.end(), value.assignments.begin(), value.assignments.end());
      }
    }
    combinations = std::move(longer);
  }
  std::vector<SweptDocument> swept;
  for (const auto& combination : combinations) {
    check_apart(combination.assignments);
    auto& cell = swept.emplace_back(SweptDocument{combination.labels, without_sweep(document)});
    apply(combination.assignments, cell.document);
  }
  return swept;
}

}  // namespace unseen
