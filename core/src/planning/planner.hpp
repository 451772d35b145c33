#pragma once

#include <memory>
#include <string>
#include <vector>

#include <unseen/backbone.hpp>
#include <unseen/regularizer.hpp>

#include "experiment/config.hpp"
#include "planning/dataset_resolver.hpp"
#include "results/plan.hpp"

namespace unseen {

struct ResolvedTest {
  TestConfig config;
  ResolvedDataset data;
  Value resolved;
  std::string identity;
};

/// A cell with plugins, files and data sets looked up.
struct ResolvedCell {
  const Cell* cell = nullptr;
  Value resolved;
  std::string identity;
  bool provisional = false;
  ResolvedDataset train;
  std::optional<ResolvedDataset> validate;
  std::vector<ResolvedTest> tests;
  bool train_needs_landmarks = false, validate_needs_landmarks = false;  ///< some augmentation there does
};

/// What an experiment asks for. Owns the experiment that its cells point into.
struct Planned {
  std::shared_ptr<const Experiment> experiment;
  std::vector<ResolvedCell> cells;
  Plan plan;
};

/// Looks up everything that an experiment names. With `require_data`, an absent root or weight file is an
/// error; without, its cells are provisional. InputError for unknown plugins, keys that no plugin reads,
/// weights that cannot be read, data sets with one class only.
Planned plan_experiment(Experiment experiment, bool require_data);

/// A test added on the command line, for a cell that is planned.
ResolvedTest resolve_test(const TestConfig& test, const FacesConfig& faces, DatasetResolver& datasets);

}  // namespace unseen
