#include <fmt/format.h>

#include <unseen/error.hpp>

#include "app/door/compute_commands.hpp"
#include "app/exit_code.hpp"
#include "app/text_table.hpp"
#include "experiment/overrides.hpp"
#include "experiment/roots.hpp"
#include "planning/dataset_survey.hpp"
#include "planning/plugin_maker.hpp"

namespace unseen {
namespace {

/// A folder, or @NAME of a roots.toml here or above.
std::filesystem::path named_root(const std::string& root) {
  if (!root.starts_with("@")) return root;
  const auto name = root.substr(1);
  if (auto found = Roots{std::filesystem::current_path() / "experiment", {}}.find(name)) return *found;
  throw InputError{fmt::format(
      "--root @{0}: no folder is known by this name: write {0} = \"DIR\" into a roots.toml here or above",
      name)};
}

std::filesystem::path existing_root(const DatasetOptions& options, const Dataset& dataset) {
  if (!dataset.needs_root()) return {};
  if (options.root.empty())
    throw InputError{"dataset: where does it lie? (unseen dataset " + options.plugin + " --root DIR)"};
  const auto root = named_root(options.root);
  if (!std::filesystem::is_directory(root)) throw InputError{root.string() + ": is no folder"};
  return std::filesystem::absolute(root);
}

std::string label_text(int label) { return label < 0 ? "any" : label == 0 ? "real" : "fake"; }

void print_text(const DatasetSurvey& survey, const std::string& title) {
  fmt::print("{}\n", title);
  TextTable table{{"split", "label", "method", "videos", "published"}};
  for (const auto& [of, published] : survey.counts) {
    table.add({of.split.empty() ? "all" : of.split, label_text(of.label),
               of.method.empty() ? "any" : of.method, std::to_string(of.videos),
               published ? std::to_string(*published) : "-"});
  }
  fmt::print("{}", table.text());
  for (const auto& [first, second, videos] : survey.shared)
    fmt::print("{} videos are in {} and in {}: no run may train on one and test on the other\n", videos,
               first, second);
  fmt::print("absent: {}\n", survey.absent.size());
  for (const auto& [split, path] : survey.absent) fmt::print("  {}  {}\n", split, path.generic_string());
}

Value counts_value(const DatasetSurvey& survey) {
  Value::Array counts;
  for (const auto& [of, published] : survey.counts) {
    counts.push_back(Value::Table{{"split", of.split.empty() ? Value{} : Value{of.split}},
                                  {"label", of.label < 0 ? Value{} : Value{of.label}},
                                  {"method", of.method.empty() ? Value{} : Value{of.method}},
                                  {"videos", of.videos},
                                  {"published", published ? Value{*published} : Value{}}});
  }
  return counts;
}

void print_json(const DatasetSurvey& survey, const Value& resolved, const std::filesystem::path& root) {
  Value::Array splits, absent, shared;
  for (const auto& split : survey.splits) splits.emplace_back(split);
  for (const auto& [split, path] : survey.absent)
    absent.push_back(Value::Table{{"split", split}, {"path", path.generic_string()}});
  for (const auto& [first, second, videos] : survey.shared)
    shared.push_back(Value::Table{{"splits", Value::Array{first, second}}, {"videos", videos}});
  fmt::print("{}\n", canonical_json(Value::Table{{"dataset", resolved},
                                                 {"root", root.string()},
                                                 {"splits", splits},
                                                 {"counts", counts_value(survey)},
                                                 {"absent", absent},
                                                 {"shared", shared}}));
}

}  // namespace

int dataset(const DatasetOptions& options) {
  const auto made = make<Dataset>({options.plugin, parse_parameters(options.parameters), {}, {}});
  const auto root = existing_root(options, *made.object);
  made.object->open(root);
  const auto title = fmt::format("{}  {}", owner_text<Dataset>(options.plugin), root.string());
  const auto found = survey(*made.object, options.splits, title);
  if (options.json) {
    print_json(found, made.resolved, root);
  } else {
    print_text(found, title);
  }
  return found.absent.empty() ? kDone : kFailed;
}

}  // namespace unseen
