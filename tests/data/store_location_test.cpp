#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include <unseen/cache_folder.hpp>

#include "data/store_location.hpp"
#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

/// Sets the variables that say where the cache lies, and puts the old ones back.
class StoreLocation : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const auto* name : {"UNSEEN_CACHE", "XDG_CACHE_HOME", "HOME"}) {
      const auto* value = std::getenv(name);
      kept_.emplace_back(name, value == nullptr ? std::optional<std::string>{} : std::string{value});
      ::unsetenv(name);
    }
  }
  void TearDown() override {
    for (const auto& [name, value] : kept_) value ? ::setenv(name, value->c_str(), 1) : ::unsetenv(name);
  }

 private:
  std::vector<std::pair<const char*, std::optional<std::string>>> kept_;
};

TEST_F(StoreLocation, FollowsTheVariablesInTheirOrder) {
  EXPECT_TRUE(contains(input_error_of([] { cache_folder(); }), "UNSEEN_CACHE"));
  ::setenv("HOME", "/home/somebody", 1);
  EXPECT_EQ(cache_folder(), "/home/somebody/.cache/unseen");
  ::setenv("XDG_CACHE_HOME", "/cache", 1);
  EXPECT_EQ(cache_folder(), "/cache/unseen");
  ::setenv("UNSEEN_CACHE", "/mine", 1);
  EXPECT_EQ(cache_folder(), "/mine");
}

TEST_F(StoreLocation, IsOneFileForEachDatasetRootDetectorAndLimit) {
  ::setenv("UNSEEN_CACHE", "/mine", 1);
  FacesConfig faces;
  std::set<std::filesystem::path> files{crop_store_file("faceforensics", "/data/ffpp", faces)};
  files.insert(crop_store_file("celebdf", "/data/ffpp", faces));
  files.insert(crop_store_file("faceforensics", "/other/ffpp", faces));
  faces.max_side = 320;
  files.insert(crop_store_file("faceforensics", "/data/ffpp", faces));
  EXPECT_EQ(files.size(), 4U);
  const auto name = crop_store_file("faceforensics", "/data/ffpp", faces).filename().string();
  EXPECT_TRUE(contains(name, "faceforensics-ffpp-none-320-"));
}

TEST_F(StoreLocation, DoesNotDependOnSplitFramesOrCropRule) {
  ::setenv("UNSEEN_CACHE", "/mine", 1);
  FacesConfig faces;
  const auto file = crop_store_file("faceforensics", "/data/ffpp", faces);
  faces.frames = 8;
  faces.crop = "center";
  faces.fraction = 0.6;
  EXPECT_EQ(crop_store_file("faceforensics", "/data/ffpp", faces), file);
}

TEST_F(StoreLocation, IsTheSameByEveryPathToTheRoot) {
  ::setenv("UNSEEN_CACHE", "/mine", 1);
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "real");
  std::filesystem::create_directory_symlink(folder.path() / "real", folder.path() / "link");
  EXPECT_EQ(crop_store_file("celebdf", folder.path() / "real", {}),
            crop_store_file("celebdf", folder.path() / "link", {}));
  EXPECT_EQ(crop_store_file("celebdf", folder.path() / "real", {}),
            crop_store_file("celebdf", folder.path() / "real/", {}));
}

}  // namespace
}  // namespace unseen
