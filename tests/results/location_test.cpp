#include "results/location.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include <unseen/error.hpp>

#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

class Location : public testing::Test {
 protected:
  Location() { ::unsetenv("UNSEEN_DB"); }
  ~Location() override {
    ::unsetenv("UNSEEN_DB");
    fs::current_path(before_);
  }
  TemporaryFolder folder_;
  fs::path before_ = fs::current_path();
};

TEST_F(Location, LiesBesideTheExperimentsFolder) {
  const auto file = folder_.write("study/experiments/paper/table1.toml", "");
  EXPECT_EQ(default_database(file), folder_.path() / "study/results/results.db");
}

TEST_F(Location, LiesBesideAnExperimentThatIsInNoSuchFolder) {
  const auto file = folder_.write("study/mine.toml", "");
  EXPECT_EQ(default_database(file), folder_.path() / "study/results/results.db");
}

TEST_F(Location, DoesNotDependOnTheCurrentFolder) {
  const auto file = folder_.write("study/experiments/a.toml", "");
  const auto wanted = default_database(file);
  fs::current_path(folder_.path());
  EXPECT_EQ(default_database("study/experiments/a.toml"), wanted);
}

TEST_F(Location, IsWhatTheEnvironmentNames) {
  ::setenv("UNSEEN_DB", (folder_.path() / "x.db").c_str(), 1);
  EXPECT_EQ(default_database("experiments/a.toml"), folder_.path() / "x.db");
  EXPECT_EQ(find_database(), folder_.path() / "x.db");
}

TEST_F(Location, IsFoundUpwardFromTheCurrentFolder) {
  const auto file = folder_.write("results/results.db", "");
  fs::create_directories(folder_.path() / "plugins/deep");
  fs::current_path(folder_.path() / "plugins/deep");
  EXPECT_EQ(find_database(), file);
}

TEST_F(Location, SaysHowToNameAFileWhereNoneIsFound) {
  fs::current_path(folder_.path());
  try {
    find_database();
    FAIL() << "found one";
  } catch (const InputError& error) {
    EXPECT_NE(std::string{error.what()}.find("--db"), std::string::npos);
    EXPECT_NE(std::string{error.what()}.find("$UNSEEN_DB"), std::string::npos);
  }
}

}  // namespace
}  // namespace unseen
