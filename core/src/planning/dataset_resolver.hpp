#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <unseen/dataset.hpp>

#include "experiment/config.hpp"
#include "results/plan.hpp"

namespace unseen {

/// A data set of an experiment, opened: which videos there are, and a digest of them.
struct ResolvedDataset {
  DatasetConfig config;
  std::shared_ptr<Dataset> dataset;
  std::shared_ptr<const Manifest> manifest;  ///< none where the root is absent
  Value identity;  ///< resolved keys, split, and the manifest's digest where there is one

  bool provisional() const { return manifest == nullptr; }
};

/// Opens data sets, each distinct one once: a sweep of a hundred cells lists its folders once.
class DatasetResolver {
 public:
  /// With `require`, an absent root is an InputError that says how to give it; without, the data set is
  /// provisional.
  explicit DatasetResolver(bool require) : require_{require} {}

  const ResolvedDataset& resolve(const DatasetConfig& config);

  /// Roots, lists, folders and files that the digests rest on, as they are now.
  std::vector<Evidence> evidence() const;

 private:
  ResolvedDataset opened(const DatasetConfig& config) const;

  bool require_;
  std::map<std::string, ResolvedDataset> known_;
};

/// SHA-256 of the sorted (id, label, method, split, bytes) of a manifest's videos: where it lies does not
/// count.
std::string digest(const Manifest& manifest);

}  // namespace unseen
