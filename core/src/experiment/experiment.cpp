#include "experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include <unseen/params.hpp>

#include "experiment/cell_parser.hpp"
#include "experiment/extends.hpp"
#include "experiment/failure.hpp"
#include "experiment/numerics.hpp"
#include "experiment/overrides.hpp"
#include "experiment/roots.hpp"
#include "experiment/sweep.hpp"
#include "experiment/table_parser.hpp"
#include "sdk/sha256.hpp"

namespace unseen {
namespace {

std::string parse_name(const Params& params) {
  const auto name = params.text("name", std::nullopt, "name of the experiment");
  const auto fits = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  if (!name.empty() && std::all_of(name.begin(), name.end(), fits)) return name;
  throw InputError{fmt::format("{}: letters, digits, '.', '_' and '-' are wanted, found \"{}\"",
                               params.where("name"), name)};
}

std::vector<std::int64_t> parse_seeds(const Value& value) {
  if (value.is_null()) return {1};
  const auto* items = value.get<Value::Array>();
  if (items == nullptr || items->empty())
    fail_at(value.source, "seeds wants an array of integers, such as [1, 2, 3]");
  std::vector<std::int64_t> seeds;
  for (const auto& item : *items) {
    const auto* seed = item.get<std::int64_t>();
    if (seed == nullptr || *seed < 0) {
      fail_at(item.source, "seeds wants integers from 0 up, found " + canonical_json(item));
    }
    if (std::find(seeds.begin(), seeds.end(), *seed) != seeds.end()) {
      fail_at(item.source, fmt::format("seeds holds {} twice: the same run would count as two", *seed));
    }
    seeds.push_back(*seed);
  }
  return seeds;
}

std::string shown(const std::vector<AxisLabel>& labels) {
  std::string out;
  for (const auto& label : labels)
    out += fmt::format("{}{}={}", out.empty() ? "" : ", ", label.axis, label.label);
  return out;
}

Cell parse_swept(const SweptDocument& swept, Roots& roots) {
  try {
    return {swept.labels, parse_cell(swept.document, roots), swept.document};
  } catch (const InputError& error) {
    if (swept.labels.empty()) throw;
    throw InputError{fmt::format("{} (in the cell {})", error.what(), shown(swept.labels))};
  }
}

std::size_t most_tests(const std::vector<Cell>& cells) {
  std::size_t most = 0;
  for (const auto& cell : cells) most = std::max(most, cell.config.tests.size());
  return most;
}

std::vector<std::string> root_names(const std::vector<Cell>& cells) {
  std::set<std::string> names;
  for (const auto& cell : cells) {
    names.insert(cell.config.train.dataset.root_name);
    if (cell.config.validate.dataset) names.insert(cell.config.validate.dataset->root_name);
    for (const auto& test : cell.config.tests) names.insert(test.dataset.root_name);
  }
  names.erase("");
  return {names.begin(), names.end()};
}

// A root that nobody asks for is a slip of the pen that would leave the run on the data of roots.toml.
void check_roots_used(const Overrides& overrides, const std::vector<Cell>& cells) {
  const auto used = root_names(cells);
  for (const auto& [name, folder] : overrides.roots) {
    if (std::find(used.begin(), used.end(), name) != used.end()) continue;
    throw InputError{fmt::format("--set roots.{}={}: no data set has the root \"@{}\"{}", name, folder, name,
                                 name_hint(name, used))};
  }
}

}  // namespace

Experiment load_experiment(const std::filesystem::path& file, const std::vector<std::string>& set) {
  const auto overrides = parse_overrides(set);
  auto document = read_extended(file);
  apply_overrides(overrides, document);
  refuse_unknown_sections(document);

  Experiment experiment;
  experiment.file = std::filesystem::absolute(file).lexically_normal();
  const Params params{"the experiment", document};
  experiment.name = parse_name(params);
  experiment.description = params.text("description", "", "what it is for");
  experiment.seeds = parse_seeds(params.value("seeds", "one run for each"));

  Roots roots{file, overrides.roots};
  const auto axes = parse_sweep(document);
  for (const auto& swept : expand(axes, document)) experiment.cells.push_back(parse_swept(swept, roots));
  experiment.table = parse_table(document, axes, most_tests(experiment.cells), roots);
  check_roots_used(overrides, experiment.cells);
  experiment.hash = sha256(fmt::format("{}\n{}", kNumerics, canonical_json(document)));
  experiment.document = std::move(document);
  return experiment;
}

}  // namespace unseen
