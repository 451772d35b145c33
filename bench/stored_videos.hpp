#pragma once

#include <cstdint>
#include <string>

#include <unseen/dataset.hpp>

#include "data/crop_store.hpp"
#include "data/prepare.hpp"
#include "tests/support/temporary_folder.hpp"

namespace unseen {

constexpr std::int64_t kFrames = 8;  ///< of each video
constexpr const char* kNoVideos = "needs $UNSEEN_TEST_DATA/mini_ffpp";

/// Forty real videos of the small benchmark below $UNSEEN_TEST_DATA; none where it is not there.
class Videos final : public Dataset {
 public:
  Videos();
  Manifest manifest(const std::string&) const override { return listed; }
  bool absent() const { return listed.videos.empty(); }

  Manifest listed;
};

/// A crop store of those videos, in a temporary folder that goes with the object.
class FilledStore {
 public:
  explicit FilledStore(const Videos& videos);

 private:
  TemporaryFolder folder_;

 public:
  CropStore store;
  PrepareReport report;
};

}  // namespace unseen
