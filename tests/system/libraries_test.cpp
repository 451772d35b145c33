// What the built files ask the system's loader for: a fast program without torch, and torch's own BLAS.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "laboratory.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

fs::path library_folder() { return fs::path{UNSEEN_PROGRAM}.parent_path().parent_path() / "lib"; }

/// The libraries that a file itself names, in order.
Words needed(const fs::path& file) {
  const auto listed = finished("readelf", {"--dynamic", "--wide", file.string()});
  EXPECT_EQ(listed.code, 0) << listed.err;
  Words names;
  const std::regex line{R"(\(NEEDED\)[^\[]*\[([^\]]+)\])"};
  for (std::sregex_iterator at{listed.out.begin(), listed.out.end(), line}, end; at != end; ++at)
    names.push_back((*at)[1]);
  return names;
}

bool is_heavy(const std::string& library) {
  return std::regex_search(library, std::regex{"torch|c10|opencv|blas|lapack|dlib|cuda"});
}

bool is_blas(const std::string& library) {
  return std::regex_search(library, std::regex{"blas|lapack|dlib"});
}

class Libraries : public ::testing::Test {
 protected:
  void SetUp() override {
    if (finished("readelf", {"--version"}).code != 0) GTEST_SKIP() << "needs readelf of binutils";
  }
};

TEST_F(Libraries, OfTheProgramAreNeitherTorchNorOpenCvNorABlas) {
  const auto names = needed(UNSEEN_PROGRAM);
  EXPECT_TRUE(std::find(names.begin(), names.end(), "libunseen_base.so") != names.end());
  for (const auto& file : {fs::path{UNSEEN_PROGRAM}, library_folder() / "libunseen_base.so"}) {
    for (const auto& name : needed(file)) EXPECT_FALSE(is_heavy(name)) << file << " needs " << name;
  }
}

TEST_F(Libraries, OfTheProgramBringNoneOfThemAlong) {
  const auto all = finished("ldd", {UNSEEN_PROGRAM});
  ASSERT_EQ(all.code, 0) << all.err;
  EXPECT_FALSE(is_heavy(std::regex_replace(all.out, std::regex{R"(/\S*)"}, ""))) << all.out;
}

/// The loader searches what a file names before what those bring along, so torch must be named by the file
/// itself: else OpenCV's BLAS, thirty times slower, serves torch. `doctor` looks at where the search ends.
TEST_F(Libraries, ThatComputeNameTorchThemselvesAndNoOtherBlas) {
  std::vector<fs::path> files{library_folder() / "libunseen_sdk.so",
                              library_folder() / "unseen" / "libunseen_train.so"};
  for (const auto& entry : fs::recursive_directory_iterator{library_folder() / "unseen" / "plugins"}) {
    if (entry.path().extension() == ".so") files.push_back(entry.path());
  }
  EXPECT_GE(files.size(), 10U);
  for (const auto& file : files) {
    const auto names = needed(file);
    EXPECT_TRUE(std::find(names.begin(), names.end(), "libtorch_cpu.so") != names.end()) << file;
    for (const auto& name : names) {
      EXPECT_FALSE(is_blas(name)) << file << " needs " << name;
      EXPECT_FALSE(name.starts_with("libtorch_cuda")) << file << " needs a driver's library";
    }
  }
}

TEST_F(Libraries, OfThePluginsExportTheirOneConstantAlone) {
  for (const auto& entry : fs::recursive_directory_iterator{library_folder() / "unseen" / "plugins"}) {
    if (entry.path().extension() != ".so") continue;
    const auto symbols =
        finished("nm", {"--dynamic", "--defined-only", "--extern-only", entry.path().string()});
    ASSERT_EQ(symbols.code, 0) << symbols.err;
    // Without what the linker and AddressSanitizer add.
    const std::regex strong{R"( [TDRB] (?!__bss_start|_edata|_end|__odr_asan)(\S+)\n)"};
    Words names;
    for (std::sregex_iterator at{symbols.out.begin(), symbols.out.end(), strong}, end; at != end; ++at) {
      names.push_back((*at)[1]);
    }
    ASSERT_EQ(names.size(), 1U) << entry.path() << ": " << ::testing::PrintToString(names);
    EXPECT_TRUE(names.front().starts_with("unseen_plugin_")) << names.front();
  }
}

}  // namespace
}  // namespace unseen
