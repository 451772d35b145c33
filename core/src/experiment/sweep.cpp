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

AxisValue long_form(const std::string& axis, const Value& value) {
  const Params params{fmt::format("a value of the axis \"{}\"", axis), value};
  AxisValue parsed{params.text("label", std::nullopt, "what tables call the value"), {}};
  if (parsed.label.empty()) fail_at(value.source, "a label is wanted, found an empty string");
  const auto set = params.value("set", "dotted paths and what they are set to");
  params.refuse_unread();
  if (set.get<Value::Table>() == nullptr) {
    fail_at(value.source, fmt::format("the value \"{}\" wants set = {{ \"dotted.path\" = VALUE }}, found {}",
                                      parsed.label, set.type_name()));
  }
  parsed.assignments = flattened("", set);
  return parsed;
}

AxisValue parse_value(const std::string& axis, const Value& value) {
  auto parsed = [&]() -> AxisValue {
    if (value.get<Value::Table>() != nullptr) return long_form(axis, value);
    if (const auto label = label_of(value)) return {*label, flattened(axis, value)};
    fail_at(value.source,
            fmt::format("{} as a value of the axis \"{}\" needs a label: {{ label = \"...\", set = {{ "
                        "\"dotted.path\" = ... }} }}",
                        value.type_name(), axis));
  }();
  for (const auto& assignment : parsed.assignments) check_belongs_to_cells(assignment);
  return parsed;
}

Axis parse_axis(const Value& sweep) {
  const Params params{"[[sweep]]", sweep};
  Axis axis{params.text("axis", std::nullopt, "name of the axis, or the dotted path that it varies"),
            {},
            sweep.source};
  const auto values = params.value("values", "values, or tables of label and set");
  params.refuse_unread();
  if (axis.name.empty()) fail_at(sweep.source, "an axis is wanted, found an empty name");
  if (axis.name == "test")
    fail_at(sweep.source, "the axis cannot be called \"test\": tables call the tests so");
  const auto* items = values.get<Value::Array>();
  if (items == nullptr || items->empty()) {
    fail_at(sweep.source,
            fmt::format("the axis \"{}\" wants values = [...] with one value or more", axis.name));
  }
  for (const auto& item : *items) {
    axis.values.push_back(parse_value(axis.name, item));
    const auto same = [&](const AxisValue& other) { return other.label == axis.values.back().label; };
    if (std::count_if(axis.values.begin(), axis.values.end(), same) > 1) {
      fail_at(item.source,
              fmt::format("the axis \"{}\" has the label \"{}\" twice", axis.name, axis.values.back().label));
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

}  // namespace

std::vector<Axis> parse_sweep(const Value& document) {
  const auto* sweeps = document.find("sweep");
  if (sweeps == nullptr) return {};
  const auto* items = sweeps->get<Value::Array>();
  if (items == nullptr)
    fail_at(sweeps->source, "[[sweep]] is wanted, an array of tables, found " + sweeps->type_name());
  std::vector<Axis> axes;
  for (const auto& item : *items) {
    auto axis = parse_axis(item);
    const auto same = [&](const Axis& other) { return other.name == axis.name; };
    if (std::any_of(axes.begin(), axes.end(), same)) {
      fail_at(item.source, fmt::format("the axis \"{}\" stands twice; put its values together", axis.name));
    }
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
        next.labels.push_back({axis.name, value.label});
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
