#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <unseen/backbone.hpp>

#include "experiment/config.hpp"
#include "results/queries.hpp"
#include "training/evaluator.hpp"

namespace unseen {

/// The weights of a run that its tests use.
struct RecordedWeights {
  std::filesystem::path file;
  std::string sha256;
};

/// The best or last one, as the configuration says. Error where the run has not recorded it.
RecordedWeights tested_weights(const CellConfig& config, const RunDetail& run);

/// The network of a run as its tests see it, in evaluation mode; `placement` gets where and how it runs.
/// Error where the file is missing or is not what the run recorded.
std::shared_ptr<Backbone> trained_model(const CellConfig& config, const RecordedWeights& checkpoint,
                                        Placement& placement);

}  // namespace unseen
