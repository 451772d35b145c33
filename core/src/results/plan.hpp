#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "experiment/config.hpp"
#include "results/database.hpp"

namespace unseen {

struct PlannedTest {
  std::string name;
  std::string identity;  ///< of the resolved test, its manifest and the no_face policy
  friend bool operator==(const PlannedTest&, const PlannedTest&) = default;
};

struct PlannedCell {
  std::vector<AxisLabel> labels;
  std::string identity;      ///< of the run, but for its seed
  bool provisional = false;  ///< made without the data: a root was absent
  std::vector<PlannedTest> tests;
  friend bool operator==(const PlannedCell&, const PlannedCell&) = default;
};

/// A file or folder that the identities rest on, as it was when the plan was made.
struct Evidence {
  std::string kind;  ///< weights, root, plugin, ...
  std::string name;
  std::string path;
  std::int64_t bytes = 0;
  std::int64_t mtime_ns = 0;
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// What stands at a path now; none where nothing does.
std::optional<Evidence> evidence_of(const std::string& kind, const std::filesystem::path& path);

/// An experiment, expanded: cells x seeds, each pointing to a run by (identity, seed).
struct Plan {
  std::string experiment;
  std::string hash;      ///< of the expanded file with its overrides: with `experiment` the plan's key
  std::string file;      ///< the experiment's file
  std::string document;  ///< canonical JSON
  std::vector<std::int64_t> seeds;
  std::vector<PlannedCell> cells;
  std::vector<Evidence> evidence;
  friend bool operator==(const Plan&, const Plan&) = default;
};

/// Replaces the plan of the same (experiment, hash), in one transaction.
void write_plan(Database& database, const Plan& plan);

std::optional<Plan> read_plan(Database& database, const std::string& experiment, const std::string& hash);

/// The file of an experiment's latest plan.
struct PlannedFile {
  std::string experiment, file;
};

/// Of the experiments whose latest plans hold one of these identities, by name.
std::vector<PlannedFile> planned_files(Database& database, const std::set<std::string>& identities);

/// How many plans (experiments and their overrides) hold a run of this identity.
std::int64_t plans_sharing(Database& database, const std::string& identity);

}  // namespace unseen
