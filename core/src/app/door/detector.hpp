#pragma once

#include <filesystem>

#include "app/options.hpp"
#include "experiment/config.hpp"

namespace unseen {

/// What scores: the network's configuration, its weights, and how its pictures are cut.
struct Detector {
  CellConfig config;
  std::filesystem::path checkpoint;
};

/// Of a finished run: the checkpoint that its tests used, its network and its crop. InputError where there is
/// none, or where the network is a user's plugin that has changed since.
Detector detector_of_run(const PredictOptions& options);

/// Of a weight file and a network named beside it; whole frames.
Detector detector_of_file(const PredictOptions& options);

}  // namespace unseen
