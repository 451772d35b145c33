#pragma once

#include <cstdlib>
#include <filesystem>

namespace unseen {

/// A folder of $UNSEEN_TEST_DATA; empty where it is not there.
inline std::filesystem::path test_data(const std::string& name) {
  const auto* folder = std::getenv("UNSEEN_TEST_DATA");
  if (folder == nullptr || !std::filesystem::is_directory(std::filesystem::path{folder} / name)) return {};
  return std::filesystem::path{folder} / name;
}

/// Why a test that wants real data was left: `if (test_data("x").empty()) GTEST_SKIP() << kNoTestData;`
constexpr const char* kNoTestData = "needs the real data that $UNSEEN_TEST_DATA names";

}  // namespace unseen
