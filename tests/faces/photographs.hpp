#pragma once

#include <algorithm>
#include <filesystem>
#include <vector>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "support/test_data.hpp"

namespace unseen::test {

inline const std::filesystem::path kMtcnnWeights = UNSEEN_WEIGHTS "/mtcnn";

inline cv::Mat picture(const std::filesystem::path& file) {
  cv::Mat rgb = cv::imread(file.string());
  cv::cvtColor(rgb, rgb, cv::COLOR_BGR2RGB);
  return rgb;
}

/// Of $UNSEEN_TEST_DATA, which has them.
inline std::vector<std::filesystem::path> photographs() {
  std::vector<std::filesystem::path> files;
  for (const auto* folder : {"faces_congress", "faces_frl"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(test_data(folder))) {
      if (entry.path().extension() == ".jpg") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace unseen::test
