#pragma once

#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

#include "data/crop_store.hpp"
#include "data/frame_reader.hpp"
#include "data/prepare.hpp"
#include "planning/dataset_resolver.hpp"
#include "training/evaluator.hpp"

namespace unseen {

/// A split of a data set whose frames are at hand.
struct PreparedData {
  ResolvedDataset data;
  FacesConfig faces;
  std::unique_ptr<CropStore> store;  ///< null where nothing is stored
  PrepareReport report;
  std::string finder;              ///< names the landmarks that were looked for; "" where none were
  std::vector<std::string> notes;  ///< what of it is absent, damaged or faceless, a sentence each

  FrameReader reader() const { return {*data.dataset, *data.manifest, report, store.get(), faces, finder}; }
};

/// Decodes, and looks for faces in, what the crop store lacks, showing progress under `label`. Detection
/// takes every core of a CPU, whatever `workers` says. Landmarks are found of faces alone: whole frames have
/// none. Throws Interrupted when `stop` says so.
PreparedData prepared_data(const ResolvedDataset& data, const FacesConfig& faces, torch::Device device,
                           std::size_t workers, bool with_landmarks, const std::string& label,
                           const StopRequest& stop);

}  // namespace unseen
