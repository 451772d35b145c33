#include "overrides.hpp"

#include <fmt/format.h>

#include "experiment/failure.hpp"
#include "experiment/sweep.hpp"
#include "experiment/toml_reader.hpp"

namespace unseen {
namespace {

constexpr std::string_view kRoots = "roots.";

Value typed(const std::string& text, const Source& source) {
  if (auto value = parse_toml_value(text, source)) return *value;
  if (!text.empty() && std::string_view{"[{\"'"}.find(text.front()) != std::string_view::npos) {
    fail_at(source, fmt::format("{} is no TOML value; is a bracket or quote missing?", text));
  }
  Value word = text;
  word.source = source;
  return word;
}

std::string directory(const std::string& text, const Source& source) {
  const auto value = parse_toml_value(text, source);
  const auto* quoted = value ? value->get<std::string>() : nullptr;
  const auto& path = quoted != nullptr ? *quoted : text;  // a folder named 2024 is no number
  if (path.empty()) fail_at(source, "a folder is wanted after '=', found nothing");
  return path;
}

void check_name(const std::string& name, const Source& source) {
  if (name.empty()) fail_at(source, "a root's name is wanted: --set roots.NAME=DIR");
}

void check_not_swept(const Assignment& override, const std::vector<Axis>& axes) {
  for (const auto& axis : axes) {
    for (const auto& value : axis.values) {
      for (const auto& swept : value.assignments) {
        if (!overlap(override.path, swept.path)) continue;
        fail_at(override.value.source,
                fmt::format(
                    "\"{}\" is swept by the axis \"{}\" ({}): take the axis out of the file, or choose its "
                    "values with --only",
                    override.path, axis.title(), swept.value.source.text()));
      }
    }
  }
}

}  // namespace

Overrides parse_overrides(const std::vector<std::string>& set) {
  Overrides overrides;
  for (const auto& argument : set) {
    const Source source{std::make_shared<const std::string>("--set " + argument), 0, 0};
    const auto equals = argument.find('=');
    const auto path = argument.substr(0, equals);
    if (equals == std::string::npos || path.empty())
      fail_at(source, "PATH=VALUE is wanted, such as train.epochs=3");
    const auto text = argument.substr(equals + 1);
    if (path.starts_with(kRoots)) {
      const auto name = path.substr(kRoots.size());
      check_name(name, source);
      overrides.roots.insert_or_assign(name, directory(text, source));
      continue;
    }
    if (path == "extends")
      fail_at(source, "what a file extends is settled when it is read; name another file instead");
    const auto leaves = flattened(path, typed(text, source));
    if (leaves.empty()) fail_at(source, "an empty table sets nothing");
    overrides.assignments.insert(overrides.assignments.end(), leaves.begin(), leaves.end());
  }
  return overrides;
}

Value parse_parameters(const std::vector<std::string>& words) {
  Value::Table table;
  for (const auto& word : words) {
    const Source source{std::make_shared<const std::string>(word), 0, 0};
    const auto equals = word.find('=');
    const auto name = word.substr(0, equals);
    if (equals == std::string::npos || name.empty())
      fail_at(source, "NAME=VALUE is wanted, a parameter of the plugin");
    if (!table.emplace(name, typed(word.substr(equals + 1), source)).second)
      fail_at(source, "\"" + name + "\" is given twice");
  }
  return table;
}

void apply_overrides(const Overrides& overrides, Value& document) {
  apply(overrides.assignments, document);
  const auto axes = parse_sweep(document);
  for (const auto& override : overrides.assignments) check_not_swept(override, axes);
}

}  // namespace unseen
