#pragma once

#include <string>

#include "experiment/config.hpp"
#include "planning/dataset_resolver.hpp"

namespace unseen {

/// A training configuration with every default, files by their content: what is hashed to a run's identity.
/// Left out is what does not change the numbers: where files lie, device, workers, recompute, no_face.
struct RunParts {
  Value backbone;                         ///< resolved, with "weights" as SHA-256 where there are any
  Value regularizer;                      ///< resolved
  Value::Array detector_models;           ///< SHA-256 of the face detector's files
  Value train_dataset, validate_dataset;  ///< the latter null without one
  Value::Array train_augmentations, validate_augmentations;
};
Value run_configuration(const CellConfig& config, const RunParts& parts);

/// A test without its name.
Value test_configuration(const TestConfig& test, const FacesConfig& faces, const Value& dataset);

/// SHA-256 of the canonical text, shortened to 32 characters.
std::string identity_of(const Value& configuration);

}  // namespace unseen
