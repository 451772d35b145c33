#pragma once

#include <torch/types.h>

#include <filesystem>
#include <memory>
#include <string>

#include "planning/planner.hpp"
#include "results/run_log.hpp"
#include "training/evaluator.hpp"

namespace unseen {

/// A cell's network with random weights drawn from the seed, or its start weights, where it runs.
std::shared_ptr<Backbone> make_model(const CellConfig& config, std::int64_t seed, const Placement& placement);

/// The fixed choices of a run on a device.
Placement placement(const CellConfig& config, torch::Device device);

/// Trains a claimed run from its newest checkpoint, or from the start, to its end. Throws what the trainer
/// throws.
void train_run(const ResolvedCell& cell, std::int64_t seed, const std::string& label,
               const std::filesystem::path& folder, torch::Device device, RunLog& log,
               const StopRequest& stop);

}  // namespace unseen
